--TEST--
Response::trailer(): announced, sent after the last chunk, to clients that take them
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $done = [$response->trailer('X-Sum', 'one'), $response->trailer('grpc-status', '0')];
        $response->write('body');
        $done[] = $response->trailer('x-sum', 'two ');
        $done[] = @$response->trailer('X-New', 'late');
        $response->end();
        $done[] = $response->trailer('X-Sum', 'three');
        echo json_encode([$done, $response->trailer, swoole_last_error()]), "\n";
    });
    $http->handle('/left', function ($request, $response) {
        $response->trailer('X-Sum', 'left');
        $response->write('body');
    });
    $http->handle('/length', function ($request, $response) {
        $response->trailer('X-Sum', 'none');
        $response->end('body');
    });
    $http->handle('/refused', function ($request, $response) {
        $try = function ($name, $value) use ($response) {
            echo json_encode($response->trailer($name, $value)), ' ', error_get_last()['message'] ?? '-', ' ', swoole_last_error(), "\n";
            error_clear_last();
        };
        ini_set('display_errors', '0');
        $try("a\r\nb", 'c');
        $try('a', "b\r\nX-Evil: c");
        $try('a', "b\0");
        $try('a b', 'c');
        $try('', 'c');
        $try(str_repeat('n', 128), 'c');
        $response->write('x');
        $try('a', 'c');
        ini_set('display_errors', '1');
    });
});
$ask = function (string $target, string $headers = "TE: trailers\r\n", string $version = '1.1') use ($server): void {
    $client = $server->connect();
    $client->send("GET $target HTTP/$version\r\nHost: x\r\nConnection: close\r\n$headers\r\n");
    echo "$target: ", visible(preg_replace('/^(?:Server|Date|Connection|Content-Type):.*\r\n/m', '', $client->readAll())), "\n";
};
$ask('/');
$ask('/', '');
$ask('/left');
$ask('/length');
$ask('/', version: '1.0');
$ask('/refused');
echo $server->stop();
?>
--EXPECT--
/: HTTP/1.1 200 OK\r
Trailer: x-sum, grpc-status\r
Transfer-Encoding: chunked\r
\r
4\r
body\r
0\r
X-Sum: two\r
Grpc-Status: 0\r
\r

/: HTTP/1.1 200 OK\r
Trailer: x-sum, grpc-status\r
Transfer-Encoding: chunked\r
\r
4\r
body\r
0\r
\r

/left: HTTP/1.1 200 OK\r
Trailer: x-sum\r
Transfer-Encoding: chunked\r
\r
4\r
body\r
0\r
X-Sum: left\r
\r

/length: HTTP/1.1 200 OK\r
Content-Length: 4\r
\r
body
/: HTTP/1.0 200 OK\r
\r
body
/refused: HTTP/1.1 200 OK\r
Transfer-Encoding: chunked\r
\r
1\r
x\r
0\r
\r

[[true,true,true,false,false],{"x-sum":"two ","grpc-status":"0"},7106]
[[true,true,true,false,false],{"x-sum":"two ","grpc-status":"0"},7106]
[[true,true,true,false,false],{"x-sum":"two ","grpc-status":"0"},7106]
false Swoole\Http\Response::trailer(): Header may not contain more than a single header, new line detected 510
false Swoole\Http\Response::trailer(): Header may not contain more than a single header, new line detected 510
false Swoole\Http\Response::trailer(): Header may not contain NUL bytes 510
false Swoole\Http\Response::trailer(): trailer key or value is not valid 510
false Swoole\Http\Response::trailer(): trailer key or value is not valid 510
false Swoole\Http\Response::trailer(): trailer key is too long 510
false Swoole\Http\Response::trailer(): a new trailer has to be set before the first write() 510
