--TEST--
Uploads: temporary files belong to the request; is_uploaded_file(), move_uploaded_file(); nothing is left behind
--FILE--
<?php
require __DIR__ . '/../server.inc.php';
require __DIR__ . '/form.inc.php';

$directory = TestServer::path('uploads');
$moved = TestServer::path('moved');
$kept = null;
$server = TestServer::start(function ($http) use ($directory, $moved, &$kept) {
    $http->set(['upload_tmp_dir' => "$directory/made/here", 'package_max_length' => '8M']);
    $http->handle('/', function ($request, $response) use ($directory) {
        $path = $request->tmpfiles[0];
        $response->end(json_encode([
            dirname($path) === "$directory/made/here",
            $path === $request->files['f']['tmp_name'],
            substr(sprintf('%o', fileperms($path)), -4),
            is_uploaded_file($path),
            is_uploaded_file('/etc/passwd'),
        ]));
    });
    $http->handle('/move', function ($request, $response) use ($moved) {
        $path = $request->tmpfiles[0];
        $done = [move_uploaded_file('/etc/passwd', $moved), move_uploaded_file($path, $moved), is_uploaded_file($path), file_exists($path)];
        // A file of the old name is not the request's any more.
        file_put_contents($path, 'somebody else');
        $response->end(json_encode([...$done, $path], JSON_UNESCAPED_SLASHES));
    });
    $http->handle('/rename', function ($request, $response) use ($moved) {
        $response->end(json_encode([rename($request->tmpfiles[0], $moved)]));
    });
    $http->handle('/unlink', fn ($request, $response) => $response->end(json_encode([unlink($request->tmpfiles[0])])));
    $http->handle('/keep', function ($request, $response) use (&$kept) {
        $kept = $request;
        $response->end('kept');
    });
    $http->handle('/kept', function ($request, $response) use (&$kept) {
        $response->end(json_encode([file_exists($kept->tmpfiles[0]), is_uploaded_file($kept->tmpfiles[0])]));
        $kept = null;
    });
    $http->handle('/throw', fn () => throw new Exception('thrown'));
    $http->handle('/quit', function () use ($http) {
        $http->shutdown();
    });
});
function left(): string
{
    global $directory;
    // The last request's objects go after its answer.
    for ($i = 0; $i < 200 && count(glob("$directory/made/here/*")) > 0; $i++) {
        usleep(10_000);
    }
    return count(glob("$directory/made/here/*")) . ' left';
}
$client = $server->connect();
function ask(string $target): string
{
    global $client;
    $client->send(form([part('name="f"; filename="n"', "content of $target")], target: $target));
    return (string) $client->response();
}
echo ask('/'), ' ', left(), "\n";
$answer = ask('/move');
[, , , , $path] = json_decode(substr($answer, 4));
echo same_names($answer), ' ', file_get_contents($moved), "\n";
usleep(50_000);
echo file_get_contents($path), "\n";
unlink($path);
echo ask('/rename'), ' ', left(), ' ', file_get_contents($moved), "\n";
echo ask('/unlink'), ' ', left(), "\n";
echo ask('/keep'), ' ', ask('/kept'), ' ', left(), "\n";
echo substr(ask('/throw'), 0, 3), ' ', left(), "\n";

echo "-- a client that goes away\n";
$other = $server->connect();
$other->send(substr(form([part('name="f"; filename="n"', str_repeat('x', 300_000))]), 0, -100_000));
for ($i = 0; $i < 500 && glob("$directory/made/here/*") === []; $i++) {
    usleep(10_000);
}
echo count(glob("$directory/made/here/*")), " on its way\n";
$other->close();
echo left(), "\n";

echo "-- no such route, no closing boundary\n";
echo count(glob("$directory/made/here/*")), "\n";
echo substr(ask('/'), 0, 3), "\n";
$client->send(form_request("--xyz\r\n" . part('name="f"; filename="n"', 'x')));
echo $client->response()->status, ' ', left(), "\n";

echo "-- at the end of the script\n";
$client = $server->connect();
ask('/keep');
$client->send("GET /quit HTTP/1.1\r\nHost: x\r\n\r\n");
$client->close();
var_dump($server->wait());
echo left(), "\n";
array_map(unlink(...), [$moved]);
rmdir("$directory/made/here") && rmdir("$directory/made") && rmdir($directory);
?>
--EXPECT--
200 [true,true,"0600",true,false] 0 left
200 [false,true,false,false,"<tmp>"] content of /move
somebody else
200 [true] 0 left content of /rename
200 [true] 0 left
200 kept 200 [true,true] 0 left
500 0 left
-- a client that goes away
1 on its way
0 left
-- no such route, no closing boundary
0
200
400 0 left
-- at the end of the script
int(255)
0 left
