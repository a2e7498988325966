--TEST--
Uploads: a large file goes to disk, not into memory
--FILE--
<?php
require __DIR__ . '/../server.inc.php';
require __DIR__ . '/form.inc.php';

const SIZE = 100 * 1024 * 1024;
$server = TestServer::start(function ($http) {
    $http->set(['package_max_length' => '200M', 'upload_tmp_dir' => TestServer::path('uploads')]);
    $http->handle('/', function ($request, $response) {
        swoole_clear_error();
        $file = $request->files['f'];
        $response->end(json_encode([
            $file['size'] === filesize($file['tmp_name']),
            $file['size'],
            hash_file('xxh3', $file['tmp_name']),
            $request->post,
            $request->rawContent(),
            swoole_last_error(),
            $request->getData(),
        ]));
    });
    $http->handle('/memory', fn ($request, $response) => $response->end(preg_match('/^VmHWM:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found) ? $found[1] : '0'));
    // Large enough for all before the upload to have happened.
    $http->handle('/small', fn ($request, $response) => $response->end((string) strlen($request->rawContent())));
});
$client = $server->connect();
$client->send(form([part('name=f; filename=n', str_repeat('x', 1_000_000))], target: '/small'));
echo $client->response()->body > 1_000_000 ? "small ones keep their text\n" : "lost\n";
$before = (int) $server->get('/memory')->body;

$head = "--xyz\r\n" . part('name=f; filename=n', '');
$tail = "\r\n--xyz\r\n" . part('name=a', 'after') . "\r\n--xyz--\r\n";
$client->send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xyz\r\nContent-Length: "
    . (strlen($head) + SIZE + strlen($tail)) . "\r\n\r\n$head");
$hash = hash_init('xxh3');
$block = random_bytes(1 << 20);
for ($sent = 0; $sent < SIZE; $sent += strlen($block)) {
    $client->send($block);
    hash_update($hash, $block);
}
$client->send($tail);
echo str_replace(hash_final($hash), 'the same', $client->response()->body), "\n";
$grown = (int) $server->get('/memory')->body - $before;
echo $grown < 20_000 ? "memory stays\n" : "$grown KiB more\n";
echo $server->stop();
?>
--EXPECT--
small ones keep their text
[true,104857600,"the same",{"a":"after"},false,1201,false]
memory stays
