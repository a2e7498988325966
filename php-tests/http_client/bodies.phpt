--TEST--
Http\Client: uploads, downloads, pieces for a function, content codings
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;

use function Swoole\Coroutine\run;

$file = TestServer::path('file');
$plain = implode(',', range(1, 20000));
run(function () use ($file, $plain) {
    $server = new Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 64 << 20]);
    $server->handle('/form', function ($request, $response) {
        $files = array_map(fn ($file) => [$file['name'], $file['type'], $file['size'], md5_file($file['tmp_name'])], $request->files ?? []);
        $response->end(json_encode([$request->server['request_method'], $request->post, $files, strlen($request->rawContent() ?: '')]));
    });
    $server->handle('/plain', function ($request, $response) use ($plain) {
        $response->header('X-Accept', $request->header['accept-encoding'] ?? 'none');
        $response->end($plain);
    });
    $server->handle('/coded', function ($request, $response) use ($plain) {
        $coding = $request->get['coding'];
        $response->header('Content-Encoding', $coding === 'raw' ? 'deflate' : $coding);
        $response->end(match ($coding) { 'gzip' => gzencode($plain), 'deflate' => gzcompress($plain), 'raw' => gzdeflate($plain), 'other' => $plain });
    });
    go(fn () => $server->start());
    $client = new Client('127.0.0.1', $server->port);

    // Uploads: the form goes with the next request only.
    file_put_contents($file, $content = random_bytes(300_000));
    var_dump($client->addFile($file, 'whole'), $client->addFile($file, 'part', 'image/png', 'p"x.png', 1000, 500), $client->addData('abc', 'data', null, 'd.txt'));
    echo count($client->uploadFiles), ' ', implode(',', array_keys($client->uploadFiles[0])), "\n";
    var_dump($client->post('/form', ['a' => 'b', 'c' => ['d' => 'e']]), $client->uploadFiles);
    $expected = ['POST', ['a' => 'b', 'c' => ['d' => 'e']], [
        'whole' => [basename($file), 'application/octet-stream', 300_000, md5($content)],
        'part' => ['p%22x.png', 'image/png', 500, md5(substr($content, 1000, 500))],
        'data' => ['d.txt', 'application/octet-stream', 3, md5('abc')],
    ]];
    var_dump(array_slice(json_decode($client->body, true), 0, 3) === $expected ?: $client->body);
    $client->post('/form', ['a' => 'b']);
    echo $client->body, "\n";
    $client->post('/form', $content);
    echo $client->body, "\n";
    var_dump($client->addFile('/no/such', 'x'), swoole_last_error());
    file_put_contents($file, '');
    var_dump($client->addFile($file, 'x'));
    // Gone between addFile() and the request.
    file_put_contents($file, 'x');
    $client->addFile($file, 'x');
    unlink($file);
    var_dump($client->post('/form', []), $client->errCode, $client->statusCode);

    // Downloads.
    $client->setMethod('GET');
    $client->setData('');
    var_dump($client->download('/plain', $file), file_get_contents($file) === $plain, $client->body, $client->downloadFile, $client->statusCode);
    file_put_contents($file, 'abcdef');
    var_dump($client->download('/plain', $file, 3), file_get_contents($file) === "abc$plain");
    var_dump($client->download('/plain', '/no/such/file'), $client->errCode, $client->connected);

    // A function for the pieces.
    $pieces = '';
    $client->set(['write_func' => function ($from, string $piece) use (&$pieces, $client) {
        $from === $client or print("another client\n");
        Co::sleep(0.001);
        $pieces .= $piece;
    }]);
    var_dump($client->get('/plain'), $pieces === $plain, $client->body);
    $client->set(['write_func' => function () {
        throw new Exception('from write_func');
    }]);
    try {
        $client->get('/plain');
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    $client->set(['write_func' => null]);

    // Codings.
    foreach (['gzip', 'deflate', 'br', 'zstd', 'identity'] as $coding) {
        $client->setHeaders(['Accept-Encoding' => $coding]);
        $client->get('/plain');
        echo "$coding ", $client->headers['content-encoding'] ?? 'none', ' ', json_encode($client->body === $plain), "\n";
    }
    $client->setHeaders([]);
    $client->get('/plain');
    echo $client->headers['x-accept'], ' ', $client->headers['content-encoding'], ' ', json_encode($client->body === $plain), "\n";
    foreach (['gzip', 'deflate', 'raw', 'other'] as $coding) {
        $client->get("/coded?coding=$coding");
        echo "$coding ", json_encode($client->body === $plain), "\n";
    }
    $client->set(['body_decompression' => false]);
    $client->get('/coded?coding=gzip');
    var_dump(gzdecode($client->body) === $plain);
    $client->set(['http_compression' => false]);
    $client->get('/plain');
    echo $client->headers['x-accept'], "\n";
    $server->shutdown();
});
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
3 path,name,filename,type,size,offset
bool(true)
NULL
bool(true)
["POST",{"a":"b"},[],3]
["POST",null,[],300000]

Warning: Swoole\Coroutine\Http\Client::addFile(): stat(/no/such) failed, Error: No such file or directory[2] in %s on line %d
bool(false)
int(2)

Warning: Swoole\Coroutine\Http\Client::addFile(): the file %s cannot be uploaded, it is empty in %s on line %d
bool(false)
bool(false)
int(2)
int(-4)
bool(true)
bool(true)
string(0) ""
NULL
int(200)
bool(true)
bool(true)
bool(false)
int(2)
bool(false)
bool(true)
bool(true)
string(0) ""
from write_func
gzip gzip true
deflate deflate true
br br true
zstd zstd true
identity none true
gzip, deflate, br br true
gzip true
deflate true
raw true
other true
bool(true)
none
