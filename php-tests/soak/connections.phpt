--TEST--
Connections opened and closed, with handlers that capture their server: no growth
--FILE--
<?php
require dirname(__DIR__) . '/server.inc.php';
require __DIR__ . '/scale.inc.php';

$server = TestServer::start(function (Swoole\Coroutine\Http\Server $server) {
    $server->handle('/ws', function ($request, $response) use ($server) {
        $response->upgrade();
        while (($frame = $response->recv()) && $frame->data !== 'close') $response->push($server->port ? $frame->data : '');
        $response->close();
    });
    $server->handle('/', function ($request, $response) use ($server) {
        $response->end((string) ($server->port > 0));
    });
    $server->handle('/memory', function ($request, $response) {
        gc_collect_cycles();
        preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match);
        $response->end(memory_get_usage() . ' ' . $match[1] * 1024 . ' ' . count(scandir('/proc/self/fd')));
    });
});
function get(TestServer $server, string $path): string
{
    $socket = stream_socket_client("tcp://127.0.0.1:$server->port", $code, $error, 15);
    fwrite($socket, "GET $path HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return substr(strstr(stream_get_contents($socket), "\r\n\r\n"), 4);
}
function websocket(TestServer $server, bool $abrupt): void
{
    $socket = stream_socket_client("tcp://127.0.0.1:$server->port", $code, $error, 15);
    fwrite($socket, "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    while (trim(fgets($socket)) !== '');
    fwrite($socket, "\x81\x82\0\0\0\0hi");
    if (fread($socket, 4) !== "\x81\x02hi") echo "wrong answer\n";
    if (!$abrupt) {
        fwrite($socket, "\x88\x80\0\0\0\0");
        stream_get_contents($socket);
    }
}
function pass_of(TestServer $server, int $count): array
{
    for ($i = 0; $i < $count; $i++) {
        if ($i % 2) websocket($server, $i % 4 === 1); else get($server, '/');
    }
    // Those that were dropped are seen as gone a moment later.
    usleep(100_000);
    return array_map(intval(...), explode(' ', get($server, '/memory')));
}
$count = scaled(600, 50_000);
pass_of($server, $count);
[$heap, $resident, $files] = pass_of($server, 100);
[$heap_after, $resident_after, $files_after] = pass_of($server, $count);
echo $heap_after - $heap < 64 * 1024 ? "heap bounded\n" : 'heap grew by ' . $heap_after - $heap . "\n";
echo $resident_after - $resident < 4 << 20 ? "resident bounded\n" : 'resident grew by ' . $resident_after - $resident . "\n";
echo $files_after - $files < 5 ? "no descriptor left\n" : "$files_after descriptors\n";
$server->stop();
?>
--EXPECT--
heap bounded
resident bounded
no descriptor left
