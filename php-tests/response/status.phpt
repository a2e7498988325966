--TEST--
Response::status(): codes, phrases, reasons, what is refused, and responses that have no body
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/code', function ($request, $response) {
        $reason = $request->get['reason'] ?? '';
        $set = $request->get['code'];
        $ok = $reason === '' ? $response->status($set) : $response->status($set, $reason);
        $response->header('X-Set', json_encode([$ok, swoole_last_error()]));
        isset($request->get['write']) ? $response->write('some') && $response->write('thing') : $response->end('something');
    });
    $http->handle('/twice', fn ($request, $response) => $response->status(404) && $response->setStatusCode(201, 'Mine') && $response->status(202) && $response->end());
});
$client = $server->connect();
$line = function (string $query) use ($client) {
    $client->send("GET /code?$query HTTP/1.1\r\nHost: x\r\n\r\n");
    $response = $client->response();
    echo strtok($response->head, "\r"), ', ', $response->header('content-length') ?? '-', ' ', $response->header('transfer-encoding') ?? '-', ' ', $response->body, "\n";
    return $response;
};
foreach ([0, 200, 201, 203, 206, 226, 299, 302, 306, 404, 413, 418, 421, 422, 425, 429, 451, 499, 500, 510, 511, 599, 999] as $code) {
    $line("code=$code");
}
echo "-- without a body\n";
foreach ([204, 304] as $code) {
    $line("code=$code");
    $line("code=$code&write=1");
}
echo "-- not sent\n";
foreach ([-1, 1000, 65736, 99, 100, 101, 103] as $code) {
    $line("code=$code");
}
echo "-- reasons\n";
$line('code=200&reason=Fine');
$line('code=404&reason=Not+Here+%C3%A9');
foreach (["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] as $bad) {
    $response = $line('code=404&reason=' . urlencode($bad));
    echo $response->header('x-evil') ?? 'no injection', ' ', $response->header('x-set'), "\n";
}
echo "-- HEAD\n";
$client->send("HEAD /code?code=200 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /code?code=200&write=1 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /code?code=404 HTTP/1.1\r\nHost: x\r\n\r\n");
foreach ([1, 2, 3] as $_) {
    $response = $client->response(head: true);
    echo $response->status, ' ', $response->header('content-length') ?? '-', "\n";
}
$line('code=200');
echo strtok($server->get('/twice')->head, "\r"), "\n";
echo preg_replace(['/^\n?(Warning: .*) in \S+ on line \d+/m', '/^\[.*?\]/m'], ['$1', '[when]'], $server->stop());
?>
--EXPECT--
