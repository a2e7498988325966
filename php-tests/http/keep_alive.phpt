--TEST--
Keep-alive, Connection: close, HTTP/1.0, half-closed clients
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/slow', function ($request, $response) {
        Swoole\Coroutine::sleep(0.1);
        $response->end('slow');
    });
    $http->handle('/', fn ($request, $response) => $response->end($request->server['server_protocol']));
});
$try = function (string $what, string $bytes, int $responses = 1, bool $halfClose = false) use ($server) {
    $client = $server->connect();
    $client->send($bytes);
    $halfClose && $client->closeWrite();
    echo "$what: ";
    for ($i = 0; $i < $responses; $i++) {
        $response = $client->response();
        echo $response, ' (', $response->header('connection') ?? '-', '), ';
    }
    echo $client->isSilent(0.05) ? "open\n" : ($client->isClosed() ? "closed\n" : "more\n");
};
$get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
$try('1.1', $get);
$try('1.1 twice', $get . $get, 2);
$try('keep-alive', "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
$try('close', "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n$get");
$try('Close in a list', "GET / HTTP/1.1\r\nHost: x\r\nConnection: te, Close\r\n\r\n$get");
$try('close in another line', "GET / HTTP/1.1\r\nHost: x\r\nConnection: te\r\nConnection: close\r\n\r\n$get");
$try('close and 404', "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n$get");
$try('1.0', "GET / HTTP/1.0\r\n\r\n$get");
$try('1.0 keep-alive', "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n$get", 2);
$try('upgrade not taken', "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n$get", 2);
$try('websocket not taken', "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n$get", 2);
$try('half-closed', $get, 1, true);
$try('half-closed, slow', "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n", 1, true);
$try('half-closed, three', "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n$get$get", 3, true);
$try('half-closed at once', '', 0, true);
$try('half-closed in the head', 'GET / HT', 0, true);
$try('half-closed in the body', "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab", 0, true);
$try('half-closed in a chunk', "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", 0, true);
echo $server->stop();
?>
--EXPECT--
1.1: 200 HTTP/1.1 (keep-alive), open
1.1 twice: 200 HTTP/1.1 (keep-alive), 200 HTTP/1.1 (keep-alive), open
keep-alive: 200 HTTP/1.1 (keep-alive), open
close: 200 HTTP/1.1 (close), closed
Close in a list: 200 HTTP/1.1 (close), closed
close in another line: 200 HTTP/1.1 (close), closed
close and 404: 200 HTTP/1.1 (close), closed
1.0: 200 HTTP/1.0 (close), closed
1.0 keep-alive: 200 HTTP/1.0 (keep-alive), 200 HTTP/1.1 (keep-alive), open
upgrade not taken: 200 HTTP/1.1 (keep-alive), 200 HTTP/1.1 (keep-alive), open
websocket not taken: 200 HTTP/1.1 (keep-alive), 200 HTTP/1.1 (keep-alive), open
half-closed: 200 HTTP/1.1 (keep-alive), closed
half-closed, slow: 200 slow (keep-alive), closed
half-closed, three: 200 slow (keep-alive), 200 HTTP/1.1 (keep-alive), 200 HTTP/1.1 (keep-alive), closed
half-closed at once: closed
half-closed in the head: closed
half-closed in the body: closed
half-closed in a chunk: closed
