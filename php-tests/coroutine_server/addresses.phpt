--TEST--
Coroutine\Server: IPv6, Unix sockets, shared ports, and addresses that cannot be used
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use function Swoole\Coroutine\run;

run(function () {
    $hello = fn (Connection $connection) => $connection->send('hello');

    foreach (['::1' => [AF_INET6, SWOOLE_SOCK_TCP6], 'localhost' => [AF_INET, SWOOLE_SOCK_TCP]] as $host => [$type, $clients]) {
        $server = new Server($host);
        $server->handle($hello);
        started($server);
        $client = new Client($clients);
        var_dump($server->host, $server->type === $type, $client->connect($type === AF_INET ? '127.0.0.1' : '::1', $server->port), $client->recv());
        $server->shutdown();
    }

    $path = sys_get_temp_dir() . '/swoole-test-' . getmypid() . '.sock';
    $server = new Server("unix:$path");
    $server->handle($hello);
    started($server);
    $client = new Client(SWOOLE_SOCK_UNIX_STREAM);
    var_dump($server->host === $path, $server->port, $server->type === AF_UNIX, $client->connect($path), $client->recv(), file_exists($path));
    try {
        new Server("unix:$path");
    } catch (Swoole\Exception $exception) {
        var_dump($exception->getMessage() === "bind($path:0) failed", $exception->getCode());
    }
    stop($server);
    var_dump(file_exists($path));

    $one = new Server('127.0.0.1', 0, false, true);
    $two = new Server('127.0.0.1', $one->port, false, true);
    var_dump($one->port === $two->port);
    foreach ([['127.0.0.1', $one->port], ['192.0.2.1', 0], ['no.such.host.invalid', 0], ['127.0.0.1', 70000], ['', 0]] as [$host, $port]) {
        try {
            new Server($host, $port);
        } catch (Swoole\Exception $exception) {
            echo str_replace(":$one->port)", ':PORT)', $exception->getMessage()), ' ', $exception->getCode(), "\n";
        }
    }
});
?>
--EXPECT--
string(3) "::1"
bool(true)
bool(true)
string(5) "hello"
string(9) "localhost"
bool(true)
bool(true)
string(5) "hello"
bool(true)
int(0)
bool(true)
bool(true)
string(5) "hello"
bool(true)
bool(true)
int(98)
bool(true)
bool(false)
bool(true)
bind(127.0.0.1:PORT) failed 98
bind(192.0.2.1:0) failed 99
bind(no.such.host.invalid:0) failed 722
bind(127.0.0.1:70000) failed 723
bind(:0) failed 22
