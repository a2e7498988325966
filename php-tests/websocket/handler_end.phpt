--TEST--
However a handler ends, the client gets a close frame that says so, and TCP ends after its answer
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

class Farewell
{
    public function __construct(private $ws)
    {
    }

    public function __destruct()
    {
        var_dump($this->ws->push('from the destructor'));
    }
}

$answer = function (int $frames = 0) {
    return function ($client) use ($frames) {
        echo wire($client, $frames), wire($client);
        var_dump($client->isSilent(0.05));
        $client->push(closing(1000), 8);
        echo ended($client);
    };
};
$cases = Cases::serve([
    'return' => [function () {
    }, $answer()],
    'return after answers' => [
        function ($ws) {
            $ws->push('a');
            $ws->push('b');
        },
        $answer(2),
    ],
    'exception' => [fn () => throw new RuntimeException('uncaught'), $answer()],
    'exception after an answer' => [
        function ($ws) {
            $ws->push('a');
            throw new RuntimeException('uncaught as well');
        },
        $answer(1),
    ],
    'error' => [fn () => no_such_function(), $answer()],
    'exit' => [
        function ($ws) {
            $ws->push('a');
            exit(3);
        },
        $answer(1),
    ],
    'exception after close' => [
        function ($ws) {
            $ws->disconnect(4000, 'first');
            throw new RuntimeException('after close');
        },
        $answer(),
    ],
    'destructor' => [
        function ($ws) {
            $farewell = new Farewell($ws);
        },
        $answer(1),
    ],
    'destructor after an exception' => [
        function ($ws) {
            $farewell = new Farewell($ws);
            throw new RuntimeException('with a destructor');
        },
        // The connection has failed before the objects of the handler go.
        $answer(1),
    ],
    'a defer' => [
        function ($ws) {
            Coroutine::defer(fn () => var_dump($ws->push('deferred')));
        },
        $answer(1),
    ],
    'another coroutine goes on with it' => [
        function ($ws) {
            Coroutine::create(function () use ($ws) {
                Coroutine::sleep(0.1);
                while ($frame = $ws->recv(5)) {
                    $ws->push("still here, $frame->data");
                }
                echo told($frame);
            });
        },
        function ($client) {
            $client->push('hello');
            echo wire($client);
            $client->push(closing(1000), 8);
            echo wire($client), ended($client);
            usleep(50_000);
        },
    ],
]);

// An object kept in a global stays usable, for other handlers too, until the last reference to it goes.
$keeper = TestServer::start(function ($http) {
    $http->handle('/keep', function ($request, $ws) {
        $ws->upgrade();
        $GLOBALS['kept'] = $ws;
    });
    $http->handle('/use', function ($request, $ws) {
        $ws->upgrade();
        var_dump($GLOBALS['kept']->push('from another handler'));
        $frame = $GLOBALS['kept']->recv(5);
        $ws->push("your other connection said: $frame->data");
        unset($GLOBALS['kept']);
    });
});

ob_start();
$cases->play();
echo preg_replace('/(Fatal error: Uncaught \S+: .*?) in \S+?:\d+\n.*?\n  thrown in \S+ on line \d+\n/s', "$1\n", ob_get_clean());

$first = $keeper->connect();
$first->handshake('/keep');
var_dump($first->isSilent(0.1));
$second = $keeper->connect();
$second->handshake('/use');
echo wire($first);
$first->push('hello');
echo wire($second, 2), wire($first);
foreach ([$first, $second] as $client) {
    $client->push(closing(1000), 8);
    echo ended($client);
}
echo $keeper->stop();
?>
--EXPECT--
-- return
> close 1000 ""
bool(true)
> end
-- return after answers
> text "a"
> text "b"
> close 1000 ""
bool(true)
> end
-- exception
> close 1011 ""
bool(true)
> end
-- exception after an answer
> text "a"
> close 1011 ""
bool(true)
> end

Fatal error: Uncaught RuntimeException: uncaught
-- error
> close 1011 ""
bool(true)
> end

Fatal error: Uncaught RuntimeException: uncaught as well
-- exit
> text "a"
> close 1011 ""
bool(true)
> end

Fatal error: Uncaught Error: Call to undefined function no_such_function()
-- exception after close
> close 4000 "first"
bool(true)
> end

Fatal error: Uncaught Swoole\ExitException: swoole exit
-- destructor
> text "from the destructor"
> close 1000 ""
bool(true)
> end

Fatal error: Uncaught RuntimeException: after close
bool(true)
-- destructor after an exception
> text "from the destructor"
> close 1011 ""
bool(true)
> end
bool(true)
-- a defer
> text "deferred"
> close 1000 ""
bool(true)
> end

Fatal error: Uncaught RuntimeException: with a destructor
-- another coroutine goes on with it
> text "still here, hello"
> close 1000 ""
> end
bool(true)
"", error 0
bool(true)
> text "from another handler"
> text "your other connection said: hello"
> close 1000 ""
> close 1000 ""
> end
> end
bool(true)
