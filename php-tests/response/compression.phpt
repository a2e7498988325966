--TEST--
Response compression: what is compressed, with what, for whom; settings and their aliases
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$handlers = function ($http) {
    $http->handle('/', fn ($request, $response) => $response->end(str_repeat('compress me ', 100)));
    $http->handle('/length', fn ($request, $response) => $response->end(str_repeat('x', (int) $request->get['n'])));
    $http->handle('/typed', function ($request, $response) {
        $response->header('Content-Type', $request->get['t']);
        $response->end(str_repeat('x', 100));
    });
    $http->handle('/status', function ($request, $response) {
        $response->status((int) $request->get['s']);
        $response->end(str_repeat('x', 100));
    });
    $http->handle('/encoded', function ($request, $response) {
        $response->header('Content-Encoding', 'x-mine');
        $response->end(str_repeat('x', 100));
    });
    $http->handle('/vary', function ($request, $response) {
        $response->header('Vary', $request->get['v']);
        $response->end(str_repeat('x', 100));
    });
    $http->handle('/content-length', function ($request, $response) {
        $response->header('Content-Length', '7');
        $response->end(str_repeat('x', 100));
    });
    $http->handle('/write', function ($request, $response) {
        $response->write(str_repeat('x', 100));
        $response->end(str_repeat('y', 100));
    });
    $http->handle('/file', fn ($request, $response) => $response->sendfile(__FILE__));
};
$with = function (array $settings) use ($handlers): TestServer {
    return TestServer::start(function ($http) use ($settings, $handlers) {
        $settings && $http->set($settings);
        $handlers($http);
    });
};
$plain = $with([]);
$off = $with(['http_compression' => false]);
$types = $with(['http_compression_types' => ['text/css', 'Application/JSON'], 'compression_min_length' => 50, 'compression_level' => 9]);
$wrong = $with(['http_compression_types' => 'text/css', 'http_compression_min_length' => -1, 'http_gzip_level' => 1000]);

function ask(TestServer $server, string $target, string $accept, string $method = 'GET'): TestResponse
{
    $client = $server->connect();
    $client->send("$method $target HTTP/1.1\r\nHost: x\r\nAccept-Encoding: $accept\r\n\r\n");
    return $client->response($method === 'HEAD');
}
function encoding(TestResponse $response): string
{
    return ($response->header('content-encoding') ?? '-') . ' ' . ($response->header('vary') ?? '-');
}
foreach (['gzip, deflate, br', 'gzip, deflate', 'deflate', 'zstd', 'identity', '', 'gzip;q=0', 'GZIP', 'abrx', '*', 'br;q=0.1, gzip', 'gzip;q=0.5, identity'] as $accept) {
    $response = ask($plain, '/', $accept);
    $length = strlen($response->body);
    echo "$accept: ", encoding($response), ' ', $length === 1200 ? 'plain' : ($length < 200 ? 'short' : $length), "\n";
}
echo visible(ask($plain, '/', 'gzip')->head), "\n";
$expected = str_repeat('compress me ', 100);
var_dump(gzdecode(ask($plain, '/', 'gzip')->body) === $expected, gzuncompress(ask($plain, '/', 'deflate')->body) === $expected);
var_dump(gzdecode(ask($plain, '/', 'gzip')->body) === $expected, bin2hex(substr(ask($plain, '/', 'gzip')->body, 0, 10)));
$client = $plain->connect();
$client->send("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br;q=0\r\nAccept-Encoding: gzip\r\n\r\n");
echo 'two lines: ', encoding($client->response()), "\n";
foreach ([19, 20] as $length) {
    echo "$length bytes: ", encoding(ask($plain, "/length?n=$length", 'gzip')), "\n";
}
foreach (['/status?s=404', '/status?s=204', '/status?s=304', '/status?s=206', '/encoded', '/vary?v=Cookie', '/vary?v=accept-encoding', '/vary?v=*', '/content-length', '/write', '/file'] as $target) {
    $response = ask($plain, $target, 'gzip');
    echo "$target: ", encoding($response), $response->header('content-encoding') === 'gzip' ? ' ' . strlen(gzdecode($response->body)) : '', "\n";
}
echo 'HEAD: ', encoding(ask($plain, '/', 'gzip', 'HEAD')), "\n";
echo 'off: ', encoding(ask($off, '/', 'gzip')), "\n";
foreach (['text/css', 'text/css; charset=utf-8', 'application/json', 'text/cssx', 'image/png'] as $type) {
    echo "$type: ", encoding(ask($types, '/typed?t=' . urlencode($type), 'gzip')), "\n";
}
echo 'text/html: ', encoding(ask($types, '/', 'gzip')), "\n";
foreach (['text/css'] as $type) {
    echo 'wrong settings: ', encoding(ask($wrong, '/typed?t=text/html', 'gzip')), ' ', encoding(ask($wrong, '/length?n=19', 'gzip')), "\n";
}
foreach ([$plain, $off, $types, $wrong] as $server) {
    echo preg_replace('/^\S+ \S+ %?\S+\s+/m', '', $server->stop());
}
?>
--EXPECT--
gzip, deflate, br: br Accept-Encoding short
gzip, deflate: gzip Accept-Encoding short
deflate: deflate Accept-Encoding short
zstd: zstd Accept-Encoding short
identity: - - plain
: - - plain
gzip;q=0: - - plain
GZIP: gzip Accept-Encoding short
abrx: - - plain
*: br Accept-Encoding short
br;q=0.1, gzip: gzip Accept-Encoding short
gzip;q=0.5, identity: - - plain
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Encoding: gzip\r
Vary: Accept-Encoding\r
Content-Length: 45
bool(true)
bool(true)
bool(true)
string(20) "1f8b0800000000000003"
two lines: gzip Accept-Encoding
19 bytes: - -
20 bytes: gzip Accept-Encoding
/status?s=404: gzip Accept-Encoding 100
/status?s=204: - -
/status?s=304: - -
/status?s=206: - -
/encoded: x-mine -
/vary?v=Cookie: gzip Cookie, Accept-Encoding 100
/vary?v=accept-encoding: gzip accept-encoding 100
/vary?v=*: gzip * 100
/content-length: gzip Accept-Encoding 100
/write: - -
/file: - -
HEAD: - -
off: - -
text/css: gzip Accept-Encoding
text/css; charset=utf-8: gzip Accept-Encoding
application/json: gzip Accept-Encoding
text/cssx: - -
image/png: - -
text/html: - -
wrong settings: gzip Accept-Encoding - -
WARNING	the body is compressed, the Content-Length that was set is ignored (ERRNO 7105)
WARNING	the setting http_compression_min_length must be an integer of 0 or more, -1 was given: the default holds
WARNING	the setting http_compression_types must be an array of media types, text/css was given: the default holds
