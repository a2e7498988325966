--TEST--
Who may connect and how: websocket_allowed_origins, websocket_subprotocol, http_server_header
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$server = fn (array $settings, array $options = []) => TestServer::start(function ($http) use ($settings) {
    $http->set($settings);
    $http->handle('/ws', function ($request, $ws) {
        if (isset($request->get['protocol'])) {
            $ws->header('Sec-WebSocket-Protocol', $request->get['protocol']);
        }
        if (isset($request->get['server'])) {
            $ws->header('Server', $request->get['server']);
        }
        swoole_clear_error();
        echo told($ws->upgrade());
    });
    $http->handle('/hello', fn ($request, $response) => $response->end('hello'));
    $http->handle('/mute', fn ($request, $response) => null);
}, options: $options + ['log_level' => SWOOLE_LOG_NOTICE]);
$policy = $server([
    'websocket_allowed_origins' => ['https://example.com', 'https://*.example.org', 'example.net'],
    'websocket_subprotocol' => ['v2.chat', 'v1.chat'],
    'http_server_header' => 'mine/1.0',
]);
$hidden = $server([
    'websocket_allowed_origins' => 'null, http://localhost:3000',
    'websocket_subprotocol' => 'a, not a name, b',
    'http_server_header' => '',
]);
$default = $server([]);
$invalid = $server(['websocket_allowed_origins' => [], 'http_server_header' => "a\r\nb: c"]);

function shake(TestServer $server, string $headers, string $target = '/ws'): void
{
    $answer = $server->get($target, "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n$headers");
    echo "$answer->status, protocol ", json_encode($answer->header('sec-websocket-protocol')),
        ', server ', json_encode($answer->header('server')), ', ', $answer->header('connection'), "\n";
}
// A refused client that sends a frame all the same is no HTTP: that is said too, and not what this is about.
$said = fn (TestServer $server) => preg_replace(['/^.*HTTP connection.*\n/m', '/^\[.*?\]/m', '/fd#\d+/'], ['', '[when]', 'fd#N'], $server->stop());

echo "-- origins\n";
shake($policy, "Origin: https://example.com\r\n");
shake($policy, "Origin: https://chat.example.org\r\n");
shake($policy, "Origin: https://example.org\r\n");
shake($policy, "Origin: https://example.net\r\n");
shake($policy, '');
shake($hidden, "Origin: http://localhost:3000\r\n");
shake($hidden, "Origin: null\r\n");
shake($hidden, "Origin: http://localhost\r\n");
shake($default, "Origin: https://anybody.test\r\n");
shake($invalid, "Origin: https://anybody.test\r\n");
echo "-- subprotocols\n";
shake($policy, "Sec-WebSocket-Protocol: v1.chat, v2.chat\r\n");
shake($policy, "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Protocol: v1.chat\r\n");
shake($policy, "Sec-WebSocket-Protocol: mqtt\r\n");
shake($policy, "Sec-WebSocket-Protocol: v2.chat, mqtt\r\n", '/ws?protocol=mqtt');
shake($policy, "Sec-WebSocket-Protocol: v2.chat\r\n", '/ws?protocol=mqtt');
shake($policy, '', '/ws?protocol=mqtt');
shake($policy, "Sec-WebSocket-Protocol: a, b\r\n", '/ws?protocol=a,%20b');
shake($hidden, "Sec-WebSocket-Protocol: b, a\r\n");
shake($default, "Sec-WebSocket-Protocol: a\r\n");
shake($default, "Sec-WebSocket-Protocol: a\r\n", '/ws?protocol=a');
echo "-- the Server line\n";
shake($policy, '', '/ws?server=the-scripts-own');
foreach ([$policy, $hidden, $default, $invalid] as $each) {
    foreach (['/hello', '/mute', '/nowhere'] as $target) {
        echo $each->get($target)->status, ' ', json_encode($each->get($target)->header('server')), ' ';
    }
    $client = $each->connect();
    $client->send("nonsense\r\n\r\n");
    echo ($answer = $client->response())->status, ' ', json_encode($answer->header('server')), "\n";
}
echo "-- the servers\n", $said($policy), "--\n", $said($hidden), "--\n", $said($default), "--\n", $said($invalid);
?>
--EXPECT--
-- origins
101, protocol null, server "mine\/1.0", Upgrade
101, protocol null, server "mine\/1.0", Upgrade
403, protocol null, server "mine\/1.0", close
403, protocol null, server "mine\/1.0", close
101, protocol null, server "mine\/1.0", Upgrade
101, protocol null, server null, Upgrade
101, protocol null, server null, Upgrade
403, protocol null, server null, close
101, protocol null, server "swoole-http-server", Upgrade
403, protocol null, server "swoole-http-server", close
-- subprotocols
101, protocol "v2.chat", server "mine\/1.0", Upgrade
101, protocol "v1.chat", server "mine\/1.0", Upgrade
101, protocol null, server "mine\/1.0", Upgrade
101, protocol "mqtt", server "mine\/1.0", Upgrade
101, protocol "v2.chat", server "mine\/1.0", Upgrade
101, protocol null, server "mine\/1.0", Upgrade
101, protocol null, server "mine\/1.0", Upgrade
101, protocol "a", server null, Upgrade
101, protocol null, server "swoole-http-server", Upgrade
101, protocol "a", server "swoole-http-server", Upgrade
-- the Server line
101, protocol null, server "the-scripts-own", Upgrade
200 "mine\/1.0" 500 "mine\/1.0" 404 "mine\/1.0" 400 "mine\/1.0"
200 null 500 null 404 null 400 null
200 "swoole-http-server" 500 "swoole-http-server" 404 "swoole-http-server" 400 "swoole-http-server"
200 "swoole-http-server" 500 "swoole-http-server" 404 "swoole-http-server" 400 "swoole-http-server"
-- the servers
[when]	WARNING	the setting websocket_allowed_origins has an entry that is no origin (https://example.com): example.net
true, error 0
true, error 0
[when]	NOTICE	websocket handshake refused on fd#N: the origin https://example.org is not allowed
false, error 8504
[when]	NOTICE	websocket handshake refused on fd#N: the origin https://example.net is not allowed
false, error 8504
true, error 0
true, error 0
true, error 0
true, error 0
true, error 0
[when]	NOTICE	a subprotocol that was not offered is left out on fd#N: mqtt
true, error 0
[when]	NOTICE	a subprotocol that was not offered is left out on fd#N: mqtt
true, error 0
[when]	NOTICE	a subprotocol that was not offered is left out on fd#N: a, b
true, error 0
true, error 0
--
[when]	WARNING	the setting websocket_subprotocol has an entry that is no name of a protocol: not a name
true, error 0
true, error 0
[when]	NOTICE	websocket handshake refused on fd#N: the origin http://localhost is not allowed
false, error 8504
true, error 0
--
true, error 0
true, error 0
true, error 0
--
[when]	WARNING	the setting http_server_header must be the value of a header, a  b: c was given: the default holds
[when]	NOTICE	websocket handshake refused on fd#N: the origin https://anybody.test is not allowed
false, error 8504
