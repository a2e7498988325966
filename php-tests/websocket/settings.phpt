--TEST--
Server settings for WebSockets: their forms and defaults, read at each start()
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$handler = function ($ws) {
    do {
        $frame = $ws->recv(5);
        echo told($frame);
    } while ($frame && !$frame instanceof Swoole\WebSocket\CloseFrame);
};
// A ping, a pong, a message and a close frame: what the script gets, and what the client.
$all = function ($client) {
    $client->push('p', 9);
    $client->push('q', 10);
    $client->push('text');
    $client->push(closing(4001, 'over'), 8);
    echo wire($client);
    $rest = $client->readAll();
    echo $rest === '' ? "> end\n" : '> ' . short($rest) . "\n";
};
$size = fn (int $most) => function ($client) use ($most) {
    // With a head of 2 bytes, of the length, and a mask of 4.
    $head = 6 + ($most > 65_543 ? 8 : 2);
    $client->push(str_repeat('x', $most - $head), 2);
    $client->push(str_repeat('x', $most - $head + 1), 2);
    echo wire($client);
};
$case = fn (string $name, callable $client, array $settings) => Cases::serve([$name => [$handler, $client]], $settings);
$servers = [
    $case('defaults', $all, []),
    $case('close frames', $all, ['open_websocket_close_frame' => true]),
    $case('pings', $all, ['open_websocket_ping_frame' => 1]),
    $case('pongs', $all, ['open_websocket_pong_frame' => 'yes']),
    $case('switched off', $all, ['open_websocket_close_frame' => false, 'open_websocket_ping_frame' => 0, 'open_websocket_pong_frame' => '']),
    $case('a mask is a client\'s business', $all, ['websocket_mask' => true]),
    $case('a length', $size(1000), ['package_max_length' => 1000]),
    $case('digits', $size(1000), ['package_max_length' => '1000']),
    $case('kilobytes', $size(2048), ['package_max_length' => '2K']),
    $case('megabytes', $size(1 << 20), ['package_max_length' => '1m']),
];
foreach ($servers as $server) {
    $server->play();
}
?>
--EXPECTF--
-- defaults
> pong "p"
> "\x88\x06\x0f\xa1over"
Frame opcode=1 flags=33 finish=true data="text", error 0
"", error 0
-- close frames
> pong "p"
> "\x88\x02\x03\xe8"
Frame opcode=1 flags=33 finish=true data="text", error 0
CloseFrame opcode=8 flags=1 finish=true data="" code=4001 reason="over", error 0
-- pings
> close 4001 "over"
> end
Frame opcode=9 flags=1 finish=true data="p", error 0
Frame opcode=1 flags=33 finish=true data="text", error 0
"", error 0
-- pongs
> pong "p"
> "\x88\x06\x0f\xa1over"
Frame opcode=10 flags=1 finish=true data="q", error 0
Frame opcode=1 flags=33 finish=true data="text", error 0
"", error 0
-- switched off
> pong "p"
> "\x88\x06\x0f\xa1over"
Frame opcode=1 flags=33 finish=true data="text", error 0
"", error 0
-- a mask is a client's business
> pong "p"
> "\x88\x06\x0f\xa1over"
[%s]	WARNING	websocket_mask has no effect: a server never masks (RFC 6455 §5.1)
Frame opcode=1 flags=33 finish=true data="text", error 0
"", error 0
-- a length
> close 1009 ""
Frame opcode=2 flags=33 finish=true data=992 bytes of "xxxx", error 0
false, error 1201
-- digits
> close 1009 ""
Frame opcode=2 flags=33 finish=true data=992 bytes of "xxxx", error 0
false, error 1201
-- kilobytes
> close 1009 ""
Frame opcode=2 flags=33 finish=true data=2040 bytes of "xxxx", error 0
false, error 1201
-- megabytes
> close 1009 ""
Frame opcode=2 flags=33 finish=true data=1048562 bytes of "xxxx", error 0
false, error 1201
