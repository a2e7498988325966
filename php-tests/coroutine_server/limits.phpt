--TEST--
Coroutine\Server: max_connection counts what is open, handshakes included; backlog
--EXTENSIONS--
sockets
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\run;

$certificate = (new Authority('ours'))->issue('localhost');
Coroutine::set(['log_level' => SWOOLE_LOG_WARNING]);

/** Whether the server talks to a new client, which stays. */
function is_served(Server $server, array &$clients, array $settings = [], int $type = SWOOLE_SOCK_TCP): bool
{
    $clients[] = $client = new Coroutine\Client($type);
    $client->set($settings);
    $client->connect('127.0.0.1', $server->port, 10);
    return $client->recv(10) === 'hello';
}

/** Waits until the server has seen that clients are gone. */
function until_served(Server $server, array &$clients): bool
{
    for ($i = 0; $i < 1000; $i++) {
        if (is_served($server, $clients)) {
            return true;
        }
        array_pop($clients)->close();
        Coroutine::sleep(0.005);
    }
    return false;
}

run(function () use ($certificate) {
    $server = new Server('127.0.0.1');
    $server->set(['max_connection' => 2]);
    $sockets = [];
    $server->handle(function (Connection $connection) use (&$sockets) {
        $sockets[] = $connection->exportSocket();
        $connection->send('hello');
        $connection->recv();
    });
    started($server);
    $clients = [];
    echo "-- at the limit\n";
    for ($i = 0; $i < 4; $i++) {
        var_dump(is_served($server, $clients));
    }
    echo "-- a handler has ended, but its socket is kept\n";
    $clients[0]->close();
    Coroutine::sleep(0.05);
    var_dump(is_served($server, $clients));
    echo "-- it is closed\n";
    $sockets[0]->close();
    var_dump(until_served($server, $clients), is_served($server, $clients));
    echo "-- let go of, after another start()\n";
    stop($server);
    $server->set(['max_connection' => 3, 'max_conn' => 3]);
    started($server);
    var_dump(is_served($server, $clients), is_served($server, $clients));
    foreach ($clients as $client) {
        $client->close();
    }
    $sockets = $clients = [];
    var_dump(until_served($server, $clients), is_served($server, $clients), is_served($server, $clients), is_served($server, $clients));
    stop($server);

    echo "-- handshakes count, and TLS clients are told with an alert\n";
    $server = new Server('127.0.0.1', 0, true);
    $server->set($certificate + ['max_conn' => 1]);
    $server->handle(fn (Connection $connection) => $connection->send('hello') && $connection->recv());
    started($server);
    $silent = client($server);
    $refused = client($server);
    echo bin2hex($refused->recv(10)), "\n";
    $silent->close();
    $clients = [];
    for ($i = 0; $i < 1000 && !is_served($server, $clients, type: SWOOLE_SOCK_TCP | SWOOLE_SSL); $i++) {
        Coroutine::sleep(0.005);
    }
    var_dump($i < 1000);
    stop($server);

    echo "-- backlog\n";
    $server = new Server('127.0.0.1');
    $server->set(['backlog' => 3]);
    $server->handle(fn (Connection $connection) => $connection->send('hello'));
    started($server);
    $pending = [];
    for ($i = 0; $i < 20; $i++) {
        $pending[] = stream_socket_client("tcp://127.0.0.1:$server->port", $code, $text, 5, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
    }
    // Nobody is accepted while this coroutine does not suspend; who may connect has connected at once.
    $none = null;
    stream_select($none, $pending, $none, 0);
    var_dump(count($pending));
    array_map(fclose(...), $pending);
    stop($server);

    echo "-- what cannot be used\n";
    $server = new Server('127.0.0.1');
    $server->set(['max_connection' => 'many', 'backlog' => 0, 'max_wait_time' => []]);
    $server->handle(fn (Connection $connection) => $connection->send('hello'));
    started($server);
    var_dump(is_served($server, $clients));
    stop($server);
});
?>
--EXPECTF--
-- at the limit
bool(true)
bool(true)
[%s]	WARNING	max_connection 2 is reached: further connections are refused
bool(false)
bool(false)
-- a handler has ended, but its socket is kept
bool(false)
-- it is closed
[%s]	WARNING	max_connection 2 is reached: further connections are refused
bool(true)
bool(false)
-- let go of, after another start()
bool(true)
[%s]	WARNING	max_connection 3 is reached: further connections are refused
bool(true)
bool(false)
[%s]	WARNING	max_connection 3 is reached: further connections are refused
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
-- handshakes count, and TLS clients are told with an alert
[%s]	WARNING	max_connection 1 is reached: further connections are refused
15030300020250
bool(true)
bool(true)
-- backlog
int(4)
bool(true)
-- what cannot be used
[%s]	WARNING	the setting max_connection must be a whole number above 0, many was given: the default holds
[%s]	WARNING	the setting max_wait_time must be a number, array was given: the default holds
[%s]	WARNING	the setting backlog must be a whole number above 0, 0 was given: the default holds
bool(true)
bool(true)
