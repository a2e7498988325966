--TEST--
Response: the head byte by byte, as it is by default and with the script's own lines
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/plain', fn ($request, $response) => $response->end('hello'));
    $http->handle('/empty', fn ($request, $response) => $response->end());
    $http->handle('/null', fn ($request, $response) => $response->end(null));
    $http->handle('/order', function ($request, $response) {
        $response->cookie('b', '2');
        $response->header('X-Second', '2');
        $response->header('x-aBC-def', '1');
        $response->cookie('a', '1');
        $response->header('X-Second', 'again');
        $response->end('x');
    });
    $http->handle('/defaults', function ($request, $response) {
        $response->header('server', 'mine');
        $response->header('Date', 'today');
        $response->header('connection', 'keep-alive');
        $response->header('content-type', 'text/plain; charset=utf-8');
        $response->end('x');
    });
    $http->handle('/suppressed', function ($request, $response) {
        foreach (['Server', 'Date', 'Connection', 'Content-Type'] as $index => $name) {
            $response->header($name, $index % 2 ? '' : null);
        }
        $response->end('x');
    });
    $http->handle('/length', function ($request, $response) {
        $response->header('Content-Length', '99');
        $response->header('Transfer-Encoding', 'gzip');
        $response->end('hello');
    });
    $http->handle('/close', function ($request, $response) {
        $response->header('Connection', 'Close');
        $response->end('x');
    });
    $http->handle('/close-list', function ($request, $response) {
        $response->header('Connection', 'x, close');
        $response->end('x');
    });
    $http->handle('/write', function ($request, $response) {
        $response->header('Content-Length', '3');
        $response->header('Transfer-Encoding', 'gzip');
        $response->write('abc');
        $response->header('X-Late', 'no');
        $response->write('de');
        $response->end('f');
    });
});
$client = $server->connect();
foreach (['/plain', '/empty', '/null', '/order', '/defaults', '/suppressed', '/length'] as $target) {
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    $head = $client->readUntil("\r\n\r\n");
    preg_match('/^Content-Length: (\d+)/m', $head, $length);
    echo "-- $target\n", visible($head), $client->read((int) $length[1]), "\n";
}
echo "-- write\n";
$client->send("GET /write HTTP/1.1\r\nHost: x\r\n\r\n");
echo visible($client->readUntil("0\r\n\r\n"));
echo "-- the same for HTTP/1.0\n";
$client->send("GET /write HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
echo visible($client->readAll()), "\n";
foreach (['/close', '/close-list'] as $target) {
    $client = $server->connect();
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
    $response = $client->response();
    echo $response->header('connection'), ', closed: ', json_encode($client->isClosed()), "\n";
}
echo $server->stop();
?>
--EXPECT--
-- /plain
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 5\r
\r
hello
-- /empty
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 0\r
\r

-- /null
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 0\r
\r

-- /order
HTTP/1.1 200 OK\r
X-Second: again\r
X-Abc-Def: 1\r
Set-Cookie: b=2\r
Set-Cookie: a=1\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 1\r
\r
x
-- /defaults
HTTP/1.1 200 OK\r
Server: mine\r
Date: today\r
Connection: keep-alive\r
Content-Type: text/plain; charset=utf-8\r
Content-Length: 1\r
\r
x
-- /suppressed
HTTP/1.1 200 OK\r
Content-Length: 1\r
\r
x
-- /length
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 5\r
\r
hello
-- write
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Transfer-Encoding: chunked\r
\r
3\r
abc\r
2\r
de\r
1\r
f\r
0\r
\r
-- the same for HTTP/1.0
HTTP/1.0 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: close\r
Content-Type: text/html\r
\r
abcdef
close, closed: true
close, closed: true
