--TEST--
Http\Client: a WebSocket, from the upgrade to its end
--FILE--
<?php
use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;
use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

use function Swoole\Coroutine\run;

run(function () {
    $server = new Server('127.0.0.1', 0);
    $server->set(['websocket_compression' => true, 'package_max_length' => 16 << 20, 'open_websocket_ping_frame' => true, 'open_websocket_pong_frame' => true]);
    $server->handle('/echo', function ($request, $ws) {
        $ws->header('X-Head', json_encode([$request->header['sec-websocket-extensions'] ?? null, $request->header['sec-websocket-protocol'] ?? null]));
        $ws->upgrade();
        while (($frame = $ws->recv()) instanceof Frame) {
            if ($frame->data === 'flags') {
                $ws->push((string) $frame->flags);
            } elseif ($frame->data === 'bye') {
                $ws->disconnect(4000, 'so long');
                return;
            } elseif ($frame->data === 'ping') {
                $ws->ping('p');
                $pong = $ws->recv(1);
                $ws->push(json_encode([$pong->opcode ?? null, $pong->data ?? null]));
            } elseif ($frame->opcode === WEBSOCKET_OPCODE_PING) {
                $ws->push($frame->data, WEBSOCKET_OPCODE_PONG);
                $ws->push("ping $frame->data");
            } else {
                $ws->push($frame->data, $frame->opcode, $frame->flags & SWOOLE_WEBSOCKET_FLAG_COMPRESS ? SWOOLE_WEBSOCKET_FLAG_FIN : SWOOLE_WEBSOCKET_FLAG_FIN | 64);
            }
        }
        echo 'server: ', json_encode($frame), "\n";
    });
    $server->handle('/no', fn ($request, $response) => $response->end('no'));
    go(fn () => $server->start());
    $client = new Client('127.0.0.1', $server->port);

    echo "no WebSocket\n";
    var_dump($client->upgrade('/no'), $client->statusCode, $client->body);
    var_dump($client->push('x'), $client->errCode, $client->statusCode, $client->ping(), $client->disconnect());
    $client = new Client('127.0.0.1', $server->port);

    echo "frames\n";
    var_dump($client->upgrade('/echo'), $client->statusCode, $client->headers['x-head'], $client->requestMethod, strlen($client->requestHeaders['Sec-WebSocket-Key']));
    $show = function ($frame) {
        echo $frame instanceof Frame ? get_class($frame) . " $frame->opcode $frame->flags " . json_encode($frame->finish) . ' ' . (strlen($frame->data) > 40 ? strlen($frame->data) : $frame->data) . ($frame instanceof CloseFrame ? "$frame->code $frame->reason" : '') : json_encode($frame), "\n";
    };
    var_dump($client->push('hello'));
    $show($client->recv());
    $client->push('flags');
    $show($client->recv());
    $client->push("\xff", WEBSOCKET_OPCODE_BINARY);
    echo bin2hex($client->recv()->data), "\n";
    $frame = new Frame();
    $frame->data = str_repeat('abcdefgh', 1 << 20);
    var_dump($client->push($frame));
    $show($client->recv());
    var_dump($client->push('he', WEBSOCKET_OPCODE_TEXT, 0), $client->push('llo', WEBSOCKET_OPCODE_CONTINUATION));
    $show($client->recv());
    var_dump($client->push('x', 11), $client->errCode, $client->errMsg, $client->connected);
    var_dump($client->ping('data'));
    $show($client->recv());
    $client->push('ping');
    $show($client->recv());

    echo "timeout\n";
    var_dump($client->recv(0.02), $client->errCode, $client->errMsg, $client->statusCode, $client->connected);

    echo "the server closes\n";
    $client->push('bye');
    var_dump($client->recv(), $client->connected, $client->recv(), $client->errCode, $client->push('x'), $client->errCode);
    $client->set(['open_websocket_close_frame' => true]);
    $client->upgrade('/echo');
    $client->push('bye');
    $show($client->recv());
    var_dump($client->connected, $client->push(new CloseFrame()), $client->recv(), $client->connected);

    echo "the client closes\n";
    $client->upgrade('/echo');
    var_dump($client->close(), $client->close(), $client->connected);
    Co::sleep(0.02);
    $client->upgrade('/echo');
    var_dump($client->disconnect(1001, 'x'), $client->disconnect());
    Co::sleep(0.02);
    $client->upgrade('/echo');
    unset($client);
    Co::sleep(0.02);

    echo "settings\n";
    $client = new Client('127.0.0.1', $server->port);
    $client->set(['websocket_compression' => true, 'websocket_subprotocol' => 'chat', 'open_websocket_pong_frame' => true]);
    $client->upgrade('/echo');
    echo $client->headers['x-head'], ' ', $client->headers['sec-websocket-extensions'], "\n";
    foreach (['flags', str_repeat('compress ', 100)] as $text) {
        $client->push($text);
        $show($client->recv());
    }
    $client->push('flags', WEBSOCKET_OPCODE_TEXT, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_NO_COMPRESS);
    $show($client->recv());
    $client->ping('x');
    $show($client->recv());
    $show($client->recv());
    $client->close();
    Co::sleep(0.02);
    $client->set(['websocket_compression_context_takeover' => true, 'websocket_mask' => false]);
    $client->upgrade('/echo');
    var_dump($client->push('unmasked'), $client->recv());
    $server->shutdown();
});
?>
--EXPECTF--
no WebSocket
bool(true)
int(200)
string(2) "no"

Warning: Swoole\Coroutine\Http\Client::push(): websocket handshake failed, cannot push data in %s on line %d
bool(false)
int(503)
int(-1)
bool(false)
bool(false)
frames
bool(true)
int(101)
string(11) "[null,null]"
string(3) "GET"
int(24)
bool(true)
Swoole\WebSocket\Frame 1 1 true hello
Swoole\WebSocket\Frame 1 1 true 33
ff
bool(true)
Swoole\WebSocket\Frame 1 1 true 8388608
bool(true)
bool(true)
Swoole\WebSocket\Frame 1 1 true hello

Warning: Swoole\Coroutine\Http\Client::push(): opcode must be between 0 and 10 in %s on line %d
bool(false)
int(8505)
string(27) "websocket frame pack failed"
bool(true)
bool(true)
Swoole\WebSocket\Frame 1 1 true ping data
Swoole\WebSocket\Frame 1 1 true [10,"p"]
timeout
bool(false)
int(110)
string(20) "Connection timed out"
int(-3)
bool(true)
the server closes
string(0) ""
bool(false)
bool(false)
int(5001)
bool(false)
int(5001)
Swoole\WebSocket\CloseFrame 8 1 true 4000 so long
bool(true)
bool(true)
string(0) ""
bool(false)
the client closes
bool(true)
bool(false)
bool(false)
server: ""
bool(true)
bool(false)
server: ""
server: ""
settings
["permessage-deflate; client_no_context_takeover; server_no_context_takeover; client_max_window_bits","chat"] permessage-deflate; client_no_context_takeover; server_no_context_takeover
Swoole\WebSocket\Frame 1 7 true 39
Swoole\WebSocket\Frame 1 7 true 900
Swoole\WebSocket\Frame 1 7 true 33
Swoole\WebSocket\Frame 10 1 true x
Swoole\WebSocket\Frame 1 7 true ping x
server: ""
server: false
bool(true)
string(0) ""
