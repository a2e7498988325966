--TEST--
Server: start(), shutdown(), start() again on the same port, with settings read anew
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http\Server;

$server = TestServer::script(function (callable $listening) {
    Coroutine\run(function () use ($listening) {
        $server = new Server('127.0.0.1', 0);
        $server->handle('/slow', function ($request, $response) {
            echo "slow begins\n";
            Coroutine::sleep(0.3);
            $response->end('slow');
        });
        $server->handle('/body', fn ($request, $response) => $response->end((string) strlen($request->rawContent())));
        $server->handle('/stop', function ($request, $response) use ($server) {
            $response->end('stopping');
            var_dump($server->shutdown());
        });
        // Nothing to stop yet.
        $server->shutdown();
        $listening($server);
        $port = $server->port;
        var_dump($server->start());
        echo json_encode([$server->errCode, $server->errMsg, $server->port === $port]), "\n";
        $server->set(['package_max_length' => 10]);
        var_dump($server->start());
        echo json_encode([$server->errCode, $server->errMsg, $server->port === $port]), "\n";
    });
    echo "run() has returned\n";
});

$idle = $server->connect();
$used = $server->connect();
$used->send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
echo $used->response(), "\n";
$half = $server->connect();
$half->send("GET /slow HT");
$unfinished = $server->connect();
$unfinished->send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc");
$busy = $server->connect();
$busy->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
usleep(100_000);
$body = "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world";
$client = $server->connect();
$client->send($body);
echo $client->response(), "\n";

echo $server->get('/stop'), "\n";
foreach (['idle', 'used', 'half', 'unfinished'] as $name) {
    echo "$name closed: ", json_encode($$name->isClosed()), "\n";
}
$response = $busy->response();
echo $response, ', ', $response->header('connection'), ', closed: ', json_encode($busy->isClosed()), "\n";

// The second start() listens on the same port, with the new limit.
$client = null;
for ($try = 0; $client === null && $try < 100; $try++) {
    try {
        $client = @$server->connect();
    } catch (RuntimeException) {
        usleep(10_000);
    }
}
$client->send($body);
echo $client->response(), "\n";
echo $server->get('/stop'), "\n";
echo 'exit code ', $server->wait(), "\n";
echo $server->stop();
?>
--EXPECT--
404
200 11
200 stopping
idle closed: true
used closed: true
half closed: true
unfinished closed: true
200 slow, close, closed: true
413
200 stopping
exit code 0
slow begins
NULL
bool(true)
[125,"Operation canceled",true]
NULL
bool(true)
[125,"Operation canceled",true]
run() has returned
