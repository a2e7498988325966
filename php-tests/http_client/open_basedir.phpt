--TEST--
Http\Client: open_basedir holds for uploads and downloads
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;

use function Swoole\Coroutine\run;

$allowed = TestServer::path('allowed');
run(function () use ($allowed) {
    $server = new Server('127.0.0.1', 0);
    $served = 0;
    $server->handle('/', function ($request, $response) use (&$served) {
        $served++;
        $response->end('hello');
    });
    go(fn () => $server->start());
    ini_set('open_basedir', dirname($allowed));
    $client = new Client('127.0.0.1', $server->port);
    var_dump($client->addFile('/etc/passwd', 'file'), swoole_last_error(), $client->uploadFiles);
    // Noted by hand.
    $client->uploadFiles = [['path' => '/etc/passwd', 'name' => 'file', 'filename' => 'x', 'type' => 'text/plain', 'size' => 10, 'offset' => 0]];
    var_dump($client->post('/', ['a' => 'b']), $client->statusCode, $client->errCode);
    var_dump($client->download('/', '/etc/no-such-file'), $client->statusCode, $client->errCode, file_exists($allowed));
    var_dump($served);
    var_dump($client->download('/', $allowed), file_get_contents($allowed), $client->addFile($allowed, 'file'), $client->post('/', null), $served);
    $server->shutdown();
});
unlink($allowed);
?>
--EXPECTF--
Warning: Swoole\Coroutine\Http\Client::addFile(): open_basedir restriction in effect. File(/etc/passwd) is not within the allowed path(s): (%s) in %s on line %d
bool(false)
int(1)
NULL

Warning: Swoole\Coroutine\Http\Client::post(): open_basedir restriction in effect. File(/etc/passwd) is not within the allowed path(s): (%s) in %s on line %d
bool(false)
int(-4)
int(1)

Warning: Swoole\Coroutine\Http\Client::download(): open_basedir restriction in effect. File(/etc/no-such-file) is not within the allowed path(s): (%s) in %s on line %d
bool(false)
int(-4)
int(1)
bool(false)
int(0)
bool(true)
string(5) "hello"
bool(true)
bool(true)
int(2)
