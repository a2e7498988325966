--TEST--
500 connections: all are served, and everything comes back when they end
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $ws) {
        $ws->upgrade();
        while ($frame = $ws->recv()) {
            $ws->push("$frame->data for $ws->fd");
        }
    });
    $http->handle('/memory', fn ($request, $response) => $response->end(json_encode([memory_get_usage(), Swoole\Coroutine::stats()['coroutine_num']])));
});
$descriptors = $server->descriptors();
$memory = $resident = [];
for ($round = 0; $round < 4; $round++) {
    $clients = $answers = [];
    for ($i = 0; $i < 500; $i++) {
        $clients[] = $client = $server->connect();
        $client->handshake('/');
    }
    foreach ($clients as $client) {
        $client->push('hello');
    }
    foreach (array_reverse($clients) as $client) {
        $answers[$client->readFrame()['payload']] = true;
    }
    echo count($answers), ' answers, ', $server->descriptors() >= $descriptors + 500 ? 'all open' : 'some closed', "\n";
    foreach ($clients as $i => $client) {
        $i % 2 ? $client->close() : $client->push(closing(1000), 8);
    }
    foreach ($clients as $i => $client) {
        if ($i % 2 === 0) {
            $client->readFrame();
            $client->isClosed() || exit("not closed\n");
            $client->close();
        }
    }
    var_dump(eventually(fn () => $server->descriptors() < $descriptors + 5));
    [$memory[], $coroutines] = json_decode($server->get('/memory')->body);
    var_dump($coroutines);
    $resident[] = $server->memory();
}
// What the first rounds have left for reuse is all there is.
var_dump($memory[3] - $memory[1] < 50_000, $resident[3] - $resident[1] < 3_000);
echo $server->stop();
?>
--EXPECT--
500 answers, all open
bool(true)
int(2)
500 answers, all open
bool(true)
int(2)
500 answers, all open
bool(true)
int(2)
500 answers, all open
bool(true)
int(2)
bool(true)
bool(true)
