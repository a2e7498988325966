--TEST--
shutdown() while a client still reads: run() returns when it has everything
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::script(function (callable $listening) {
    Swoole\Coroutine\run(function () use ($listening) {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/end', fn ($request, $response) => $response->end(str_repeat('x', 10_000_000)));
        $server->handle('/auto', fn ($request, $response) => $response->write(str_repeat('x', 200_000)) && $response->write(str_repeat('x', 9_800_000)));
        $server->handle('/stop', function ($request, $response) use ($server) {
            $server->shutdown();
            $response->end('stopping');
        });
        $listening($server);
        $server->start();
    });
});
$clients = [];
foreach (['/end', '/auto'] as $target) {
    $clients[] = $client = $server->connect();
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
}
usleep(100_000);
echo $server->get('/stop'), "\n";
usleep(200_000);
foreach ($clients as $client) {
    var_dump(strlen($client->response()->body), $client->isClosed());
}
echo 'exit code ', $server->wait(), "\n", $server->stop();
?>
--EXPECT--
200 stopping
int(10000000)
bool(true)
int(10000000)
bool(true)
exit code 0
