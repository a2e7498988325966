--TEST--
Coroutine\Server: from the constructor to the end of start()
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

// Outside of a coroutine it can be made.
$server = new Server('127.0.0.1');
var_dump($server->host, $server->port > 0, $server->type === AF_INET, $server->fd > 2, $server->errCode, $server->setting);
var_dump($server->shutdown());

run(function () use ($server) {
    echo "-- no handler\n";
    var_dump($server->start(), $server->errCode);

    echo "-- a conversation\n";
    $parent = Coroutine::getCid();
    $server->handle(function (Connection $connection) use ($parent) {
        var_dump(Coroutine::getPcid() > $parent);
        $socket = $connection->exportSocket();
        var_dump($socket::class, $socket === $connection->exportSocket(), $socket->type === SOCK_STREAM);
        while (($data = $connection->recv()) !== '') {
            var_dump($connection->send("<$data>"));
        }
        var_dump($connection->close(), $connection->close(), $connection->recv(), $connection->send('x'));
        echo "$socket->errCode $socket->errMsg\n";
    });
    go(function () use ($server) {
        var_dump($server->start(), $server->errCode);
        echo "start() is over\n";
    });
    $client = client($server);
    $client->send('one');
    var_dump($client->recv());
    $client->close();

    echo "-- while it runs\n";
    try {
        $server->start();
    } catch (Swoole\Error $error) {
        echo preg_replace('/#\d+/', '#N', $error->getMessage()), ' ', $error->getCode() === SWOOLE_ERROR_CO_HAS_BEEN_BOUND ? 'bound' : '', "\n";
    }

    echo "-- another handler, and an end within it\n";
    $server->handle(function (Connection $connection) use ($server) {
        var_dump($connection->exportSocket()->setProtocol(['open_eof_check' => true, 'package_eof' => "\n"]));
        var_dump($connection->recv(), $server->shutdown());
        Coroutine::sleep(0.01);
        $connection->send('still here');
    });
    $client = client($server);
    $client->send("a line\nmore");
    var_dump($client->recv(), $client->recv());
    var_dump($server->shutdown(), @$client->connect('127.0.0.1', $server->port));

    echo "-- once more\n";
    started($server);
    $port = $server->port;
    $server->handle(fn (Connection $connection) => $connection->send('again'));
    var_dump(client($server)->recv(), $server->port === $port);
    stop($server);

    echo "-- cancelled\n";
    $cid = go(function () use ($server) {
        var_dump($server->start());
    });
    var_dump(Coroutine::cancel($cid), $server->shutdown());

    echo "-- a connection of one's own\n";
    [$here, $there] = swoole_coroutine_socketpair(AF_UNIX, SOCK_STREAM, 0);
    $connection = new Connection($here);
    var_dump($connection->send('by hand'), $there->recv(), $connection->exportSocket() === $here);
    try {
        $connection->__construct($there);
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
    $unmade = (new ReflectionClass(Connection::class))->newInstanceWithoutConstructor();
    foreach (['recv', 'close', 'exportSocket'] as $method) {
        try {
            $unmade->$method();
        } catch (Error $error) {
            echo $error->getMessage(), "\n";
        }
    }
});
try {
    $server->start();
} catch (Swoole\Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
string(9) "127.0.0.1"
bool(true)
bool(true)
bool(true)
int(0)
array(1) {
  ["open_ssl"]=>
  bool(false)
}
bool(false)
-- no handler
bool(false)
int(22)
-- a conversation
bool(true)
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
int(5)
string(5) "<one>"
-- while it runs
Socket#N has already been bound to another coroutine#N, reading of the same socket in coroutine#N at the same time is not allowed bound
-- another handler, and an end within it
bool(true)
bool(false)
bool(false)
bool(false)
9 Bad file descriptor
bool(true)
string(7) "a line
"
bool(true)
bool(true)
int(0)
start() is over
string(10) "still here"
string(0) ""
bool(false)
bool(false)
-- once more
string(5) "again"
bool(true)
bool(true)
-- cancelled
bool(true)
bool(true)
bool(false)
-- a connection of one's own
int(7)
string(7) "by hand"
bool(true)
connection has already been constructed
must call constructor first
must call constructor first
must call constructor first
API must be called in the coroutine
