--TEST--
recv(): what each situation returns, and what goes over the wire
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

$frame = fn (...$arguments) => TestClient::frame(...$arguments);

// Receives once or several times and tells what came.
$receive = fn (int $times, float $timeout = 5) => function ($ws) use ($times, $timeout) {
    while ($times-- > 0) {
        echo told($ws->recv($timeout));
    }
};

$cases = Cases::serve([
    'text' => [$receive(1), fn ($client) => $client->push('hello')],
    'binary' => [$receive(1), fn ($client) => $client->push("\0\xff", 2)],
    'empty message' => [$receive(2), fn ($client) => $client->push('') && $client->push('', 2)],
    'the frame' => [
        function ($ws) {
            $frame = $ws->recv(5);
            var_dump($frame::class, $frame->fd === $ws->fd, array_keys(get_object_vars($frame)));
            echo "\n";
        },
        fn ($client) => $client->push('x'),
    ],
    'lengths' => [
        $receive(5),
        function ($client) {
            foreach ([125, 126, 65535, 65536, 1000000] as $length) {
                $client->push(str_repeat('x', $length));
            }
        },
    ],
    'coalesced' => [$receive(3), fn ($client) => $client->send($frame('a') . $frame('b') . $frame('c'))],
    'byte by byte' => [
        $receive(2),
        function ($client) use ($frame) {
            foreach (str_split($frame('slow') . $frame('', 9) . $frame('done', 2)) as $byte) {
                $client->send($byte);
                usleep(1000);
            }
            echo wire($client);
        },
    ],
    'fragments' => [$receive(1), fn ($client) => $client->send($frame('a', 2, false) . $frame('', 0, false) . $frame('bc', 0, false) . $frame('d', 0))],
    'empty fragments' => [$receive(1), fn ($client) => $client->send($frame('', 1, false) . $frame('', 0))],
    'control between fragments' => [
        $receive(1),
        function ($client) use ($frame) {
            $client->send($frame('a', 1, false) . $frame('are you there?', 9) . $frame('b', 0, false) . $frame('late', 10) . $frame('c', 0));
            echo wire($client);
        },
    ],
    'UTF-8 cut by a fragment' => [$receive(1), fn ($client) => $client->send($frame("\xe4\xbd", 1, false) . $frame("\xa0", 0))],
    'ping' => [
        $receive(1),
        function ($client) {
            foreach (['', 'x', str_repeat('p', 125)] as $payload) {
                $client->push($payload, 9);
                echo wire($client);
            }
            $client->push('', 10);
            $client->push('after');
        },
    ],
    'close' => [
        $receive(2),
        function ($client) {
            $client->push(closing(4321, 'why'), 8);
            echo wire($client), ended($client);
        },
    ],
    'close without a code' => [
        $receive(1),
        function ($client) {
            $client->push('', 8);
            echo wire($client), ended($client);
        },
    ],
    'nothing after a close counts' => [
        $receive(2),
        function ($client) use ($frame) {
            $client->send($frame('before') . $frame(closing(1000), 8) . $frame('after') . $frame('', 8));
            echo wire($client), ended($client);
        },
    ],
    'end of TCP' => [
        function ($ws) {
            echo told($ws->recv(5));
            var_dump($ws->close(), swoole_last_error(), $ws->push('x'), swoole_last_error());
            echo told($ws->recv(5));
        },
        fn ($client) => $client->close(),
    ],
    'end of TCP in a frame' => [
        $receive(1),
        function ($client) use ($frame) {
            $client->send(substr($frame('cut short'), 0, -1));
            $client->close();
        },
    ],
    'reset' => [
        function ($ws) {
            $ws->push('ready');
            echo told($ws->recv(5)), told($ws->recv(5));
            var_dump($ws->push('x'), swoole_last_error(), $ws->close(), $ws->close(), swoole_last_error());
            echo told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            resetConnection($client);
        },
    ],
    'timeout' => [
        function ($ws) {
            $start = microtime(true);
            echo told($ws->recv(0.1));
            var_dump(($took = microtime(true) - $start) > 0.09 && $took < 2, swoole_strerror(swoole_last_error()));
            $ws->push('over');
            echo told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            $client->push('in time');
        },
    ],
    'timeout in a head and in a payload' => [
        function ($ws) {
            foreach (['head', 'payload', 'rest'] as $part) {
                echo told($ws->recv($part === 'rest' ? 5 : 0.1));
                $part === 'rest' || $ws->push($part);
            }
        },
        function ($client) use ($frame) {
            [$first, $second, $third] = [substr($bytes = $frame('nothing is lost'), 0, 3), substr($bytes, 3, 8), substr($bytes, 11)];
            $client->send($first);
            echo wire($client);
            $client->send($second);
            echo wire($client);
            $client->send($third);
        },
    ],
    'timeout inside a fragmented message' => [
        function ($ws) {
            echo told($ws->recv(0.1));
            $ws->push('next');
            echo told($ws->recv(5));
        },
        function ($client) {
            $client->push('first ', 1, false);
            echo wire($client);
            $client->push('second', 0);
        },
    ],
    'the time is total' => [
        function ($ws) {
            $start = microtime(true);
            echo told($ws->recv(0.3));
            var_dump(microtime(true) - $start < 1);
            $ws->push('stop');
            echo told($ws->recv(5));
        },
        function ($client) use ($frame) {
            foreach (str_split($frame(str_repeat('x', 50))) as $byte) {
                $client->send($byte);
                $client->isSilent(0.02);
            }
            echo wire($client);
        },
    ],
    'numbers as timeouts' => [
        function ($ws) {
            echo told($ws->recv('0.05'));
            try {
                $ws->recv('abc');
            } catch (TypeError $error) {
                echo $error->getMessage(), "\n";
            }
            $ws->push('now');
            echo told($ws->recv(-1)), told($ws->recv());
        },
        function ($client) {
            echo wire($client);
            $client->isSilent(0.2);
            $client->push('negative waits');
            $client->push('zero is the default');
        },
    ],
    'canceled' => [
        function ($ws) {
            $reader = Coroutine::getCid();
            Coroutine::create(function () use ($reader, $ws) {
                Coroutine::sleep(0.05);
                var_dump(Coroutine::cancel($reader));
                $ws->push('canceled');
            });
            echo told($ws->recv(5)), told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            $client->push('usable afterwards');
        },
    ],
    'closed by another coroutine' => [
        function ($ws) {
            Coroutine::create(function () use ($ws) {
                Coroutine::sleep(0.05);
                var_dump($ws->close(), $ws->close());
            });
            echo told($ws->recv(5)), told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            $client->push(closing(1000), 8);
            echo ended($client);
        },
    ],
    'two readers' => [
        function ($ws) {
            Coroutine::create(function () use ($ws) {
                $first = Coroutine::getPcid();
                Coroutine::sleep(0.05);
                try {
                    $ws->recv(1);
                } catch (Swoole\Error $error) {
                    $expected = "Socket#$ws->fd has already been bound to another coroutine#$first, reading of the same "
                        . 'socket in coroutine#' . Coroutine::getCid() . ' at the same time is not allowed';
                    var_dump($error->getMessage() === $expected, $error->getCode() === SWOOLE_ERROR_CO_HAS_BEEN_BOUND, swoole_last_error());
                }
                $ws->push('the first one goes on');
            });
            echo told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            $client->push('ok');
        },
    ],
]);
$default = Cases::serve([
    'the read timeout of the connection' => [$receive(2, 0), fn ($client) => $client->isSilent(0.3) && $client->push('second')],
], options: ['socket_read_timeout' => 0.2]);

$cases->play();
$default->play();
?>
--EXPECT--
-- text
Frame opcode=1 flags=33 finish=true data="hello", error 0
-- binary
Frame opcode=2 flags=33 finish=true data="\x00\xff", error 0
-- empty message
Frame opcode=1 flags=33 finish=true data="", error 0
Frame opcode=2 flags=33 finish=true data="", error 0
-- the frame
string(22) "Swoole\WebSocket\Frame"
bool(true)
array(5) {
  [0]=>
  string(2) "fd"
  [1]=>
  string(4) "data"
  [2]=>
  string(6) "opcode"
  [3]=>
  string(5) "flags"
  [4]=>
  string(6) "finish"
}

-- lengths
Frame opcode=1 flags=33 finish=true data=125 bytes of "xxxx", error 0
Frame opcode=1 flags=33 finish=true data=126 bytes of "xxxx", error 0
Frame opcode=1 flags=33 finish=true data=65535 bytes of "xxxx", error 0
Frame opcode=1 flags=33 finish=true data=65536 bytes of "xxxx", error 0
Frame opcode=1 flags=33 finish=true data=1000000 bytes of "xxxx", error 0
-- coalesced
Frame opcode=1 flags=33 finish=true data="a", error 0
Frame opcode=1 flags=33 finish=true data="b", error 0
Frame opcode=1 flags=33 finish=true data="c", error 0
-- byte by byte
> pong ""
Frame opcode=1 flags=33 finish=true data="slow", error 0
Frame opcode=2 flags=33 finish=true data="done", error 0
-- fragments
Frame opcode=2 flags=33 finish=true data="abcd", error 0
-- empty fragments
Frame opcode=1 flags=33 finish=true data="", error 0
-- control between fragments
> pong "are you there?"
Frame opcode=1 flags=33 finish=true data="abc", error 0
-- UTF-8 cut by a fragment
Frame opcode=1 flags=33 finish=true data="\xe4\xbd\xa0", error 0
-- ping
> pong ""
> pong "x"
> pong 125 bytes of "pppp"
Frame opcode=1 flags=33 finish=true data="after", error 0
-- close
> close 4321 "why"
> end
"", error 0
false, error 9
-- close without a code
> close ""
> end
"", error 0
-- nothing after a close counts
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data="before", error 0
"", error 0
-- end of TCP
"", error 0
bool(false)
int(9)
bool(false)
int(9)
false, error 9
-- end of TCP in a frame
"", error 0
-- reset
> text "ready"
false, error 104
false, error 104
bool(false)
int(104)
bool(true)
bool(false)
int(9)
false, error 9
-- timeout
> text "over"
false, error 110
bool(true)
string(20) "Connection timed out"
Frame opcode=1 flags=33 finish=true data="in time", error 0
-- timeout in a head and in a payload
> text "head"
> text "payload"
false, error 110
false, error 110
Frame opcode=1 flags=33 finish=true data="nothing is lost", error 0
-- timeout inside a fragmented message
> text "next"
false, error 110
Frame opcode=1 flags=33 finish=true data="first second", error 0
-- the time is total
> text "stop"
false, error 110
bool(true)
Frame opcode=1 flags=33 finish=true data="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", error 0
-- numbers as timeouts
> text "now"
false, error 110
Swoole\Http\Response::recv(): Argument #1 ($timeout) must be of type float, string given
Frame opcode=1 flags=33 finish=true data="negative waits", error 0
Frame opcode=1 flags=33 finish=true data="zero is the default", error 0
-- canceled
> text "canceled"
false, error 125
bool(true)
Frame opcode=1 flags=33 finish=true data="usable afterwards", error 0
-- closed by another coroutine
> close 1000 ""
> end
bool(true)
bool(false)
"", error 0
false, error 9
-- two readers
> text "the first one goes on"
bool(true)
bool(true)
int(10002)
Frame opcode=1 flags=33 finish=true data="ok", error 0
-- the read timeout of the connection
false, error 110
Frame opcode=1 flags=33 finish=true data="second", error 0
