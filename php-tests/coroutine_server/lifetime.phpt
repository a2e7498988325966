--TEST--
Coroutine\Server: a connection lives as long as somebody has it; servers and handlers are freed
--FILE--
<?php
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use function Swoole\Coroutine\{go, run};

final class Handler
{
    public ?Server $server = null;

    public function __invoke(Connection $connection): void
    {
        $connection->send('cycle');
    }

    public function __destruct()
    {
        echo "handler freed\n";
    }
}

run(function () {
    $kept = [];
    $server = new Server('127.0.0.1');
    $server->handle(function (Connection $connection) use (&$kept) {
        match ($connection->recv()) {
            'leave' => null,
            'keep' => $kept[] = $connection,
            'socket' => $kept[] = $connection->exportSocket(),
            'spawn' => go(function () use ($connection) {
                Coroutine::sleep(0.005);
                $connection->send('from another coroutine');
            }),
        };
    });
    started($server);
    $client = client($server);
    $client->send('leave');
    var_dump($client->recv());
    foreach (['keep', 'socket'] as $what) {
        $client = client($server);
        $client->send($what);
        var_dump($client->recv(0.01));
        [$one] = $kept;
        $one->send('kept');
        var_dump($client->recv());
        $kept = [];
        unset($one);
        var_dump($client->recv());
    }
    $client = client($server);
    $client->send('spawn');
    var_dump($client->recv(), $client->recv());
    $server->shutdown();

    $handler = new Handler();
    $handler->server = new Server('127.0.0.1');
    $handler->server->handle($handler);
    started($handler->server);
    var_dump(client($handler->server)->recv());
    stop($handler->server);
    unset($handler);
    gc_collect_cycles();
    echo "collected\n";
});
?>
--EXPECT--
string(0) ""
bool(false)
string(4) "kept"
string(0) ""
bool(false)
string(4) "kept"
string(0) ""
string(22) "from another coroutine"
string(0) ""
string(5) "cycle"
bool(true)
handler freed
collected
