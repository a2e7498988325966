--TEST--
Request: http_parse_cookie and http_parse_post switched off
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->set(['http_parse_cookie' => false, 'http_parse_post' => false]);
    $http->handle('/', fn ($request, $response) => $response->end(
        json_encode([$request->header['cookie'] ?? null, $request->cookie, $request->post, $request->rawContent()])
    ));
});
$client = $server->connect();
$form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1";
$client->send("POST / HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\n$form");
echo $client->response(), "\n";
$client->send("POST / HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=%20\r\n$form");
echo $client->response(), "\n";
echo $server->stop();
?>
--EXPECT--
200 ["a=1",null,null,"a=1"]
200 [["a=1","b=%20"],null,null,"a=1"]
