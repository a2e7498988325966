--TEST--
Response: $socket, the connection as a Coroutine\Socket; create() answers for a detached response
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../client/clients.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\Socket;
use Swoole\Http\Request;
use Swoole\Http\Response;
use function Swoole\Coroutine\{go, run};

Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
run(function () {
    $server = new Server('127.0.0.1', 0);
    $server->handle('/', function (Request $request, Response $response) {
        $socket = $response->socket;
        var_dump($socket::class, $socket->fd === $response->fd, $socket === $response->socket, isset($response->socket), $socket->isClosed());
        var_dump($socket->getpeername()['port'] === $request->server['remote_port'], $socket->getsockname()['port'] === $request->server['server_port']);
        var_dump($socket->checkLiveness(), $socket->getOption(SOL_SOCKET, SO_TYPE) === SOCK_STREAM);
        // Asking leaves HTTP alone.
        $response->end('asked');
    });
    $server->handle('/later', function (Request $request, Response $response) {
        var_dump($response->detach());
        $socket = $response->socket;
        go(function () use ($socket, $request) {
            // Longer than a client may be silent between two requests.
            Coroutine::sleep(0.15);
            $response = Response::create([$socket, $request]);
            var_dump($response->fd === $socket->fd, $response->socket === $socket);
            $response->header('X-Later', 'yes');
            var_dump($response->end('late'), $response->end('again'), @Response::create($socket));
        });
    });
    $server->handle('/never', function (Request $request, Response $response) {
        $response->detach();
        $socket = $response->socket;
    });
    $server->handle('/unanswered', function (Request $request, Response $response) {
        $response->detach();
        Response::create($response->socket);
    });
    $server->handle('/raw', function (Request $request, Response $response) {
        $response->detach();
        $socket = $response->socket;
        go(function () use ($socket) {
            var_dump($socket->recvLine());
            var_dump($socket->sendAll("raw bytes\n"));
            var_dump($socket->recv());
        });
    });
    $server->handle('/taken', function (Request $request, Response $response) {
        $response->socket->sendAll("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var_dump($response->end('nobody'), swoole_last_error());
    });
    $server->handle('/close', function (Request $request, Response $response) {
        $socket = $response->socket;
        var_dump($socket->close(), $socket->isClosed(), $socket->close(), $socket->errCode, $response->end('x'));
    });
    $server->handle('/ws', function (Request $request, Response $response) {
        $socket = $response->socket;
        $response->upgrade();
        var_dump($socket->isClosed(), $response->socket === $socket, $socket->getpeername()['port'] === $request->server['remote_port']);
        // Frames are the response's.
        var_dump($socket->send('x'), $socket->errCode);
        $socket->setOption(SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 20000]);
        var_dump($response->recv(), swoole_last_error());
        $response->push('bye');
        var_dump($socket->close(), $response->push('more'));
    });
    $server->set(['handshake_timeout' => 5]);
    go(fn() => $server->start());
    $ask = function (string $path, string $head = '') use ($server): Client {
        $client = new Client(SWOOLE_SOCK_TCP);
        $client->connect('127.0.0.1', $server->port, 5) || exit("cannot connect\n");
        $client->send("GET $path HTTP/1.1\r\nHost: x\r\n$head\r\n");
        return $client;
    };
    $body = fn(Client $client) => substr(strstr($client->recv(10), "\r\n\r\n"), 4) . "\n";

    echo $body($ask('/'));
    echo "-- detached, answered later; the connection goes on\n";
    Coroutine::set(['socket_read_timeout' => 0.1]);
    $client = $ask('/later');
    $answer = $client->recv(10);
    var_dump(str_starts_with($answer, "HTTP/1.1 200 OK\r\nX-Later: yes\r\n"), str_ends_with($answer, 'late'));
    Coroutine::set(['socket_read_timeout' => 10]);
    $client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    echo $body($client);
    echo "-- never, and by a response that does not\n";
    var_dump($ask('/never')->recv(10), strstr($ask('/unanswered')->recv(10), "\r\n", true));
    echo "-- raw\n";
    $client = $ask('/raw', "\r\nahead ");
    $client->send("of time\n");
    echo $client->recv(10);
    $client->close();
    Coroutine::sleep(0.01);
    echo $body($ask('/taken'));
    echo "-- closed\n";
    var_dump($ask('/close')->recv(10));
    echo "-- WebSocket\n";
    $client = $ask('/ws', "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for ($all = ''; ($more = $client->recv(10)) !== ''; $all .= $more) {
    }
    var_dump(str_ends_with($all, "\x81\x03bye\x88\x02\x03\xe8"));
    echo "-- what is none\n";
    var_dump((new Response)->socket);
    $alone = new Socket(AF_INET, SOCK_STREAM, 0);
    $alone->close();
    var_dump(@Response::create($alone), error_get_last()['message']);
    $server->shutdown();
});
?>
--EXPECT--
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
asked
-- detached, answered later; the connection goes on
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
bool(false)
bool(true)
bool(true)
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
asked
-- never, and by a response that does not
string(0) ""
string(34) "HTTP/1.1 500 Internal Server Error"
-- raw
string(8) "ahead 
"
int(10)
string(8) "of time
"
raw bytes
bool(false)
int(32)
hi
-- closed
bool(true)
bool(true)
bool(false)
int(9)
bool(false)
string(0) ""
-- WebSocket
bool(false)
bool(true)
bool(true)
bool(false)
int(95)
bool(false)
int(110)
bool(true)
bool(false)
bool(true)
-- what is none
NULL
bool(false)
string(95) "Swoole\Http\Response::create(): the socket cannot be answered on, Error: Bad file descriptor[9]"
