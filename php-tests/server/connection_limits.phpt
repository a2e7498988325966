--TEST--
max_connection (max_conn) refuses what is too much; handshake_timeout ends who does not come to a request; stats() tells
--FILE--
<?php
require __DIR__ . '/../websocket/cases.inc.php';

$setup = function (array $settings) {
    return function ($http) use ($settings) {
        $http->set($settings);
        $http->handle('/', fn ($request, $response) => $response->end('hello'));
        $http->handle('/slow', function ($request, $response) {
            Swoole\Coroutine::sleep(1);
            $response->end('slow');
        });
        $http->handle('/ws', function ($request, $ws) {
            $ws->upgrade();
            while ($frame = $ws->recv()) {
                $ws->push($frame->data);
            }
        });
        $http->handle('/stats', function ($request, $response) use ($http) {
            $stats = $http->stats();
            $stats['start_time'] = abs(time() - $stats['start_time']) < 60;
            $response->end(json_encode($stats));
        });
    };
};
$limited = TestServer::start($setup(['max_connection' => 3]));
$short = TestServer::start($setup(['max_conn' => 1]));
$timed = TestServer::start($setup(['handshake_timeout' => 0.4]), options: ['socket_timeout' => 60]);

echo "-- at the limit\n";
$websocket = $limited->connect();
$websocket->handshake('/ws');
$kept = $limited->connect();
$kept->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $kept->response(), "\n";
$third = $limited->connect();
$third->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $third->response(), "\n";
for ($i = 0; $i < 3; $i++) {
    $refused = $limited->connect();
    $answer = $refused->response();
    echo $answer->status, ' ', $answer->header('connection'), ' ', json_encode($refused->isClosed()), "\n";
}
$websocket->push('still here');
echo wire($websocket);
$kept->send("GET /stats HTTP/1.1\r\nHost: x\r\n\r\n");
$stats = json_decode($kept->response()->body, true);
var_dump($stats['total_recv_bytes'] > 200 && $stats['total_recv_bytes'] < 1000, $stats['total_send_bytes'] > 300 && $stats['total_send_bytes'] < 2000);
unset($stats['total_recv_bytes'], $stats['total_send_bytes'], $stats['coroutine_num']);
echo json_encode($stats), "\n";
$third->close();
// A place is free again, also after a WebSocket.
echo json_encode(eventually(fn () => $limited->get('/')->status === 200)), "\n";
$websocket->push(closing(1000), 8);
$websocket->readAll();
$more = [];
echo json_encode(eventually(function () use ($limited, &$more) {
    $more[] = $client = $limited->connect();
    $client->send("GET /stats HTTP/1.1\r\nHost: x\r\n\r\n");
    return ($answer = $client->response())->status === 200 && json_decode($answer->body)->websocket_num === 0;
})), "\n";
echo preg_replace('/^\[.*?\]/m', '[when]', $limited->stop());

echo "-- one\n";
$one = $short->connect();
$one->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $one->response(), "\n", $short->get('/'), "\n";

echo "-- who does not come to a request\n";
$start = microtime(true);
$silent = $timed->connect();
$slow = $timed->connect();
$slow->send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
$busy = $timed->connect();
$busy->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
$idle = $timed->connect();
$idle->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $idle->response(), "\n";
$websocket = $timed->connect();
$websocket->handshake('/ws');
$dripping = function () use ($slow) {
    while (!str_contains($slow->isSilent(0.02) ? '' : 'x', 'x')) {
        @$slow->send('x');
    }
    return $slow->response()->status;
};
echo 'slow: ', $dripping(), "\n";
echo 'silent: ', json_encode($silent->isClosed()), "\n";
$took = microtime(true) - $start;
var_dump($took > 0.35 && $took < 10);
// Others have what they had before: the handler its time, keep-alive and WebSockets the read timeout.
echo $busy->response(), "\n";
$idle->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $idle->response(), "\n";
$websocket->push('still here');
echo wire($websocket);
?>
--EXPECT--
-- at the limit
200 hello
200 hello
503 close true
503 close true
503 close true
> text "still here"
bool(true)
bool(true)
{"start_time":true,"connection_num":3,"websocket_num":1,"http2_num":0,"http2_stream_num":0,"accept_count":3,"close_count":0,"refuse_count":3,"request_count":4}
true
true
[when]	WARNING	max_connection 3 is reached: further connections are refused
-- one
200 hello
503
-- who does not come to a request
200 hello
slow: 408
silent: true
bool(true)
200 slow
200 hello
> text "still here"
