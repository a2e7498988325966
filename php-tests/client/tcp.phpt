--TEST--
Client: a TCP connection, over IPv4, IPv6 and by name, and a Unix socket
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/clients.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    $port = serve(echoes(...));
    $client = new Client(SWOOLE_SOCK_TCP);
    show($client, $client->connect('127.0.0.1', $port));
    var_dump($client->connected, $client->isConnected(), $client->fd > 2, $client->socket::class, $client->fd === $client->socket->fd);
    var_dump($client->getpeername() === ['host' => '127.0.0.1', 'address' => '127.0.0.1', 'port' => $port]);
    var_dump($client->getsockname()['host']);
    var_dump($client->socket->getOption(SOL_TCP, TCP_NODELAY));
    show($client, $client->connect('127.0.0.1', $port));
    show($client, $client->peek());
    show($client, $client->send('hello'));
    show($client, $client->recv());
    show($client, $client->recv(0.01));
    var_dump($client->connected);
    show($client, $client->sendfile(__FILE__, 6, 9));
    show($client, $client->recv());
    show($client, $client->sendfile("$port.not"));
    $socket = $client->exportSocket();
    var_dump($socket === $client->socket);
    $socket->send('by the socket');
    show($client, $client->recv());
    show($client, $client->close());
    var_dump($client->connected, $client->fd, $client->socket, $socket->isClosed());
    show($client, $client->close());
    show($client, $client->recv());
    // Once more.
    show($client, $client->connect('localhost', $port, 5));
    $data = random_bytes(3_000_000);
    go(fn() => show($client, $client->send($data)));
    $got = '';
    while (strlen($got) < strlen($data)) {
        $got .= $client->recv();
    }
    var_dump($got === $data);
    $client->close();

    echo "an exported socket\n";
    $export = function () use ($port) {
        $client = new Client(SWOOLE_SOCK_TCP);
        $client->connect('127.0.0.1', $port);
        return $client->exportSocket();
    };
    $socket = $export();
    $socket->send('outlives its client');
    var_dump($socket->recv(100, 5));
    $socket = null;

    echo "the server ends it\n";
    $short = serve(function (Socket $connection) {
        $connection->sendAll('bye');
        $connection->close();
    });
    show($client, $client->connect('127.0.0.1', $short));
    show($client, $client->recv());
    show($client, $client->recv());
    var_dump($client->connected, $client->isConnected());
    show($client, $client->close());
    stop();
    show($client, $client->connect('127.0.0.1', $short));
    show($client, $client->connect('no.such.host.invalid', 80));

    echo "IPv6\n";
    $port = serve(echoes(...), '::1', AF_INET6);
    foreach ([[SWOOLE_SOCK_TCP6, '::1'], [SWOOLE_SOCK_TCP, '::1'], [SWOOLE_SOCK_TCP6, '[::1]']] as [$type, $host]) {
        $client = new Client($type);
        show($client, $client->connect($host, $port) && $client->send('six') ? $client->recv() : false);
    }
    unset($client);
    stop();

    echo "Unix\n";
    $path = sys_get_temp_dir() . '/swoole-client-' . getmypid();
    $listening = new Socket(AF_UNIX, SOCK_STREAM, 0);
    $listening->bind($path) && $listening->listen();
    go(fn() => echoes($listening->accept()));
    $client = new Client(SWOOLE_SOCK_UNIX_STREAM);
    show($client, $client->connect($path));
    $client->send('unix');
    show($client, $client->recv());
    $client->close();
    $listening->close();
    show($client, $client->connect($path));
});
?>
--EXPECT--
true
bool(true)
bool(true)
bool(true)
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
string(9) "127.0.0.1"
int(1)
false 106 Transport endpoint is already connected
false 11 Resource temporarily unavailable
5
"hello"
false 110 Connection timed out
bool(true)
true
"require _"
false 2 No such file or directory
bool(true)
"by the socket"
true
bool(false)
int(-1)
NULL
bool(true)
false 5001 Client no connection
false 5001 Client no connection
true
3000000
bool(true)
an exported socket
string(19) "outlives its client"
the server ends it
true
"bye"
""
bool(true)
bool(true)
true
false 111 Connection refused
false 711 DNS Lookup resolve failed
IPv6
"six"
"six"
"six"
Unix
true
"unix"
false 2 No such file or directory
