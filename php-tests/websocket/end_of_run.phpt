--TEST--
run() returns when the last connection has ended; a client that never answers a close frame delays it by seconds at most
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$main = fn (string $what) => function (callable $listening) use ($what) {
    $start = microtime(true);
    Swoole\Coroutine\run(function () use ($listening, $what) {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', function ($request, $ws) use ($server, $what) {
            $ws->upgrade();
            $server->shutdown();
            if ($what === 'fill') {
                // More than client and kernel take.
                $ws->push(str_repeat('x', 10_000_000));
            }
            if ($what !== 'client') {
                $ws->close();
            } else {
                $ws->recv(-1);
            }
            $GLOBALS['closed'] = microtime(true);
        });
        $listening($server);
        $server->start();
        echo "start() has returned\n";
    });
    $took = microtime(true) - $GLOBALS['closed'];
    echo 'run() has returned ', $took < 0.5 ? 'at once' : ($took < 5 ? 'soon' : "after $took s"), "\n";
};
$servers = [];
foreach (['answered', 'close', 'fill', 'client'] as $what) {
    $servers[$what] = TestServer::script($main($what));
}
foreach ($servers as $what => $server) {
    $clients[$what] = $client = $server->connect();
    $client->handshake('/');
    if ($what === 'answered') {
        $client->readFrame();
    }
    if ($what === 'answered' || $what === 'client') {
        $client->push(pack('n', 1000), 8);
    }
}
foreach ($servers as $what => $server) {
    echo "-- $what\n";
    var_dump($server->wait(10));
    echo $server->output();
}
?>
--EXPECT--
-- answered
int(0)
start() has returned
run() has returned at once
-- close
int(0)
start() has returned
run() has returned soon
-- fill
int(0)
start() has returned
run() has returned soon
-- client
int(0)
start() has returned
run() has returned at once
