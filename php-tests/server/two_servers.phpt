--TEST--
Server: two servers in one process; each stops by itself
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine\Http\Server;

$server = TestServer::script(function (callable $listening) {
    Swoole\Coroutine\run(function () use ($listening) {
        $first = new Server('127.0.0.1', 0);
        $second = new Server('127.0.0.1', 0);
        foreach (['first' => $first, 'second' => $second] as $name => $server) {
            $server->handle('/name', fn ($request, $response) => $response->end("$name on {$request->server['server_port']}"));
            $server->handle('/stop', function ($request, $response) use ($server) {
                $response->end('stopping');
                $server->shutdown();
            });
        }
        $first->handle('/other', fn ($request, $response) => $response->end((string) $second->port));
        go(function () use ($second) {
            $second->start();
            echo "second has ended\n";
        });
        $listening($first);
        $first->start();
        echo "first has ended\n";
    });
});
$port = (int) $server->get('/other')->body;
var_dump($port !== $server->port);
$second = new TestClient("tcp://127.0.0.1:$port");
$second->send("GET /name HTTP/1.1\r\nHost: x\r\n\r\n");
var_dump((string) $second->response() === "200 second on $port");
var_dump((string) $server->get('/name') === "200 first on $server->port");
echo $server->get('/stop'), "\n";
$second->send("GET /name HTTP/1.1\r\nHost: x\r\n\r\nGET /stop HTTP/1.1\r\nHost: x\r\n\r\n");
var_dump((string) $second->response() === "200 second on $port");
echo $second->response(), "\n";
echo 'exit code ', $server->wait(), "\n", $server->stop();
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
200 stopping
bool(true)
200 stopping
exit code 0
first has ended
second has ended
