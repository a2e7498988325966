--TEST--
Responses that a script keeps are finished when it ends: after shutdown(), and by exit()
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http\Server;

$main = fn (bool $exit) => function (callable $listening) use ($exit) {
    $kept = [];
    Coroutine\run(function () use ($listening, &$kept, $exit) {
        $server = new Server('127.0.0.1', 0);
        $server->handle('/keep', function ($request, $response) use (&$kept) {
            $kept[] = $response;
        });
        $server->handle('/keep-status', function ($request, $response) use (&$kept) {
            $response->status(503, 'Going');
            $kept[] = $response;
        });
        $server->handle('/keep-stream', function ($request, $response) use (&$kept) {
            $response->write('begun');
            $kept[] = $response;
        });
        $server->handle('/keep-forever', function ($request, $response) {
            @$response->own = $response;
        });
        $server->handle('/stop', function ($request, $response) use ($server, $exit) {
            $response->end('stopping');
            $server->shutdown();
            if ($exit) {
                register_shutdown_function(fn () => print "exit\n");
            }
        });
        $listening($server);
        var_dump($server->start());
        $exit && go(fn () => exit(4));
    });
    echo "run() has returned, ", count($kept), " kept\n";
};
$servers = [TestServer::script($main(false)), TestServer::script($main(true))];
foreach ($servers as $server) {
    $clients = [];
    foreach (['/keep', '/keep-status', '/keep-stream', '/keep-forever'] as $target) {
        $clients[$target] = $client = $server->connect();
        $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    usleep(50_000);
    echo $server->get('/stop'), "\n";
    foreach ($clients as $target => $client) {
        echo "$target: ";
        try {
            $response = $client->response();
            echo $response, ', ', $response->header('connection'), ', ', json_encode($client->isClosed()), "\n";
        } catch (RuntimeException $e) {
            echo $e->getMessage(), "\n";
        }
    }
    echo 'exit code ', $server->wait(), "\n", $server->stop();
}
?>
--EXPECTF--
200 stopping
/keep: 500, close, true
/keep-status: 503, close, true
/keep-stream: 200 begun, keep-alive, true
/keep-forever: 500, close, true
exit code 0
bool(true)
run() has returned, 3 kept
200 stopping
/keep: 500, close, true
/keep-status: 503, close, true
/keep-stream: 200 begun, keep-alive, true
/keep-forever: 500, close, true
exit code 255
bool(true)

Fatal error: Uncaught Swoole\ExitException: swoole exit in %s:%d
Stack trace:
%a
exit
