--TEST--
Uploads: forms that are refused, limits, and http_parse_post = false
--FILE--
<?php
require __DIR__ . '/../server.inc.php';
require __DIR__ . '/form.inc.php';

$directory = TestServer::path('uploads');
$server = TestServer::start(function ($http) use ($directory) {
    $http->set([
        'upload_tmp_dir' => $directory,
        'upload_max_filesize' => '1K',
        'upload_max_files' => 3,
        'package_max_length' => 100_000,
    ]);
    $http->handle('/', function ($request, $response) use ($directory) {
        $response->end(json_encode([count($request->post ?? []), $request->files === null ? null : array_map(fn ($file) => [$file['size'], $file['error'], $file['tmp_name'] !== ''], $request->files)])
            . (count($request->tmpfiles ?? []) === count(glob("$directory/*")) ? '' : ' not the same on disk'));
    });
}, ini: ['max_input_vars' => 5]);
$unparsed = TestServer::start(function ($http) {
    $http->set(['http_parse_post' => false]);
    $http->handle('/', fn ($request, $response) => $response->end(json_encode([$request->post, $request->files, strlen($request->rawContent())])));
});
function ask(TestServer $server, string $what, string $request): void
{
    $client = $server->connect();
    $client->send($request);
    $response = $client->response();
    echo "$what: $response", $response->header('connection') === 'close' ? ', closed' : '', "\n";
}

ask($server, 'no boundary', form_request('--xyz--', type: 'multipart/form-data'));
ask($server, 'another boundary', form_request('--abc--'));
ask($server, 'nothing', form_request('x'));
ask($server, 'not closed', form_request("--xyz\r\n" . part('name=a', 'x')));
ask($server, 'no name', form(["Content-Disposition: form-data\r\n\r\nx"]));
ask($server, 'a long name', form([part('name=' . str_repeat('n', 512), 'x')]));
ask($server, 'not quite', form([part('name=' . str_repeat('n', 511), 'x')]));
ask($server, 'a long head', form([part('name=a', 'x', str_repeat('X: ' . str_repeat('y', 1000) . "\r\n", 20))]));
ask($server, 'fields up to max_input_vars', form(array_fill(0, 7, part('name=a[]', 'x'))));
$file = fn (string $name, int $size) => part("name=$name; filename=n", str_repeat('x', $size));
ask($server, 'files up to the limit', form([$file('a', 1024), $file('b', 1025), $file('c', 3)]));
ask($server, 'more files', form([$file('a', 1), $file('b', 1), $file('c', 1), $file('d', 1)]));
ask($server, 'a long form', form([$file('a', 100_000)]));
$tried = chmod($directory, 0500) && !is_writable($directory);
if ($tried) {
    ask($server, 'not writable', form([$file('a', 10)]));
} else {
    rmdir($directory);
    ask($server, 'not writable', form([$file('a', 10)]));
    mkdir($directory);
}
chmod($directory, 0700);
ask($server, 'and again', form([$file('a', 10)]));
for ($i = 0; $i < 200 && glob("$directory/*") !== []; $i++) {
    usleep(10_000);
}
$request = form([part('name=a', '1')]);
ask($unparsed, 'not parsed', $request);
echo preg_replace(['/^\S+ \S+ %?\S+\s+/m', '/fd#\d+ \([\d.:]+\)/'], ['', 'fd#N'], $server->stop()), $unparsed->stop();
rmdir($directory);

echo "-- a directory that cannot be made\n";
Swoole\Coroutine\run(function () {
    $server = new Swoole\Coroutine\Http\Server('127.0.0.1');
    $server->set(['upload_tmp_dir' => '/dev/null/x']);
    var_dump($server->start(), swoole_last_error(), $server->errMsg);
});
?>
--EXPECTF--
no boundary: 400, closed
another boundary: 400, closed
nothing: 400, closed
not closed: 400, closed
no name: 400, closed
a long name: 400, closed
not quite: 200 [1,null]
a long head: 400, closed
fields up to max_input_vars: 200 [1,null]
files up to the limit: 200 [0,{"a":[1024,0,true],"b":[0,1,false],"c":[3,0,true]}]
more files: 413, closed
a long form: 413, closed
not writable: 200 [0,{"a":[0,6,false]}]
and again: 200 [0,{"a":[10,0,true]}]
not parsed: 200 [null,null,%d]
WARNING	form refused on fd#N: no valid boundary in Content-Type
WARNING	form refused on fd#N: the body does not begin with the boundary
WARNING	form refused on fd#N: the body does not begin with the boundary
WARNING	form refused on fd#N: the closing boundary is missing
WARNING	form refused on fd#N: a part without Content-Disposition: form-data; name=…
WARNING	form refused on fd#N: a name or file name is too long
WARNING	form refused on fd#N: a part's head is malformed or too long
WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
WARNING	form refused on fd#N: more files than upload_max_files
-- a directory that cannot be made

Warning: Swoole\Coroutine\Http\Server::start(): Unable to create upload_tmp_dir[/dev/null/x], Error: Not a directory[20] in %s on line %d
bool(false)
int(20)
string(%d) "Unable to create upload_tmp_dir[/dev/null/x], Error: Not a directory[20]"
