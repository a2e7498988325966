--TEST--
A client that sends without end, and reads nothing, does not keep the others waiting
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/recv', function ($request, $ws) {
        $ws->upgrade();
        while ($ws->recv()) {
        }
    });
    $http->handle('/hello', fn ($request, $response) => $response->end('hello'));
});
// In a process of its own: it has to be faster than the server.
$flooder = function (string $frame) use ($server) {
    $code = '[, $port, $frame] = $argv;
        $socket = stream_socket_client("tcp://127.0.0.1:$port");
        fwrite($socket, "GET /recv HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        fgets($socket);
        $frames = str_repeat(hex2bin($frame), intdiv(1 << 20, strlen($frame)));
        while (@fwrite($socket, $frames));';
    return proc_open([PHP_BINARY, '-n', '-r', $code, '--', (string) $server->port, bin2hex($frame)], [], $pipes);
};
foreach (['pings' => TestClient::frame('', 9), 'pongs' => TestClient::frame('x', 10), 'messages' => TestClient::frame('', 1)] as $name => $frame) {
    $process = $flooder($frame);
    usleep(300_000);
    $memory = $server->memory();
    $longest = $answers = 0;
    for ($end = microtime(true) + 1; microtime(true) < $end;) {
        $start = microtime(true);
        $answers += $server->get('/hello')->body === 'hello';
        $longest = max($longest, microtime(true) - $start);
    }
    var_dump(proc_get_status($process)['running']);
    echo "$name: ", $answers > 5 ? 'served meanwhile' : "$answers answers", ', ', $longest < 0.5 ? 'soon' : "after $longest s";
    echo ', ', ($grown = $server->memory() - $memory) < 2000 ? 'memory bounded' : "memory: $grown KiB", "\n";
    proc_terminate($process, 9);
    proc_close($process);
}
echo $server->stop();
?>
--EXPECT--
bool(true)
pings: served meanwhile, soon, memory bounded
bool(true)
pongs: served meanwhile, soon, memory bounded
bool(true)
messages: served meanwhile, soon, memory bounded
