--TEST--
push() and close() from a destructor, a timer, another connection's handler, a coroutine that outlives the handler's call
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;
use Swoole\Timer;

final class Farewell
{
    public function __construct(private object $ws, private string $text)
    {
    }

    public function __destruct()
    {
        $this->ws->push($this->text);
    }
}

$known = null;
$says = fn (int $frames, ?string $last = null) => function ($client) use ($frames, $last) {
    echo wire($client, $frames);
    $last === null || $client->push($last);
};
$ends = function ($client) {
    echo wire($client);
    $client->push(closing(1000), 8);
    echo ended($client);
};
Cases::serve([
    'a destructor' => [
        function ($ws) {
            $object = new Farewell($ws, 'released');
            unset($object);
            // One that the cycle collector finds.
            $cycle = [new Farewell($ws, 'collected')];
            $cycle[] = &$cycle;
            unset($cycle);
            gc_collect_cycles();
            $ws->push('between');
            $end = new Farewell($ws, 'at the end of the handler');
        },
        function ($client) use ($says, $ends) {
            $says(4)($client);
            $ends($client);
        },
    ],
    'a destructor that has to wait' => [
        function ($ws) {
            while ($ws->getQueuedBytes() === 0) {
                $ws->push(str_repeat('x', 100_000), 2);
            }
            Coroutine::create(function () use ($ws) {
                $ws->recv();
            });
            $object = new Farewell($ws, str_repeat('y', 1_000_000));
            unset($object);
            $ws->push('after it');
        },
        function ($client) {
            usleep(50_000);
            while (($frame = $client->readFrame())['opcode'] === 2);
            echo short($frame['payload']), "\n", wire($client);
        },
    ],
    'a timer' => [
        function ($ws) {
            $count = 0;
            $timer = Timer::tick(10, function () use ($ws, &$count) {
                $ws->push('tick ' . ++$count) && $count === 3 && Timer::clearAll();
            });
            echo told($ws->recv(10));
        },
        $says(3, 'done'),
    ],
    'close() from a timer' => [
        function ($ws) {
            Timer::after(20, fn () => print('close(): ' . told($ws->close())));
            echo told($ws->recv(10)), told($ws->recv(10));
        },
        $ends,
    ],
    'disconnect() from another coroutine' => [
        function ($ws) {
            Coroutine::create(function () use ($ws) {
                Coroutine::sleep(0.02);
                $ws->disconnect(4000, 'bye');
            });
            echo told($ws->recv(10));
        },
        $ends,
    ],
    // The next two handlers belong together: the first stays in recv() while the second one's works.
    'another handler' => [
        function ($ws) {
            $GLOBALS['known'] = $ws;
            Coroutine::create(function () use ($ws) {
                $frame = $ws->recv(10);
                echo 'reader: ', told($frame);
            });
        },
        function ($client, $server) {
            $other = $server->connect();
            $other->handshake('/which-pushes/');
            echo wire($client), wire($client);
            $client->push(closing(1000), 8);
            echo ended($client);
            $other->push(closing(1000), 8);
            $other->readAll();
        },
    ],
    'which pushes' => [
        function ($ws) {
            if ($GLOBALS['known'] !== null) {
                echo 'push(): ', told($GLOBALS['known']->push('from another')), 'close(): ', told($GLOBALS['known']->close());
                echo 'again: ', told($GLOBALS['known']->close());
                $GLOBALS['known'] = null;
            }
        },
        $ends,
    ],
])->play();
?>
--EXPECT--
-- a destructor
> text "released"
> text "collected"
> text "between"
> text "at the end of the handler"
> close 1000 ""
> end
-- a destructor that has to wait
1000000 bytes of "yyyy"
> text "after it"
-- a timer
> text "tick 1"
> text "tick 2"
> text "tick 3"
Frame opcode=1 flags=33 finish=true data="done", error 0
-- close() from a timer
> close 1000 ""
> end
close(): true, error 0
"", error 0
false, error 9
-- disconnect() from another coroutine
> close 4000 "bye"
> end
"", error 0
-- another handler
> text "from another"
> close 1000 ""
> end
-- which pushes
> close 1000 ""
> end
push(): true, error 0
close(): true, error 0
again: false, error 9
reader: "", error 0
[end of which pushes]
