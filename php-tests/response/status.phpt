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
HTTP/1.1 200 OK, 9 - something
HTTP/1.1 200 OK, 9 - something
HTTP/1.1 201 Created, 9 - something
HTTP/1.1 203 Non-Authoritative Information, 9 - something
HTTP/1.1 206 Partial Content, 9 - something
HTTP/1.1 226 IM Used, 9 - something
HTTP/1.1 299 Unknown Status, 9 - something
HTTP/1.1 302 Found, 9 - something
HTTP/1.1 306 (Unused), 9 - something
HTTP/1.1 404 Not Found, 9 - something
HTTP/1.1 413 Payload Too Large, 9 - something
HTTP/1.1 418 I'm a teapot, 9 - something
HTTP/1.1 421 Misdirected Request, 9 - something
HTTP/1.1 422 Unprocessable Entity, 9 - something
HTTP/1.1 425 Too Early, 9 - something
HTTP/1.1 429 Too Many Requests, 9 - something
HTTP/1.1 451 Unavailable For Legal Reasons, 9 - something
HTTP/1.1 499 Unknown Status, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 510 Not Extended, 9 - something
HTTP/1.1 511 Network Authentication Required, 9 - something
HTTP/1.1 599 Unknown Status, 9 - something
HTTP/1.1 999 Unknown Status, 9 - something
-- without a body
HTTP/1.1 204 No Content, - - 
HTTP/1.1 204 No Content, - - 
HTTP/1.1 304 Not Modified, - - 
HTTP/1.1 304 Not Modified, - - 
-- not sent
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
HTTP/1.1 500 Internal Server Error, 9 - something
-- reasons
HTTP/1.1 200 Fine, 9 - something
HTTP/1.1 404 Not Here é, 9 - something
HTTP/1.1 200 OK, 9 - something
no injection [false,510]
HTTP/1.1 200 OK, 9 - something
no injection [false,510]
HTTP/1.1 200 OK, 9 - something
no injection [false,510]
HTTP/1.1 200 OK, 9 - something
no injection [false,510]
-- HEAD
200 9
200 -
404 9
HTTP/1.1 200 OK, 9 - something
HTTP/1.1 202 Accepted
[when]	WARNING	-1 cannot be the status of a response, 500 is sent
[when]	WARNING	1000 cannot be the status of a response, 500 is sent
[when]	WARNING	65736 cannot be the status of a response, 500 is sent
[when]	WARNING	99 cannot be the status of a response, 500 is sent
[when]	WARNING	100 cannot be the status of a response, 500 is sent
[when]	WARNING	101 cannot be the status of a response, 500 is sent
[when]	WARNING	103 cannot be the status of a response, 500 is sent
Warning: Swoole\Http\Response::status(): the reason may not contain line breaks or NUL bytes
Warning: Swoole\Http\Response::status(): the reason may not contain line breaks or NUL bytes
Warning: Swoole\Http\Response::status(): the reason may not contain line breaks or NUL bytes
Warning: Swoole\Http\Response::status(): the reason may not contain line breaks or NUL bytes
