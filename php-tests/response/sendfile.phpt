--TEST--
Response::sendfile(): parts, types, every error, HEAD, pipelining, other connections meanwhile, no memory
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$directory = TestServer::path('files');
@mkdir($directory);
$name = fn (string $file) => "$directory/$file";
file_put_contents($name('ten.txt'), '0123456789');
file_put_contents($name('empty.json'), '');
foreach (['js', 'MJS', 'svg', 'wasm', 'woff2', 'xml', 'md', 'ico', 'unknown'] as $extension) {
    file_put_contents($name("f.$extension"), $extension);
}
// Holes: 300 MiB that take no room on disk.
const LARGE = 300 << 20;
$file = fopen($name('large'), 'w');
ftruncate($file, LARGE);
fseek($file, LARGE - 4);
fwrite($file, 'last');
fclose($file);

$setup = function ($http) use ($name, $directory) {
    $http->handle('/file', function ($request, $response) use ($name) {
        $done = $response->sendfile($name($request->get['n']), (int) ($request->get['o'] ?? 0), (int) ($request->get['l'] ?? 0));
        if (!$done) {
            $response->end('not sent');
        }
    });
    $http->handle('/hello', fn ($request, $response) => $response->end('hello'));
    $http->handle('/memory', fn ($request, $response) => $response->end(preg_match('/^VmHWM:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found) ? $found[1] : '0'));
    $http->handle('/given', function ($request, $response) use ($name) {
        $response->header('content-type', 'text/x-own', false);
        $response->header('X-A', 'b');
        $response->status(201);
        echo json_encode([$response->sendfile($name('ten.txt')), $response->header, $response->isWritable(), $response->end('x'), $response->sendfile($name('ten.txt')), swoole_last_error()]), "\n";
    });
    $http->handle('/errors', function ($request, $response) use ($name, $directory) {
        $try = function (...$arguments) use ($response, $directory) {
            set_error_handler(function ($level, $text) use ($directory) {
                echo str_replace($directory, '<dir>', $text), ' ';
                return true;
            });
            echo json_encode($response->sendfile(...$arguments)), ' ', swoole_last_error(), "\n";
            restore_error_handler();
        };
        $try($name('missing'));
        $try('');
        $try("a\0b");
        $try($directory);
        $try('/dev/null');
        $try($name('ten.txt'), -1);
        $try($name('ten.txt'), 0, -1);
        $try($name('ten.txt'), 11);
        $try($name('ten.txt'), 3, 8);
        $try($name('ten.txt'), 0, 11);
        $response->write('still ');
        $try($name('ten.txt'));
        $response->end('here');
    });
    $http->handle('/shrinks', function ($request, $response) use ($name) {
        file_put_contents($name('shrinks'), str_repeat('x', 8 << 20));
        go(function () use ($name) {
            Co::sleep(0.02);
            file_put_contents($name('shrinks'), '');
        });
        echo 'a file that shrinks: ', json_encode($response->sendfile($name('shrinks'))), "\n";
    });
    $http->handle('/gone', function ($request, $response) use ($name) {
        echo 'a client that goes: ', json_encode([$response->sendfile($name('large')), in_array(swoole_last_error(), [32, 104], true)]), "\n";
    });
};
$server = TestServer::start($setup);
$unix = TestServer::start($setup, 'unix:' . TestServer::path('socket'));

function ask(TestClient $client, string $target, string $method = 'GET', string $version = '1.1'): TestResponse
{
    $client->send("$method $target HTTP/$version\r\nHost: x\r\n\r\n");
    return $client->response($method === 'HEAD');
}
function show(TestResponse $response): void
{
    echo "$response [", $response->header('content-length'), '] ', $response->header('content-type'), "\n";
}
$client = $server->connect();
ask($client, '/hello');
$descriptors = $server->descriptors();
foreach (['ten.txt', 'ten.txt&o=3', 'ten.txt&o=3&l=4', 'ten.txt&l=1', 'ten.txt&o=10', 'ten.txt&o=9&l=1', 'empty.json', 'f.js', 'f.MJS', 'f.svg', 'f.wasm', 'f.woff2', 'f.xml', 'f.md', 'f.ico', 'f.unknown'] as $query) {
    echo "$query: ";
    show(ask($client, "/file?n=$query"));
}
show(ask($client, '/file?n=ten.txt', 'HEAD'));
echo visible(ask($client, '/given')->head), "\n";
echo ask($client, '/errors'), "\n";
show(ask($unix->connect(), '/file?n=ten.txt&o=2'));
$old = $server->connect();
show(ask($old, '/file?n=ten.txt', version: '1.0'));
var_dump($old->isClosed());

echo "-- pipelined\n";
$all = '';
for ($i = 0; $i < 20; $i++) {
    $all .= "GET /file?n=ten.txt&o=" . ($i % 10) . " HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
}
$client->send($all);
$bodies = '';
for ($i = 0; $i < 40; $i++) {
    $bodies .= $client->response()->body . ' ';
}
var_dump($bodies === str_repeat(implode(' hello ', array_map(fn ($i) => substr('0123456789', $i), range(0, 9))) . ' hello ', 2));

echo "-- large\n";
$before = (int) ask($client, '/memory')->body;
$client->send("GET /file?n=large HTTP/1.1\r\nHost: x\r\n\r\nGET /file?n=large&o=" . (LARGE - 4) . " HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
$head = $client->readUntil("\r\n\r\n");
// The client does not read; the others do not mind.
usleep(50_000);
show($server->get('/hello'));
$zeros = true;
for ($left = LARGE - 4; $left > 0; $left -= $piece) {
    $piece = min($left, 4 << 20);
    $zeros = $zeros && trim($client->read($piece), "\0") === '';
}
var_dump($zeros, $client->read(4));
show($client->response());
show($client->response());
$grown = (int) ask($client, '/memory')->body - $before;
echo $grown < 10_000 ? "memory stays\n" : "$grown KiB more\n";

echo "-- interrupted\n";
$other = $server->connect();
$other->send("GET /shrinks HTTP/1.1\r\nHost: x\r\n\r\n");
$other->readUntil("\r\n\r\n");
usleep(200_000);
$rest = $other->readAll();
var_dump(strlen($rest) < 8 << 20, trim($rest, 'x') === '');
$other = $server->connect();
$other->send("GET /gone HTTP/1.1\r\nHost: x\r\n\r\n");
$other->readUntil("\r\n\r\n");
$other->close();
for ($i = 0; $i < 500 && !str_contains($server->output(), 'goes'); $i++) {
    usleep(10_000);
}
show(ask($client, '/hello'));
// Those that are lingering close within seconds.
for ($i = 0; $i < 500 && $server->descriptors() > $descriptors; $i++) {
    usleep(10_000);
}
echo $server->descriptors() <= $descriptors ? "no descriptor is left open\n" : shell_exec("ls -l /proc/{$server->pid()}/fd");
echo $server->stop(), $unix->stop();
array_map(unlink(...), glob("$directory/*"));
rmdir($directory);
?>
--EXPECT--
ten.txt: 200 0123456789 [10] text/plain
ten.txt&o=3: 200 3456789 [7] text/plain
ten.txt&o=3&l=4: 200 3456 [4] text/plain
ten.txt&l=1: 200 0 [1] text/plain
ten.txt&o=10: 200 [0] text/plain
ten.txt&o=9&l=1: 200 9 [1] text/plain
empty.json: 200 [0] application/json
f.js: 200 js [2] application/javascript
f.MJS: 200 MJS [3] application/javascript
f.svg: 200 svg [3] image/svg+xml
f.wasm: 200 wasm [4] application/wasm
f.woff2: 200 woff2 [5] font/woff2
f.xml: 200 xml [3] application/xml
f.md: 200 md [2] text/markdown
f.ico: 200 ico [3] image/x-icon
f.unknown: 200 unknown [7] application/octet-stream
200 [10] text/plain
HTTP/1.1 201 Created\r
Content-Type: text/x-own\r
X-A: b\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Length: 10
200 still here
200 23456789 [8] text/plain
200 0123456789 [10] text/plain
bool(true)
-- pipelined
bool(true)
-- large
200 hello [5] text/html
bool(true)
string(4) "last"
200 last [4] application/octet-stream
200 hello [5] text/html
memory stays
-- interrupted
bool(true)
bool(true)
200 hello [5] text/html
no descriptor is left open
[true,{"content-type":"text\/x-own","X-A":"b"},false,false,false,7106]
Swoole\Http\Response::sendfile(): stat(<dir>/missing) failed, Error: No such file or directory[2] false 2
Swoole\Http\Response::sendfile(): file name is empty false 510
Swoole\Http\Response::sendfile(): stat(a b) failed, Error: Invalid argument[22] false 22
Swoole\Http\Response::sendfile(): parameter $file[<dir>] given is not a regular file false 9013
Swoole\Http\Response::sendfile(): parameter $file[/dev/null] given is not a regular file false 9013
Swoole\Http\Response::sendfile(): parameter $offset[-1] must be greater than or equal to 0 false 510
Swoole\Http\Response::sendfile(): parameter $length[-1] must be greater than or equal to 0 false 510
Swoole\Http\Response::sendfile(): parameter $offset[11] exceeds the file size false 510
Swoole\Http\Response::sendfile(): parameter $length[8] exceeds the file size false 510
Swoole\Http\Response::sendfile(): parameter $length[11] exceeds the file size false 510
Swoole\Http\Response::sendfile(): can't use sendfile when HTTP chunk is enabled false 503
a file that shrinks: false
a client that goes: [false,true]
