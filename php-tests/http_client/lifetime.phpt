--TEST--
Http\Client: cancelled, closed, left by an exception or exit(), let go of, at every stage: the peer sees the end, nothing stays
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../socket/sockets.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Socket;
use Swoole\ExitException;

use function Swoole\Coroutine\{go, run};

/** Everything the peer still gets. */
function drain(Socket $peer): bool
{
    while (($bytes = $peer->recv(65536, 10)) !== '' && $bytes !== false);
    // A reset is an end as well: what it did not read was still on its way.
    return $bytes === '' || $peer->errCode === SOCKET_ECONNRESET;
}

const HEAD = "HTTP/1.1 200 OK\r\n";

function handshake(Socket $peer): void
{
    preg_match('/^Sec-WebSocket-Key: (.*)\r$/m', $peer->recv(65536, 10), $key);
    $accept = base64_encode(sha1($key[1] . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11', true));
    $peer->sendAll("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $accept\r\n\r\n");
}

// How far the client is when it happens: its settings, and what the peer does until then.
$stages = [
    'TLS handshake' => [['ssl' => true], fn (Socket $peer) => $peer->recv(65536, 10)],
    'CONNECT to a proxy' => [['ssl' => true, 'proxy' => 'http_proxy'], fn (Socket $peer) => $peer->recv(65536, 10)],
    'SOCKS' => [['proxy' => 'socks5'], function (Socket $peer) {
        $peer->recv(3, 10);
        $peer->send("\x05\x00");
        $peer->recv(65536, 10);
    }],
    'request' => [['upload' => 8 << 20], fn (Socket $peer) => $peer->recv(1000, 10)],
    'head' => [[], fn (Socket $peer) => [$peer->recv(65536, 10), $peer->sendAll(HEAD . "X-A: b\r\n")]],
    'body' => [[], fn (Socket $peer) => [$peer->recv(65536, 10), $peer->sendAll(HEAD . "Content-Length: 1000\r\n\r\nab")]],
    'chunk' => [[], fn (Socket $peer) => [$peer->recv(65536, 10), $peer->sendAll(HEAD . "Transfer-Encoding: chunked\r\n\r\nff\r\nab")]],
    'gzip' => [[], fn (Socket $peer) => [$peer->recv(65536, 10), $peer->sendAll(HEAD . "Content-Encoding: gzip\r\n\r\n" . substr(gzencode(random_bytes(1000)), 0, 500))]],
    'download' => [['download' => true], fn (Socket $peer) => [$peer->recv(65536, 10), $peer->sendAll(HEAD . "Content-Length: 1000\r\n\r\nab")]],
    'deferred' => [['defer' => true], fn (Socket $peer) => $peer->recv(65536, 10)],
    'upgrade' => [['method' => 'upgrade'], fn (Socket $peer) => $peer->recv(65536, 10)],
    'frame' => [['method' => 'frame'], fn (Socket $peer) => [handshake($peer), $peer->sendAll("\x81\x7e\x10")]],
    'message' => [['method' => 'frame'], fn (Socket $peer) => [handshake($peer), $peer->sendAll("\x01\x02ab")]],
    'push' => [['method' => 'push'], fn (Socket $peer) => handshake($peer)],
];

function talk(Client $client, array $how): mixed
{
    if (isset($how['upload'])) {
        return $client->post('/', str_repeat('x', $how['upload']));
    }
    if (isset($how['download'])) {
        return $client->download('/', '/dev/null');
    }
    if (isset($how['defer'])) {
        $client->setDefer();
        return $client->get('/') && $client->recv();
    }
    return match ($how['method'] ?? 'get') {
        'get' => $client->get('/'),
        'upgrade' => $client->upgrade('/'),
        'frame' => $client->upgrade('/') && $client->recv(-1),
        'push' => $client->upgrade('/') && $client->push(str_repeat('x', 8 << 20)),
    };
}

function client(int $port, array $how): Client
{
    $client = new Client('127.0.0.1', $port, $how['ssl'] ?? false);
    $client->set(['timeout' => 60, 'max_retries' => 3]);
    if (isset($how['proxy'])) {
        $client->set(["$how[proxy]_host" => '127.0.0.1', "$how[proxy]_port" => $port]);
    }
    return $client;
}

/** One connection up to a stage, and then `$end`, which gets the coroutine and the client: what the call has given. */
function once(array $stage, callable $end): string
{
    static $listening;
    $listening ??= listening();
    $port = $listening->getsockname()['port'];
    [$how, $reach] = $stage;
    $client = client($port, $how);
    $result = null;
    $cid = go(function () use ($client, $how, &$result) {
        $result = talk($client, $how);
        $result = json_encode($result) . " $client->statusCode $client->errCode";
    });
    $peer = $listening->accept(10);
    $reach($peer);
    // The client has seen that, too: whoever waits is behind it in the queue.
    Coroutine::sleep(0.001);
    $end($cid, $client);
    unset($client);
    // A client that has sent a close frame waits for this.
    $peer->shutdown(1);
    $ended = drain($peer);
    Coroutine::join([$cid]);
    return $result . ($ended ? '' : ', and the peer waits');
}

function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}

/** Whether there are as many again, once the threads that look up names are done. */
function settled(int $before): bool
{
    // Looked at once each time: such a thread opens files for a moment.
    for ($i = 0; $i < 500; $i++) {
        if (descriptors() === $before) {
            return true;
        }
        Coroutine::sleep(0.01);
    }
    return false;
}

ini_set('memory_limit', '512M');
Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
run(function () use ($stages) {
    $cancel = fn (int $cid) => Coroutine::cancel($cid);
    $close = fn (int $cid, Client $client) => $client->close();
    $closeSocket = fn (int $cid, Client $client) => $client->socket ? $client->socket->close() : $client->close();
    foreach ($stages as $name => $stage) {
        echo "$name: ", once($stage, $cancel), ', ', once($stage, $close), ', ', once($stage, $closeSocket), "\n";
    }

    // All of that again and again: nothing is left.
    $kept = [];
    for ($round = 0; $round < 3; $round++) {
        foreach ($stages as $name => $stage) {
            for ($i = 0; $i < 5; $i++) {
                once($stage, $i % 2 ? $cancel : $close);
            }
        }
        gc_collect_cycles();
        $kept[] = [descriptors(), memory_get_usage()];
    }
    var_dump($kept[1][0] === $kept[2][0], $kept[2][1] - $kept[1][1] < 2000 ?: $kept);

    echo "exceptions\n";
    $listening = listening();
    $port = $listening->getsockname()['port'];
    $before = descriptors();
    foreach ([fn () => throw new Exception('from write_func'), fn () => exit(3)] as $leave) {
        go(function () use ($port, $leave) {
            $client = client($port, []);
            $client->set(['write_func' => $leave]);
            try {
                $client->get('/');
            } catch (ExitException $e) {
                echo 'exit ', $e->getStatus(), "\n";
            } catch (Exception $e) {
                echo $e->getMessage(), ' ', json_encode($client->connected), "\n";
            }
        });
        $peer = $listening->accept(10);
        $peer->recv();
        $peer->sendAll(HEAD . "Content-Length: 1000\r\n\r\nab");
        var_dump(drain($peer));
    }

    echo "let go of\n";
    // While another coroutine is in the request: it goes on.
    $client = client($port, []);
    $cid = go(function () use (&$client) {
        echo json_encode($client->get('/')), "\n";
    });
    $peer = $listening->accept(10);
    $peer->recv();
    $client = null;
    $peer->sendAll(HEAD . "Content-Length: 2\r\n\r\nab");
    var_dump(drain($peer));
    // In a cycle.
    $client = client($port, []);
    $client->set(['write_func' => fn () => $client]);
    $client->itself = $client;
    $cid = go(function () use ($client) {
        $client->get('/');
    });
    $peer = $listening->accept(10);
    $peer->recv();
    $peer->sendAll(HEAD . "Content-Length: 0\r\n\r\n");
    Coroutine::join([$cid]);
    var_dump($client->connected);
    $client->socket->itself = [$client, $client->socket];
    unset($client);
    gc_collect_cycles();
    var_dump(drain($peer));
    unset($peer);
    var_dump(settled($before));

    echo "a name, a silent host\n";
    $silent = full($hold);
    $before = descriptors();
    foreach (['localhost' => 1, '127.0.0.1' => $silent] as $host => $number) {
        foreach ([$cancel, $close, fn (int $cid, Client $client) => var_dump($client->close(), $client->close())] as $end) {
            $client = new Client($host, $number);
            $client->set(['max_retries' => 3]);
            $cid = go(function () use ($client) {
                echo json_encode($client->get('/')), " $client->statusCode $client->errCode\n";
            });
            $end($cid, $client);
            Coroutine::join([$cid]);
        }
    }
    unset($client);
    var_dump(settled($before));
});

/** A port on which connecting waits. */
function full(?array &$hold): int
{
    $listening = new Socket(AF_INET, SOCK_STREAM, 0);
    $listening->bind('127.0.0.1') && $listening->listen(0);
    $port = $listening->getsockname()['port'];
    $hold = [$listening];
    do {
        $hold[] = $one = new Socket(AF_INET, SOCK_STREAM, 0);
    } while ($one->connect('127.0.0.1', $port, 0.2));
    return $port;
}
?>
--EXPECT--
TLS handshake: false -1 125, false -1 125, false -1 125
CONNECT to a proxy: false -1 125, false -1 125, false -1 125
SOCKS: false -1 125, false -1 125, false -1 125
request: false -4 125, false -4 125, false -4 125
head: false -3 125, false -3 125, false -3 125
body: false -3 125, false -3 125, false -3 125
chunk: false -3 125, false -3 125, false -3 125
gzip: false -3 125, false -3 125, false -3 125
download: false -3 125, false -3 125, false -3 125
deferred: false -3 125, false -3 125, false -3 125
upgrade: false -3 125, false -3 125, false -3 125
frame: false -3 125, false 101 0, false 101 0
message: false -3 125, false 101 0, false 101 0
push: false -4 125, true 101 0, true 101 0
bool(true)
bool(true)
exceptions
from write_func false
bool(true)
exit 3
bool(true)
let go of
true
bool(true)
bool(true)
bool(true)
bool(true)
a name, a silent host
false -1 125
false -1 125
bool(true)
bool(false)
false -1 125
false -1 125
false -1 125
bool(true)
bool(false)
false -1 125
bool(true)
