--TEST--
An idle HTTP connection is put away, and nobody can tell: requests in pieces, ends, upgrades, shutdown; it takes little memory
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $response->end("{$request->server['request_uri']} " . strlen($request->getContent()) . "\n");
    });
    $http->handle('/open', fn ($request, $response) => $response->end((string) $http->stats()['connection_num']));
    $http->handle('/ws', function ($request, $response) {
        $response->upgrade();
        $response->push($response->recv()->data);
    });
    $http->handle('/late', function ($request, $response) {
        // Answered when its handler has long ended.
        Swoole\Timer::after(500, fn () => $response->end("late\n"));
    });
    $http->handle('/stop', function ($request, $response) use ($http) {
        $response->end("stopping\n");
        $http->shutdown();
    });
});
/** Longer than it takes to put an idle connection away. */
function pause(): void
{
    usleep(400_000);
}
function get(string $path): string
{
    return "GET $path HTTP/1.1\r\nHost: x\r\n\r\n";
}
$names = ['silent', 'idle', 'pieces', 'pipelined', 'body', 'gone', 'half', 'ws', 'late', 'old'];
[$silent, $idle, $pieces, $pipelined, $body, $gone, $half, $ws, $late, $old] = array_map(fn () => $server->connect(), $names);
$idle->send(get('/idle/1'));
echo $idle->response()->body;
$pieces->send(get('/pieces/1'));
echo $pieces->response()->body;
// Comes in one packet with the request before it, and not all of it.
$pipelined->send(get('/pipelined/1') . substr(get('/pipelined/2'), 0, 12));
echo $pipelined->response()->body;
$body->send(get('/body/1'));
echo $body->response()->body;
$gone->send(get('/gone/1'));
echo $gone->response()->body;
$half->send(get('/half/1'));
echo $half->response()->body;
$ws->send(get('/plain'));
echo $ws->response()->body;
$late->send(get('/late'));
$old->send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
echo $old->response()->body;
$gone->close();

foreach ([1, 2] as $round) {
    pause();
    echo "-- round $round\n";
    $silent->send(get("/silent/$round"));
    echo $silent->response()->body;
    $idle->send(get('/idle/2') . get('/idle/3'));
    echo $idle->response()->body, $idle->response()->body;
    $pieces->send(substr(get('/pieces/2'), 0, 7));
    $pipelined->send(substr(get('/pipelined/2'), 12) . substr(get('/pipelined/2'), 0, 12));
    echo $pipelined->response()->body;
    $body->send("POST /body/2 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
    pause();
    $pieces->send(substr(get('/pieces/2'), 7));
    echo $pieces->response()->body;
    $body->send('cde');
    echo $body->response()->body;
    $old->send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    echo $old->response()->body;
}
echo "-- late\n";
echo $late->response()->body;
$late->send(get('/after'));
echo $late->response()->body;
echo "-- ends\n";
$half->send(get('/half/2'));
$half->closeWrite();
echo $half->response()->body, json_encode($half->isClosed()), "\n";
// One is gone, one has ended.
$idle->send(get('/open'));
echo count($names) - (int) $idle->response()->body, "\n";
echo $ws->handshake('/ws')->status, "\n";
$ws->push('hello');
echo $ws->readFrame()['payload'], "\n";
pause();
$idle->send("nonsense\r\n\r\n");
echo $idle->response()->status, json_encode($idle->isClosed()), "\n";

echo "-- memory\n";
$before = $server->memory();
for ($i = 0; $i < 400; $i++) {
    $clients[] = $client = $server->connect();
    $client->send(get('/m'));
    $client->response();
}
$deadline = microtime(true) + PATIENCE;
do {
    pause();
    $each = ($server->memory() - $before) / 400;
} while ($each > 6 && microtime(true) < $deadline);
echo $each <= 6 ? "little\n" : "$each KiB each\n";
echo "-- shutdown\n";
$silent->send(get('/stop'));
echo $silent->response()->body;
echo json_encode(array_map(fn ($client) => $client->isClosed(), [$silent, $pieces, $clients[0], $clients[399]])), "\n";
echo $server->stop();
?>
--EXPECT--
/idle/1 0
/pieces/1 0
/pipelined/1 0
/body/1 0
/gone/1 0
/half/1 0
/plain 0
/old 0
-- round 1
/silent/1 0
/idle/2 0
/idle/3 0
/pipelined/2 0
/pieces/2 0
/body/2 5
/old 0
-- round 2
/silent/2 0
/idle/2 0
/idle/3 0
/pipelined/2 0
/pieces/2 0
/body/2 5
/old 0
-- late
late
/after 0
-- ends
/half/2 0
true
2
101
hello
400true
-- memory
little
-- shutdown
stopping
[true,true,true,true]
