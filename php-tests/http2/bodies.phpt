--TEST--
HTTP/2: uploads, bodies that are too long, files and compression
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

$server = TestServer::start(function ($http) {
    $http->set(['package_max_length' => 1_000_000, 'upload_tmp_dir' => TestServer::path('uploads')]);
    $http->handle('/upload', function ($request, $response) {
        $files = [];
        foreach ($request->files ?? [] as $name => $file) {
            $files[$name] = [$file['name'], $file['size'], md5_file($file['tmp_name']), is_uploaded_file($file['tmp_name'])];
        }
        $response->end(json_encode([$request->post, $files]));
    });
    $http->handle('/length', fn ($request, $response) => $response->end((string) strlen($request->getContent())));
    $http->handle('/file', function ($request, $response) {
        [$offset, $length] = [(int) ($request->get['offset'] ?? 0), (int) ($request->get['length'] ?? 0)];
        echo json_encode($response->sendfile(TestServer::path('file.json'), $offset, $length)), "\n";
    });
    $http->handle('/shrinks', function ($request, $response) {
        $path = TestServer::path('shrinks');
        file_put_contents($path, str_repeat('s', 300_000));
        go(function () use ($path) {
            Swoole\Coroutine::sleep(0.05);
            file_put_contents($path, 'short');
            echo "now short\n";
        });
        echo json_encode($response->sendfile($path)), "\n";
    });
    $http->handle('/text', fn ($request, $response) => $response->end(str_repeat('the same ', 1000)));
});
file_put_contents(TestServer::path('file.json'), $content = random_bytes(500_000));
$http2 = Http2Client::of($server);
$ask = fn (string $target, ...$arguments): Http2Stream => $http2->response($http2->request($target, ...$arguments));

echo "-- uploads\n";
$file = random_bytes(700_000);
$form = "--b\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue\r\n"
    . "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.bin\"\r\n\r\n$file\r\n--b--\r\n";
$sent = $ask('/upload', ['content-type' => 'multipart/form-data; boundary=b'], $form, 'POST');
echo $sent->data === json_encode([['field' => 'value'], ['file' => ['f.bin', 700_000, md5($file), true]]]) ? "all of it\n" : "$sent\n";
echo $ask('/upload', ['content-type' => 'multipart/form-data; boundary=b'], substr($form, 0, -9), 'POST'), "\n";
echo $ask('/length', body: str_repeat('x', 1_000_000), method: 'PUT'), "\n";

echo "-- too long\n";
// Refused as soon as that is clear: at its announcement, and in the middle.
$stream = $http2->request('/length', ['content-length' => '1000001'], null, 'POST');
echo $http2->response($stream), "\n";
$stream = $http2->request('/length', body: null, method: 'POST');
$http2->data($stream, str_repeat('x', 1_100_000), false);
echo $http2->response($stream), "\n";
// Not what was announced (RFC 9113 §8.1.1).
$stream = $http2->request('/length', ['content-length' => '10'], 'four', 'POST');
echo $http2->response($stream), "\n";
echo $ask('/length', body: 'after it', method: 'POST'), "\n";

echo "-- files\n";
$whole = $ask('/file');
echo $whole->header('content-type'), ' ', $whole->header('content-length'), ' ', json_encode($whole->data === $content), "\n";
$part = $ask('/file?offset=1000&length=70000');
echo $part->header('content-length'), ' ', json_encode($part->data === substr($content, 1000, 70000)), "\n";
$head = $ask('/file', method: 'HEAD');
echo $head->header('content-length'), ' ', json_encode($head->data), "\n";
// Several at once, each whole.
$streams = array_map(fn () => $http2->request('/file'), range(1, 10));
echo json_encode(array_unique(array_map(fn ($stream) => $http2->response($stream)->data === $content, $streams))), "\n";
$http2 = Http2Client::of($server, take: false);
$shrinks = $http2->request('/shrinks');
for ($i = 0; !str_contains($server->output(), 'now short') && $i < 1000; $i++) {
    usleep(10_000);
}
$http2->window(0, 1_000_000);
$http2->window($shrinks, 1_000_000);
echo 'shrinks: reset ', $http2->response($shrinks)->reset, "\n";

echo "-- compressed\n";
$http2 = Http2Client::of($server);
foreach (['gzip' => gzdecode(...), 'deflate' => gzuncompress(...), '' => strval(...)] as $coding => $decode) {
    $text = $ask('/text', ['accept-encoding' => $coding]);
    echo json_encode([$text->header('content-encoding'), $text->header('vary'), (int) $text->header('content-length') === strlen($text->data)]);
    echo json_encode($decode($text->data) === str_repeat('the same ', 1000)), "\n";
}
echo $server->stop();
unlink(TestServer::path('file.json'));
unlink(TestServer::path('shrinks'));
?>
--EXPECT--
-- uploads
all of it
400
200 1000000
-- too long
413
413
[reset 1]
200 8
-- files
application/json 500000 true
70000 true
500000 ""
[true]
shrinks: reset 2
-- compressed
["gzip","Accept-Encoding",true]true
["deflate","Accept-Encoding",true]true
[null,null,true]true
true
true
true
true
true
true
true
true
true
true
true
true
true
now short
false
