--TEST--
Server::handle(): prefixes without case, the longest wins, / last, 404 keeps the connection
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $name = fn (string $name) => function ($request, $response) use ($name) {
        $response->end($name . ' ' . func_num_args());
    };
    $http->handle('/abc', $name('/abc'));
    $http->handle('/AB', $name('replaced'));
    $http->handle('/ab', $name('/ab'));
    $http->handle('/abc/d', $name('/abc/d'));
    $http->handle('noslash', $name('never'));
    $http->handle('/add', function ($request, $response) use ($http, $name) {
        $http->handle('/', $name('/'));
        $response->end('added');
    });
});
$client = $server->connect();
$ask = function (string $target) use ($client) {
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    $response = $client->response();
    echo "$target: $response\n";
    return $response;
};
foreach (['/ab', '/AB', '/aBx', '/ab/x', '/abc', '/ABC/D', '/abc/e', '/abcd?/abc/d', '/ab?x', 'http://x/abc/d', '/a', '//ab', '/%61b', '/noslash'] as $target) {
    $response = $ask($target);
}
echo visible($response->head), "\n";
$ask('/add');
foreach (['/a', '/', '/?', '//ab', '/ab'] as $target) {
    $ask($target);
}
$client->send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
echo $client->response(), "\n";
echo $server->stop();
?>
--EXPECT--
/ab: 200 /ab 2
/AB: 200 /ab 2
/aBx: 200 /ab 2
/ab/x: 200 /ab 2
/abc: 200 /abc 2
/ABC/D: 200 /abc/d 2
/abc/e: 200 /abc 2
/abcd?/abc/d: 200 /abc 2
/ab?x: 200 /ab 2
http://x/abc/d: 200 /abc/d 2
/a: 404
//ab: 404
/%61b: 404
/noslash: 404
HTTP/1.1 404 Not Found\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 0
/add: 200 added
/a: 200 / 2
/: 200 / 2
/?: 200 / 2
//ab: 200 / 2
/ab: 200 /ab 2
200 / 2
