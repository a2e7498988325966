--TEST--
close(), disconnect(), ping(); who ends TCP when
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

$answer = function ($client) {
    echo wire($client);
    var_dump($client->isSilent(0.05));
    $client->push(closing(1000), 8);
    echo ended($client);
};
$cases = Cases::serve([
    'close' => [
        function ($ws) {
            echo told($ws->close()), told($ws->close()), told($ws->recv(1)), told($ws->push('x')), told($ws->ping()), told($ws->disconnect());
        },
        $answer,
    ],
    'close after frames' => [
        function ($ws) {
            $ws->push('one');
            $ws->push('two');
            $ws->close();
        },
        function ($client) use ($answer) {
            echo wire($client, 2);
            $answer($client);
        },
    ],
    'close right after an answer in parts' => [
        function ($ws) {
            for ($i = 0; $i < 3; $i++) {
                $frame = $ws->recv(5);
                $ws->push("$frame->data, part 1");
                $ws->push("$frame->data, part 2");
            }
            $ws->close();
        },
        function ($client) use ($answer) {
            foreach (['a', 'b', 'c'] as $text) {
                $client->push($text);
                echo wire($client, 2);
            }
            $answer($client);
        },
    ],
    'what the client still sends is read' => [
        function ($ws) {
            $ws->close();
        },
        function ($client) {
            echo wire($client);
            for ($i = 0; $i < 50; $i++) {
                $client->push(str_repeat('x', 50_000), 2) || exit("the server has reset the connection\n");
            }
            $client->push('', 9);
            $client->push(closing(1000), 8);
            echo ended($client);
        },
    ],
    'close inside a frame of the client' => [
        function ($ws) {
            echo told($ws->recv(0.1));
            $ws->close();
        },
        function ($client) {
            // Its payload looks like a close frame.
            $frame = TestClient::frame("\x88\x00\x88\x00\x88\x00", 2, mask: "\0\0\0\0");
            $client->send(substr($frame, 0, 8));
            echo wire($client);
            $client->send(substr($frame, 8));
            var_dump($client->isSilent(0.1));
            $client->push('', 8);
            echo ended($client);
        },
    ],
    'disconnect' => [
        function ($ws) {
            echo told($ws->disconnect()), told($ws->disconnect()), told($ws->recv(1)), told($ws->close());
        },
        $answer,
    ],
    'disconnect with code and reason' => [fn ($ws) => print(told($ws->disconnect(4321, 'why'))), $answer],
    'disconnect without status' => [fn ($ws) => print(told($ws->disconnect(1005))), $answer],
    'disconnect refused' => [
        function ($ws) {
            foreach ([0, -1, 999, 1004, 1006, 1015, 2999, 5000, 70000, 65536 + 1000] as $code) {
                echo "$code: ", told(@$ws->disconnect($code));
            }
            set_error_handler(fn ($level, $message) => print("$message\n"));
            echo told($ws->disconnect(1000, str_repeat('x', 124)));
            restore_error_handler();
            echo told($ws->push('still open')), told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            $client->push('yes');
        },
    ],
    'disconnect wakes the reader' => [
        function ($ws) {
            Coroutine::create(function () use ($ws) {
                Coroutine::sleep(0.05);
                echo told($ws->disconnect(1001));
            });
            echo told($ws->recv(5));
        },
        $answer,
    ],
    'ping' => [
        function ($ws) {
            echo told($ws->ping()), told($ws->ping('data')), told($ws->ping(str_repeat('x', 125)));
            set_error_handler(fn ($level, $message) => print("$message\n"));
            echo told($ws->ping(str_repeat('x', 126)));
            restore_error_handler();
        },
        function ($client) {
            echo wire($client, 3);
        },
    ],
    'both close at once' => [
        function ($ws) {
            // The client's close frame is there already.
            Coroutine::sleep(0.1);
            echo told($ws->close());
        },
        function ($client) {
            $client->push(closing(1001), 8);
            echo wire($client), ended($client);
        },
    ],
    // It takes longer than the closing handshake may; as long as it takes something, it gets everything.
    'a slow client' => [
        function ($ws) {
            $ws->push(str_repeat('x', 12_000_000), WEBSOCKET_OPCODE_BINARY);
            $ws->push('and the rest');
            echo told($ws->close());
        },
        function ($client) {
            $start = microtime(true);
            $client->read(10);
            for ($i = 0; $i < 6; $i++) {
                usleep(700_000);
                $client->read(2_000_000) === str_repeat('x', 2_000_000) || exit("wrong bytes\n");
            }
            var_dump(microtime(true) - $start > 4);
            echo wire($client, 2);
            $client->push(closing(1000), 8);
            echo ended($client);
        },
    ],
    'a client that never answers the close frame' => [
        function ($ws) {
            echo told($ws->close());
        },
        function ($client, $server) {
            echo wire($client);
            $start = microtime(true);
            echo ended($client);
            $took = microtime(true) - $start;
            var_dump($took > 1 && $took < 6);
        },
    ],
    'a client that sends for ever instead' => [
        function ($ws) {
            echo told($ws->close());
        },
        function ($client, $server) {
            echo wire($client);
            $frame = TestClient::frame(str_repeat('x', 60_000), 2);
            $start = microtime(true);
            $others = 0;
            while ($client->send($frame)) {
                if (microtime(true) - $start > 10) {
                    echo "the server listens for ever\n";
                    break;
                }
                // Another client is served meanwhile.
                if ($others === 0) {
                    $others = $server->get('/nowhere')->status;
                }
            }
            var_dump($others, microtime(true) - $start > 1);
        },
    ],
]);
$cases->play();
?>
--EXPECT--
-- close
> close 1000 ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
false, error 9
false, error 9
-- close after frames
> text "one"
> text "two"
> close 1000 ""
bool(true)
> end
-- close right after an answer in parts
> text "a, part 1"
> text "a, part 2"
> text "b, part 1"
> text "b, part 2"
> text "c, part 1"
> text "c, part 2"
> close 1000 ""
bool(true)
> end
-- what the client still sends is read
> close 1000 ""
> end
-- close inside a frame of the client
> close 1000 ""
bool(true)
> end
false, error 110
-- disconnect
> close 1000 ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
-- disconnect with code and reason
> close 4321 "why"
bool(true)
> end
true, error 0
-- disconnect without status
> close ""
bool(true)
> end
true, error 0
-- disconnect refused
> text "still open"
0: false, error 8505
-1: false, error 8505
999: false, error 8505
1004: false, error 8505
1006: false, error 8505
1015: false, error 8505
2999: false, error 8505
5000: false, error 8505
70000: false, error 8505
66536: false, error 8505
Swoole\Http\Response::disconnect(): the max length of close reason is 123
false, error 8505
true, error 8505
Frame opcode=1 flags=33 finish=true data="yes", error 0
-- disconnect wakes the reader
> close 1001 ""
bool(true)
> end
true, error 0
"", error 0
-- ping
> ping ""
> ping "data"
> ping 125 bytes of "xxxx"
true, error 0
true, error 0
true, error 0
Swoole\Http\Response::ping(): websocket control frame payload must not exceed 125 bytes
false, error 8505
-- both close at once
> close 1000 ""
> end
true, error 0
-- a slow client
bool(true)
> text "and the rest"
> close 1000 ""
> end
true, error 0
-- a client that never answers the close frame
> close 1000 ""
> end
bool(true)
true, error 0
-- a client that sends for ever instead
> close 1000 ""
int(404)
bool(true)
true, error 0
