--TEST--
Response: write(), end(), redirect(): return values, types, the connection afterwards
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $add = fn (string $path, callable $do) => $http->handle($path, function ($request, $response) use ($path, $do) {
        swoole_clear_error();
        try {
            $results = $do($response);
        } catch (Throwable $e) {
            $results = get_class($e) . ': ' . $e->getMessage();
        }
        echo "$path: ", json_encode($results), "\n";
    });
    $add('/write', fn ($r) => [$r->write('a'), $r->write(12), $r->isWritable(), $r->end('c'), $r->isWritable(), $r->end(), swoole_last_error()]);
    $add('/empty-write', fn ($r) => [$r->write(''), swoole_last_error(), $r->write('b'), $r->end()]);
    $add('/int', fn ($r) => $r->end(12));
    $add('/float', fn ($r) => $r->end(1.5));
    $add('/array', fn ($r) => $r->end([]));
    $add('/many', fn ($r) => $r->end('a', 'b'));
    $add('/empty-string', fn ($r) => $r->end(''));
    $add('/redirect', fn ($r) => [$r->redirect('/there?a=b'), $r->end('x'), swoole_last_error()]);
    $add('/permanent', fn ($r) => [$r->header('X-A', '1'), $r->redirect('http://x/y', 301)]);
    $add('/odd-redirect', fn ($r) => $r->redirect('/a', 200));
    $add('/bad-redirect', fn ($r) => [$r->redirect("/a\r\nX-Evil: 1"), swoole_last_error(), $r->isWritable(), $r->end('still here')]);
    $add('/late-redirect', fn ($r) => [$r->write('a'), $r->redirect('/b')]);
    $add('/binary', fn ($r) => $r->end("\0\xff\r\n\0"));
    $add('/large', fn ($r) => $r->end(str_repeat('x', 3_000_000)));
    $add('/large-chunks', function ($r) {
        $sent = true;
        for ($i = 0; $i < 100; $i++) {
            $sent = $sent && $r->write(str_repeat(chr(65 + $i % 26), 50_000));
        }
        return [$sent, $r->end()];
    });
});
$client = $server->connect();
foreach (['/write', '/empty-write', '/int', '/float', '/array', '/many', '/empty-string', '/redirect', '/permanent', '/odd-redirect', '/bad-redirect', '/late-redirect', '/binary'] as $target) {
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    $response = $client->response();
    $odd = array_diff_key($response->headers, array_flip(['server', 'date', 'connection', 'content-type']));
    echo "$target: ", json_encode((string) $response, JSON_INVALID_UTF8_SUBSTITUTE), ' ', json_encode($odd, JSON_UNESCAPED_SLASHES), "\n";
}
$client->send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
$body = $client->response()->body;
var_dump(strlen($body), trim($body, 'x') === '');
$client->send("GET /large-chunks HTTP/1.1\r\nHost: x\r\n\r\n");
$body = $client->response()->body;
var_dump(strlen($body), count_chars($body, 3) === implode(range('A', 'Z')), substr($body, 49_999, 2));
$client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $client->response(), "\n";
echo preg_replace('/^\n?(Warning: .*) in \S+ on line \d+/m', '$1', $server->stop());
?>
--EXPECT--
/write: "200 a12c" {"transfer-encoding":["chunked"]}
/empty-write: "200 b" {"transfer-encoding":["chunked"]}
/int: "200 12" {"content-length":["2"]}
/float: "200 1.5" {"content-length":["3"]}
/array: "500" {"content-length":["0"]}
/many: "500" {"content-length":["0"]}
/empty-string: "200" {"content-length":["0"]}
/redirect: "302" {"location":["/there?a=b"],"content-length":["0"]}
/permanent: "301" {"x-a":["1"],"location":["http://x/y"],"content-length":["0"]}
/odd-redirect: "200" {"location":["/a"],"content-length":["0"]}
/bad-redirect: "200 still here" {"content-length":["10"]}
/late-redirect: "200 a" {"transfer-encoding":["chunked"]}
/binary: "200 \u0000\ufffd" {"content-length":["5"]}
int(3000000)
bool(true)
int(5000000)
bool(true)
string(2) "AB"
404
/write: [true,true,true,true,false,false,7106]
Warning: Swoole\Http\Response::write(): the data sent must not be empty
/empty-write: [false,550,true,true]
/int: true
/float: true
/array: "TypeError: Swoole\\Http\\Response::end(): Argument #1 ($content) must be of type ?string, array given"
/many: "ArgumentCountError: Swoole\\Http\\Response::end() expects at most 1 argument, 2 given"
/empty-string: true
/redirect: [true,false,7106]
/permanent: [true,true]
/odd-redirect: true
Warning: Swoole\Http\Response::redirect(): Header may not contain more than a single header, new line detected
/bad-redirect: [false,510,true,true]
/late-redirect: [true,true]
/binary: true
/large: true
/large-chunks: [true,true]
