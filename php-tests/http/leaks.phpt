--TEST--
Memory and descriptors stay level over thousands of requests and connections of every kind
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/end', function ($request, $response) {
        $response->header('X-A', ['1', '2']);
        $response->cookie('a', 'b');
        $response->end(json_encode([$request->header, $request->get, $request->post, $request->cookie, strlen($request->rawContent())]));
    });
    $http->handle('/write', fn ($request, $response) => $response->write('a') && $response->write('b') && $response->end());
    $http->handle('/sleep', function ($request, $response) {
        Swoole\Coroutine::sleep(0.001);
        $response->end();
    });
    $http->handle('/cycle', function ($request, $response) {
        $response->header = ['self' => 'x'];
        @$response->own = [$response, $request];
        $response->end();
    });
    $http->handle('/nothing', function () {});
    $http->handle('/close', fn ($request, $response) => $response->close());
    $http->handle('/memory', fn ($request, $response) => gc_collect_cycles() >= 0 && $response->end((string) memory_get_usage()));
});
$form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2";
$requests = [
    "POST /end?x[]=1&x[]=2 HTTP/1.1\r\nHost: x\r\nCookie: a=1; b=2\r\n$form",
    "POST /end HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "GET /write HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /sleep HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /cycle HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
];
$ends = [
    "GET /close HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "NOT HTTP\r\n\r\n",
    "FOO / HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /end HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nabc",
    "POST /end HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
];
$round = function () use ($server, $requests, $ends) {
    for ($i = 0; $i < 20; $i++) {
        $client = $server->connect();
        $client->send(str_repeat(implode($requests), 5));
        for ($n = 5 * count($requests); $n > 0; $n--) {
            $client->response();
        }
        foreach ($ends as $bytes) {
            $client = $server->connect();
            $client->send($bytes);
            $client->readAll();
        }
        $client = $server->connect();
        $client->send("POST /end HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
    }
    return [(int) $server->get('/memory')->body, $server->memory(), $server->descriptors()];
};
for ($i = 0; $i < 3; $i++) {
    $round();
}
[$used, $resident, $descriptors] = $round();
for ($i = 0; $i < 10; $i++) {
    $last = $round();
}
echo 'PHP memory: ', $last[0] - $used < 10_000 ? 'level' : $last[0] - $used, "\n";
echo 'resident KiB: ', $last[1] - $resident < 1500 ? 'level' : $last[1] - $resident, "\n";
echo 'descriptors: ', $last[2] - $descriptors < 5 ? 'level' : $last[2] - $descriptors, "\n";
echo $server->stop();
?>
--EXPECT--
PHP memory: level
resident KiB: level
descriptors: level
