--TEST--
HTTP/2 by Upgrade: h2c, with open_http2_protocol; without it the request is answered as it is
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

$setup = fn (array $settings) => function ($http) use ($settings) {
    $http->set($settings + ['log_level' => SWOOLE_LOG_NOTICE]);
    $http->handle('/', function ($request, $response) {
        unset($request->header['x-long']);
        $response->end(json_encode([$request->streamId, $request->server['server_protocol'], $request->server['request_method'], $request->header]));
    });
};
$offering = TestServer::start($setup(['open_http2_protocol' => true]));
$silent = TestServer::start($setup([]));

const OFFER = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: ";
// A window of 5 bytes.
$settings = rtrim(strtr(base64_encode(pack('nN', INITIAL_WINDOW_SIZE, 5)), '+/', '-_'), '=');
$ask = function (TestServer $server, string $request): TestClient {
    $client = $server->connect();
    $client->send($request);
    return $client;
};

echo "-- upgraded\n";
$client = $ask($offering, "GET /?a=b HTTP/1.1\r\nHost: example.org\r\nX-Kept: yes\r\n" . OFFER . "$settings\r\n\r\n");
echo visible($client->readUntil("\r\n\r\n"));
$http2 = new Http2Client($client, take: false);
$stream = $http2->stream();
$http2->sync();
// The window of the head holds.
echo strlen($http2->streams[$stream]->data), ' ', json_encode(array_count_values($http2->said)['settings acknowledged']), "\n";
$http2->window($stream, 1000);
echo $http2->response($stream), "\n";
$http2->window($next = $http2->request('/'), 1000);
echo $http2->response($next), "\n";

echo "-- upgraded by another request than the first, HEAD, with a long head\n";
$client = $ask($offering, "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
echo $client->response(), "\n";
$client->send("HEAD / HTTP/1.1\r\nHost: example.org\r\nX-Long: " . str_repeat('x', 40_000) . "\r\n" . OFFER . "\r\n\r\n");
$client->readUntil("\r\n\r\n");
// The first frame says more than the head.
$http2 = new Http2Client($client, [INITIAL_WINDOW_SIZE => 1000]);
$stream = $http2->stream();
echo $http2->response($stream), ', length ', $http2->streams[$stream]->header('content-length'), "\n";

echo "-- in single bytes\n";
$client = $ask($offering, "GET / HTTP/1.1\r\nHost: example.org\r\n" . OFFER . "\r\n\r\n");
$client->readUntil("\r\n\r\n");
foreach (str_split(Http2Client::PREFACE . Http2Client::settings([MAX_FRAME_SIZE => 16384])) as $byte) {
    $client->send($byte);
}
$http2 = new Http2Client($client, begin: false);
echo $http2->response($http2->stream()), "\n";

echo "-- answered as they are\n";
foreach ([
    'no settings' => "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    'settings that are none' => "GET / HTTP/1.1\r\nHost: x\r\n" . OFFER . "AAA\r\n\r\n",
    'a body' => "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n" . OFFER . "\r\n\r\nx",
    'HTTP/1.0' => "GET / HTTP/1.0\r\nHost: x\r\n" . OFFER . "\r\n\r\n",
] as $what => $request) {
    echo "$what: ", json_decode($ask($offering, $request)->response()->body)[1], "\n";
}
$client = $ask($silent, "GET / HTTP/1.1\r\nHost: x\r\n" . OFFER . "$settings\r\n\r\n");
echo 'not set: ', json_decode($client->response()->body)[1], "\n";

echo "-- what does not go on as offered\n";
foreach (["GET / HTTP/1.1\r\nHost: x\r\n\r\n", Http2Client::PREFACE . Http2Client::frame(PING, 0, 0, '12345678'), 'PRI'] as $next) {
    $client = $ask($offering, "GET / HTTP/1.1\r\nHost: x\r\n" . OFFER . "\r\n\r\n");
    $client->readUntil("\r\n\r\n");
    $client->send($next);
    strlen($next) === 3 && $client->closeWrite();
    echo json_encode($client->isClosed()), "\n";
}
echo $offering->stop(), $silent->stop();
?>
--EXPECT--
-- upgraded
HTTP/1.1 101 Switching Protocols\r
Connection: Upgrade\r
Upgrade: h2c\r
\r
5 1
200 [1,"HTTP\/2","GET",{"x-kept":"yes","host":"example.org"}]
200 [3,"HTTP\/2","GET",{"host":"example.org"}]
-- upgraded by another request than the first, HEAD, with a long head
200 [0,"HTTP\/1.1","GET",{"host":"example.org"}]
200, length 43
-- in single bytes
200 [1,"HTTP\/2","GET",{"host":"example.org"}]
-- answered as they are
no settings: HTTP/1.1
settings that are none: HTTP/1.1
a body: HTTP/1.1
HTTP/1.0: HTTP/1.0
not set: HTTP/1.1
-- what does not go on as offered
true
true
true
