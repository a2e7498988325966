--TEST--
WebSocket over HTTP/2 (RFC 8441) with http2_websocket: several on one connection, their ends, back-pressure, the limits of who may
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

use Swoole\Coroutine;

$setup = fn (array $settings) => function ($http) use ($settings) {
    $http->set($settings);
    $http->handle('/echo', function ($request, $ws) {
        $header = array_intersect_key($request->header, ['upgrade' => 1, 'host' => 1, 'sec-websocket-protocol' => 1]);
        ksort($header);
        echo json_encode([$request->server['request_method'], $header, $request->streamId > 0]), "\n";
        $ws->header('X-From', 'the handler');
        if (!$ws->upgrade()) {
            echo 'upgrade(): ', swoole_last_error(), "\n";
            return;
        }
        while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
            $ws->push("$frame->data!", $frame->opcode);
            if ($frame->data === 'several') {
                $ws->push('more');
                $ws->push('and more');
            }
        }
        echo 'recv: ', json_encode($frame), $frame === false ? ' ' . swoole_last_error() : '', "\n";
    });
    $http->handle('/bye', function ($request, $ws) {
        $ws->upgrade();
        $ws->push('last words');
        $ws->disconnect(4000, 'enough');
        echo json_encode([$ws->push('too late'), swoole_last_error()]), "\n";
    });
    $http->handle('/flood', function ($request, $ws) {
        $ws->upgrade();
        for ($i = 0; $i < 100 && $ws->push(str_repeat('x', 50_000)); $i++);
        echo 'flood: ', json_encode($i > 3 && $i < 20), ' ', swoole_last_error(), ' ', json_encode($ws->getQueuedBytes() > 0), "\n";
    });
    $http->handle('/no', fn ($request, $response) => $response->end('no WebSocket'));
    $http->handle('/num', fn ($request, $response) => $response->end(json_encode(array_intersect_key($http->stats(), ['websocket_num' => 1, 'connection_num' => 1]))));
    $http->handle('/stop', function ($request, $response) use ($http) {
        $response->end('stopping');
        $http->shutdown();
    });
};
$server = TestServer::start($setup(['http2_websocket' => true, 'websocket_compression' => true, 'websocket_push_timeout' => 0.3,
    'websocket_subprotocol' => 'chat', 'websocket_allowed_origins' => ['https://example.org']]));
$without = TestServer::start($setup([]));

/** Opens a WebSocket. */
$open = function (Http2Client $http2, string $path, array $fields = []): int {
    $stream = $http2->stream();
    $http2->send(HEADERS, END_HEADERS, $stream, Http2Client::block([':method' => 'CONNECT', ':protocol' => 'websocket', ':scheme' => 'https',
        ':path' => $path, ':authority' => 'example.org'] + $fields + ['sec-websocket-version' => '13']));
    $http2->until(fn () => $http2->streams[$stream]->headers !== [] || $http2->streams[$stream]->reset !== null);
    return $stream;
};
$push = fn (Http2Client $http2, int $stream, string $text, int $opcode = 1) => $http2->data($stream, TestClient::frame($text, $opcode), false);
/** The frames that have come on a stream, once there are $count, or it has ended. */
$frames = function (Http2Client $http2, int $stream, int $count) {
    $all = function () use ($http2, $stream): array {
        [$data, $found] = [$http2->streams[$stream]->data, []];
        while (strlen($data) >= 2 && strlen($data) >= 2 + ($length = ord($data[1]))) {
            $found[] = dechex(ord($data[0])) . ' ' . (ord($data[0]) === 0x88 ? unpack('n', $data, 2)[1] . ' ' . substr($data, 4, $length - 2) : substr($data, 2, $length));
            $data = substr($data, 2 + $length);
        }
        return $found;
    };
    $on = $http2->streams[$stream];
    $http2->until(fn () => count($all()) >= $count || $on->ended || $on->reset !== null);
    $found = $all();
    $http2->streams[$stream]->data = '';
    return visible(implode(', ', [...$found, ...($on->ended ? ['end'] : []), ...($on->reset !== null ? ["reset $on->reset"] : [])]));
};

echo "-- several on one connection\n";
$http2 = Http2Client::of($server);
$first = $open($http2, '/echo', ['sec-websocket-protocol' => 'other, chat', 'origin' => 'https://example.org']);
$head = $http2->streams[$first]->headers;
unset($head['date'], $head['server']);
echo json_encode([$http2->settings[ENABLE_CONNECT_PROTOCOL], $head]), "\n";
$second = $open($http2, '/echo');
$push($http2, $first, 'one');
$push($http2, $second, 'two');
echo $frames($http2, $first, 1), ' | ', $frames($http2, $second, 1), "\n";
$push($http2, $second, 'several');
echo $frames($http2, $second, 3), "\n";
echo $http2->response($http2->request('/num')), "\n";
// In pieces of one byte.
foreach (str_split(TestClient::frame('bytes')) as $byte) {
    $http2->data($first, $byte, false);
}
echo $frames($http2, $first, 1), "\n";
$push($http2, $first, 'ping', 9);
echo $frames($http2, $first, 1), "\n";
$large = str_repeat('large ', 20_000);
$push($http2, $first, $large);
$http2->until(fn () => strlen($http2->streams[$first]->data) >= 120_000);
echo json_encode(str_contains($http2->streams[$first]->data, $large)), "\n";
$http2->until(fn () => str_ends_with($http2->streams[$first]->data, '!'));
$http2->streams[$first]->data = '';

echo "-- their ends\n";
$push($http2, $first, "\x03\xe8", 8);
echo $frames($http2, $first, 1), ', ', $frames($http2, $first, 2), "\n";
$http2->send(DATA, END_STREAM, $second, '');
echo $frames($http2, $second, 9), "\n";
$third = $open($http2, '/echo');
$http2->send(RST_STREAM, 0, $third, pack('N', 8));
$bye = $open($http2, '/bye');
echo $frames($http2, $bye, 2), "\n";
$http2->data($bye, TestClient::frame("\x0f\xa0", 8), true);
echo $frames($http2, $bye, 3), "\n";
$wrong = $open($http2, '/echo');
$http2->send(DATA, 0, $wrong, TestClient::frame('unmasked', mask: null));
echo $frames($http2, $wrong, 1), "\n";
$http2->send(DATA, END_STREAM, $wrong, '');
// The connection goes on.
echo $http2->response($http2->request('/no')), "\n";

echo "-- who does not read\n";
$slow = Http2Client::of($server, take: false);
$stream = $open($slow, '/flood');
$slow->until(fn () => strlen($slow->streams[$stream]->data) >= 65535);
for ($i = 0; !str_contains($server->output(), 'flood: ') && $i < 500; $i++) {
    usleep(10_000);
}
$slow->client->close();

echo "-- who may not\n";
echo 'no upgrade(): ', $http2->response($open($http2, '/no')), "\n";
echo 'version 12: ', $http2->response($stream = $open($http2, '/echo', ['sec-websocket-version' => '12'])), ' ', $http2->streams[$stream]->header('sec-websocket-version'), "\n";
echo 'origin: ', $http2->response($open($http2, '/echo', ['origin' => 'https://example.com'])), "\n";
$stream = $http2->stream();
$http2->send(HEADERS, END_HEADERS, $stream, Http2Client::block([':method' => 'CONNECT', ':protocol' => 'other', ':scheme' => 'https', ':path' => '/echo', ':authority' => 'x']));
echo 'another protocol: ', $http2->response($stream), "\n";
$plain = Http2Client::of($without);
$plain->sync();
echo 'not set: ', json_encode($plain->settings[ENABLE_CONNECT_PROTOCOL] ?? null), ' ', $plain->response($open($plain, '/echo')), "\n";

echo "-- shutdown()\n";
$last = $open($http2, '/echo');
echo $http2->response($http2->request('/stop')), "\n", $frames($http2, $last, 1), "\n";
$http2->data($last, TestClient::frame("\x03\xe9", 8), true);
$http2->end();
echo 'exit ', json_encode($server->wait()), "\n", $server->stop();
?>
--EXPECT--
-- several on one connection
[1,{":status":["200"],"x-from":["the handler"],"sec-websocket-protocol":["chat"]}]
81 one! | 81 two!
81 several!, 81 more, 81 and more
200 {"connection_num":1,"websocket_num":2}
81 bytes!
8a ping
true
-- their ends
88 1000 , end
end
81 last words, 88 4000 enough
end
88 1002 
200 no WebSocket
-- who does not read
-- who may not
no upgrade(): 200 no WebSocket
version 12: 426 13
origin: 403
another protocol: 501
not set: null [reset 1]
-- shutdown()
200 stopping
88 1001 
exit 0
["GET",{"host":"example.org","sec-websocket-protocol":"other, chat","upgrade":"websocket"},true]
["GET",{"host":"example.org","upgrade":"websocket"},true]
recv: ""
recv: ""
["GET",{"host":"example.org","upgrade":"websocket"},true]
recv: false 104
[false,9]
["GET",{"host":"example.org","upgrade":"websocket"},true]
recv: false 508
flood: true 110 true
["GET",{"host":"example.org","upgrade":"websocket"},true]
upgrade(): 8501
["GET",{"host":"example.org","upgrade":"websocket"},true]
upgrade(): 8504
["GET",{"host":"example.org","upgrade":"websocket"},true]
recv: ""
