--TEST--
Http\Client: the property socket is the connection, for as long as there is one
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../socket/sockets.inc.php';

use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\Socket;

use function Swoole\Coroutine\{go, run};

run(function () {
    $server = new Server('127.0.0.1', 0);
    $server->handle('/', fn ($request, $response) => $response->end($request->rawContent() . $request->server['request_uri']));
    $server->handle('/echo', function ($request, $ws) {
        $ws->upgrade();
        while ($frame = $ws->recv()) {
            $ws->push($frame->data);
        }
        echo 'server: ', json_encode($frame), "\n";
    });
    go(fn () => $server->start());
    $client = new Client('127.0.0.1', $server->port);
    $client->set(['timeout' => 10]);

    echo "asking\n";
    var_dump($client->socket, isset($client->socket));
    $client->get('/');
    $socket = $client->socket;
    var_dump(get_class($socket), $socket === $client->socket, isset($client->socket), $socket->fd > 0, $socket->isClosed());
    var_dump($socket->getsockname() === $client->getsockname(), $socket->getpeername()['port'] === $server->port, $socket->checkLiveness());
    var_dump($socket->getOption(SOL_TCP, TCP_NODELAY), $socket->setOption(SOL_TCP, TCP_NODELAY, 0), $socket->getOption(SOL_TCP, TCP_NODELAY));
    // It is still the client's.
    var_dump($client->get('/again'), $client->body, $socket === $client->socket, $client->getsockname() === $socket->getsockname());

    echo "the client closes\n";
    $client->close();
    var_dump($client->socket, $socket->isClosed(), $socket->close(), $socket->errCode, $socket->send('x'), $socket->errCode, $socket->getpeername());

    echo "the socket closes\n";
    $client->get('/');
    var_dump($client->socket !== $socket, $client->socket->close(), $client->socket->isClosed(), $client->get('/new'), $client->body, $client->socket->isClosed());

    echo "by hand\n";
    $socket = $client->socket;
    var_dump($socket->sendAll("GET /raw HTTP/1.1\r\nHost: x\r\n\r\n") > 0, str_ends_with($socket->recv(65536, 10), "\r\n\r\n/raw"));
    var_dump($client->get('/mine'), $client->body, $client->socket !== $socket, $client->getsockname() === $socket->getsockname());
    var_dump($socket->send("GET /raw HTTP/1.1\r\nHost: x\r\n\r\n") > 0, strlen($socket->recv(65536, 10)) > 0, $socket->close());

    echo "outlives its client\n";
    $socket = $client->socket;
    unset($client);
    var_dump($socket->isClosed(), $socket->recv(), $socket->errCode);
    $client = new Client('127.0.0.1', $server->port);
    $client->get('/');
    $socket = $client->socket;
    $socket->send('GET /');
    unset($client);
    var_dump($socket->isClosed(), $socket->send(" HTTP/1.1\r\nHost: x\r\n\r\n") > 0, strlen($socket->recv(65536, 10)) > 0);

    echo "a WebSocket\n";
    $client = new Client('127.0.0.1', $server->port);
    $client->upgrade('/echo');
    $socket = $client->socket;
    var_dump($socket->isClosed(), $socket->recv(), $socket->errCode, $socket->getpeername()['address'], $client->push('x'), $client->recv()->data);
    var_dump($socket->close(), $socket->isClosed(), $client->recv(), $client->connected, $client->socket);

    echo "looked at as a whole, written to, referred to\n";
    $client = new Client('127.0.0.1', $server->port);
    $client->get('/');
    var_dump(get_class(get_object_vars($client)['socket']));
    $client->close();
    $client->get('/');
    foreach ($client as $name => $value) {
        echo $name, ' ', get_debug_type($value), "\n";
        break;
    }
    $reference = &$client->socket;
    $client->close();
    $client->get('/');
    var_dump($reference);
    unset($reference);
    $client->close();
    $client->get('/');
    $client->socket = 'mine';
    var_dump($client->get('/'), $client->socket);
    $client->close();
    var_dump($client->socket);
    $server->shutdown();
});
?>
--EXPECT--
asking
NULL
bool(false)
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
int(1)
bool(true)
int(0)
bool(true)
string(6) "/again"
bool(true)
bool(true)
the client closes
NULL
bool(true)
bool(false)
int(9)
bool(false)
int(9)
bool(false)
the socket closes
bool(true)
bool(true)
bool(true)
bool(true)
string(4) "/new"
bool(false)
by hand
bool(true)
bool(true)
bool(true)
string(5) "/mine"
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
outlives its client
bool(true)
bool(false)
int(9)
bool(false)
bool(true)
bool(true)
a WebSocket
bool(false)
bool(false)
int(95)
string(9) "127.0.0.1"
bool(true)
string(1) "x"
bool(true)
bool(true)
string(0) ""
bool(false)
NULL
looked at as a whole, written to, referred to
server: ""
string(23) "Swoole\Coroutine\Socket"
socket Swoole\Coroutine\Socket
NULL
bool(true)
string(4) "mine"
NULL
