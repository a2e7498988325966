--TEST--
A request with both Content-Length and chunks is read by the chunks, and its connection closed after it
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $response->end(json_encode([$request->server['request_uri'], $request->rawContent(), $request->header['content-length'] ?? null]));
    });
});
$hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
foreach (["Content-Length: 3\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3"] as $lines) {
    $client = $server->connect();
    $client->send("POST /a HTTP/1.1\r\nHost: x\r\n$lines\r\n\r\n2\r\nab\r\n0\r\n\r\n$hidden");
    $response = $client->response();
    echo $response, ', ', $response->header('connection'), ', closed: ', json_encode($client->isClosed()), "\n";
}
// Two equal lengths are one; the next request begins where it says.
$client = $server->connect();
$client->send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc$hidden");
echo $client->response(), "\n", $client->response(), "\n";
echo $server->stop();
?>
--EXPECT--
200 ["\/a","ab",null], close, closed: true
200 ["\/a","ab",null], close, closed: true
200 ["\/b","abc","3"]
200 ["\/hidden","",null]
