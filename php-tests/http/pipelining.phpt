--TEST--
50 pipelined requests are answered in order, whatever their handlers sleep; 200 connections are served side by side
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $n = (int) $request->get['n'];
        Swoole\Coroutine::sleep((1 + $n * 7 % 5) / 1000);
        $n % 3 === 0 ? $response->write("$n") && $response->end() : $response->end("$n" . $request->rawContent());
    });
    $http->handle('/wait', function ($request, $response) {
        Swoole\Coroutine::sleep(0.2);
        $response->end($request->get['n']);
    });
    $http->handle('/sync', fn ($request, $response) => $response->end($request->get['n']));
});
$client = $server->connect();
$bytes = '';
for ($n = 0; $n < 50; $n++) {
    $bytes .= $n % 2
        ? "GET /?n=$n HTTP/1.1\r\nHost: x\r\n\r\n"
        : "POST /?n=$n HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n!\r\n0\r\n\r\n";
}
foreach (str_split($bytes, 997) as $piece) {
    $client->send($piece);
}
$bodies = '';
for ($n = 0; $n < 50; $n++) {
    $bodies .= $client->response()->body . ' ';
}
echo $bodies, "\n";

// Far more than one round of a connection, and more than the socket buffers hold.
$client->send(implode(array_map(fn ($n) => "GET /sync?n=$n HTTP/1.1\r\nHost: x\r\n\r\n", range(1, 5000))));
$wrong = 0;
for ($n = 1; $n <= 5000; $n++) {
    $wrong += $client->response()->body !== "$n";
}
var_dump($wrong);

$client = null;
usleep(50_000);
$before = $server->descriptors();
$clients = [];
for ($i = 0; $i < 200; $i++) {
    $clients[] = $server->connect();
}
$start = microtime(true);
foreach ([1, 2, 3] as $round) {
    foreach ($clients as $i => $client) {
        $client->send("GET /wait?n=$round-$i HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    foreach ($clients as $i => $client) {
        $wrong += $client->response()->body !== "$round-$i";
    }
}
var_dump($wrong);
// One after the other they would take two minutes.
var_dump(microtime(true) - $start < 10);
var_dump($server->descriptors() - $before);
$clients = $client = null;
usleep(100_000);
var_dump($server->descriptors() - $before);
echo $server->stop();
?>
--EXPECT--
0 1 2! 3 4! 5 6 7 8! 9 10! 11 12 13 14! 15 16! 17 18 19 20! 21 22! 23 24 25 26! 27 28! 29 30 31 32! 33 34! 35 36 37 38! 39 40! 41 42 43 44! 45 46! 47 48 49 
int(0)
int(0)
bool(true)
int(200)
int(0)
