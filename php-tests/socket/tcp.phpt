--TEST--
Socket: a TCP connection from bind() to close()
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

// Outside of a coroutine a socket can be made and listen.
$listening = listening();

run(function () use ($listening) {
    $port = $listening->getsockname()['port'];
    $client = new Socket(AF_INET, SOCK_STREAM, 0);
    go(function () use ($listening, $client) {
        $server = $listening->accept();
        var_dump($server::class, $server->domain === AF_INET, $server->fd > 2);
        var_dump($server->getpeername() == $client->getsockname(), $server->getsockname() == $client->getpeername());
        show($server, $server->recv());
        show($server, $server->send('pong'));
        show($server, $server->recv());
        echo "code after the end: $server->errCode\n";
        show($server, $server->checkLiveness());
        show($server, $server->close());
        show($server, $server->close());
        var_dump($server->isClosed());
        foreach (['recv', 'recvAll', 'recvLine', 'recvPacket', 'peek', 'accept', 'getsockname', 'getpeername', 'shutdown', 'checkLiveness', 'listen'] as $method) {
            show($server, $server->$method());
        }
        show($server, $server->send('x'));
        show($server, $server->sendAll('x'));
        show($server, $server->bind('127.0.0.1'));
        show($server, $server->connect('127.0.0.1', 1));
        show($server, $server->getOption(SOL_SOCKET, SO_TYPE));
    });
    show($client, $client->connect('127.0.0.1', $port));
    show($client, $client->connect('127.0.0.1', $port));
    show($client, $client->checkLiveness());
    show($client, $client->peek());
    show($client, $client->send('ping'));
    echo "code after a success: $client->errCode '$client->errMsg'\n";
    show($client, $client->recv(2));
    show($client, $client->peek());
    show($client, $client->recv(2));
    show($client, $client->shutdown(1));
    show($client, $client->recv());
    show($client, $client->shutdown(7));

    $refused = new Socket(AF_INET, SOCK_STREAM, 0);
    $gone = listening();
    $port = $gone->getsockname()['port'];
    $gone->close();
    show($refused, $refused->connect('127.0.0.1', $port));
    show($refused, $refused->send('x'));
    show($refused, $refused->getpeername());
    show($refused, $refused->bind('192.0.2.1'));
    show($refused, $refused->bind('no.such.host.invalid'));
    show($refused, $refused->bind('127.0.0.1', 70000));
});
?>
--EXPECT--
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
bool(true)
bool(true)
true
false 106 Transport endpoint is already connected
true
false 11 Resource temporarily unavailable
4
code after a success: 0 ''
"ping"
4
"po"
"ng"
"ng"
true
""
code after the end: 0
false 104 Connection reset by peer
true
false 9 Bad file descriptor
bool(true)
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
false 9 Bad file descriptor
""
false 22 Invalid argument
false 111 Connection refused
false 32 Broken pipe
false 107 Transport endpoint is not connected
false 99 Cannot assign requested address
false 722 Bad host addr
false 723 Bad port
