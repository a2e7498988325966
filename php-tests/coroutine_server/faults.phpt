--TEST--
Coroutine\Server: no descriptors, no coroutines
--EXTENSIONS--
sockets
posix
--FILE--
<?php
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\run;

run(function () {
    $server = new Server('127.0.0.1');
    $server->handle(function (Connection $connection) {
        $connection->send('hello ');
        $connection->send($connection->recv());
    });

    echo "-- no descriptor to accept with\n";
    $client = new Socket(AF_INET, SOCK_STREAM, 0);
    started($server);
    posix_setrlimit(POSIX_RLIMIT_NOFILE, 64, 64);
    $held = [];
    try {
        while (true) {
            $held[] = new Socket(AF_INET, SOCK_STREAM, 0);
        }
    } catch (Socket\Exception) {
    }
    $client->connect('127.0.0.1', $server->port);
    var_dump($client->recv(6, 0.1));
    $held = [];
    // The next try is a second after the first.
    var_dump($client->recv(6, 10), $client->sendAll('again'), $client->recvAll(5, 10));

    echo "-- a shutdown does not wait for the next try\n";
    unset($client);
    try {
        while (true) {
            $held[] = new Socket(AF_INET, SOCK_STREAM, 0);
        }
    } catch (Socket\Exception) {
    }
    array_pop($held);
    $client = new Socket(AF_INET, SOCK_STREAM, 0);
    $client->connect('127.0.0.1', $server->port);
    var_dump($client->recv(6, 0.1));
    stop($server);
    $held = [];
    $client->close();

    echo "-- no coroutine\n";
    started($server);
    Coroutine::set(['max_coroutine' => Coroutine::stats()['coroutine_num']]);
    var_dump(client($server)->recv(10), client($server)->recv(10));
    Coroutine::set(['max_coroutine' => 100]);
    $client = client($server);
    $client->send('again');
    var_dump($client->recv(10), $client->recv(10));
    stop($server);
});
?>
--EXPECTF--
-- no descriptor to accept with
[%s]	WARNING	accept failed, Error: Too many open files (os error 24); next try in 1 s
bool(false)
string(6) "hello "
int(5)
string(5) "again"
-- a shutdown does not wait for the next try
[%s]	WARNING	accept failed, Error: Too many open files (os error 24); next try in 1 s
bool(false)
bool(true)
-- no coroutine
[%s]	WARNING	no coroutine for the connection on fd#%d: Limit(2); it is closed, and so are further ones until there is room
string(0) ""
string(0) ""
string(6) "hello "
string(5) "again"
bool(true)
