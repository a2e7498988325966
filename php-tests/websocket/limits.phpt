--TEST--
package_max_length: head and payload of a frame, the payload of a message; 1009 and 1201
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$frame = fn (...$arguments) => TestClient::frame(...$arguments);
$handler = fn ($times) => function ($ws) use ($times) {
    while ($times-- > 0) {
        echo told($ws->recv(5));
    }
};
$too_big = fn (string $bytes) => function ($client) use ($bytes) {
    $client->send($bytes);
    echo wire($client), ended($client);
};
$kilobyte = Cases::serve([
    // 2 + 2 + 4 bytes of head and mask.
    'the largest frame' => [$handler(1), fn ($client) => $client->push(str_repeat('x', 992))],
    'one byte more' => [$handler(2), $too_big($frame(str_repeat('x', 993)))],
    // Known from the head alone.
    'before the payload' => [$handler(2), $too_big(substr($frame(str_repeat('x', 993)), 0, 8))],
    'the largest message' => [
        $handler(1),
        fn ($client) => $client->send($frame(str_repeat('x', 500), 1, false) . $frame(str_repeat('x', 500), 0)),
    ],
    'a message of one byte more' => [$handler(2), $too_big($frame(str_repeat('x', 500), 1, false) . $frame(str_repeat('x', 501), 0))],
    'a control frame does not count' => [
        $handler(1),
        fn ($client) => $client->send($frame(str_repeat('x', 900), 1, false) . $frame(str_repeat('p', 125), 9) . $frame(str_repeat('x', 100), 0)),
    ],
    'an announcement costs nothing' => [
        function ($ws) {
            $before = memory_get_usage();
            echo told($ws->recv(5));
            var_dump(memory_get_usage() - $before < 100_000);
        },
        $too_big("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"),
    ],
], ['package_max_length' => 1000]);
$default = Cases::serve([
    '2 MiB' => [$handler(1), fn ($client) => $client->push(str_repeat('x', 2_097_138), 2)],
    '2 MiB and a byte' => [
        $handler(2),
        // The rest is sent as well: it is read and forgotten, so that the client gets to read the close frame.
        $too_big($frame(str_repeat('x', 2_097_139), 2)),
    ],
    'many small fragments' => [
        $handler(1),
        fn ($client) => $client->send($frame('x', 1, false) . str_repeat($frame('x', 0, false), 50_000) . $frame('x', 0)),
    ],
    'too many of them' => [$handler(2), $too_big($frame('', 1, false) . str_repeat($frame('', 0, false), 70_000))],
    'memory follows what arrives' => [
        function ($ws) {
            $before = memory_get_usage();
            echo told($ws->recv(0.2));
            var_dump(memory_get_usage() - $before < 200_000);
        },
        fn ($client) => $client->send("\x82\xff\0\0\0\0\0\x1f\0\0\0\0\0\0" . str_repeat('x', 1000)) && $client->isSilent(0.3),
    ],
]);
$kilobyte->play();
$default->play();
?>
--EXPECT--
-- the largest frame
Frame opcode=1 flags=33 finish=true data=992 bytes of "xxxx", error 0
-- one byte more
> close 1009 ""
> end
false, error 1201
false, error 9
-- before the payload
> close 1009 ""
> end
false, error 1201
false, error 9
-- the largest message
Frame opcode=1 flags=33 finish=true data=1000 bytes of "xxxx", error 0
-- a message of one byte more
> close 1009 ""
> end
false, error 1201
false, error 9
-- a control frame does not count
Frame opcode=1 flags=33 finish=true data=1000 bytes of "xxxx", error 0
-- an announcement costs nothing
> close 1009 ""
> end
false, error 1201
bool(true)
-- 2 MiB
Frame opcode=2 flags=33 finish=true data=2097138 bytes of "xxxx", error 0
-- 2 MiB and a byte
> close 1009 ""
> end
false, error 1201
false, error 9
-- many small fragments
Frame opcode=1 flags=33 finish=true data=50002 bytes of "xxxx", error 0
-- too many of them
> close 1008 ""
> end
false, error 508
false, error 9
-- memory follows what arrives
false, error 110
bool(true)
