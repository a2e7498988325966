--TEST--
Client, Socket: cancelled and closed at every stage: the peer sees the end, no descriptor and no memory stays
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../socket/sockets.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Socket;

use function Swoole\Coroutine\{go, run};

/** Everything the peer still gets. */
function drain(Socket $peer): bool
{
    while (($bytes = $peer->recv(65536, 10)) !== '' && $bytes !== false);
    return $bytes === '' || $peer->errCode === SOCKET_ECONNRESET;
}

function client(array $settings, int $type = SWOOLE_SOCK_TCP): Client
{
    $client = new Client($type);
    $client->set($settings);
    return $client;
}

function socket(array $settings = []): Socket
{
    $socket = new Socket(AF_INET, SOCK_STREAM, 0);
    $settings && $socket->setProtocol($settings);
    return $socket;
}

$read = fn (Socket $peer) => $peer->recv(65536, 10);
$nothing = fn (Socket $peer) => null;
$length = ['open_length_check' => true, 'package_length_type' => 'N', 'package_body_offset' => 4];
// Who talks to the port, how, and what the peer does until it happens.
$stages = [
    'Client: TLS handshake' => [fn () => client([], SWOOLE_SOCK_TCP | SWOOLE_SSL), fn ($c, $port) => $c->connect('127.0.0.1', $port, -1), $read],
    'Client: CONNECT' => [
        fn ($port) => client(['http_proxy_host' => '127.0.0.1', 'http_proxy_port' => $port]),
        fn ($c) => $c->connect('example.com', 80, -1),
        $read,
    ],
    'Client: SOCKS' => [
        fn ($port) => client(['socks5_host' => '127.0.0.1', 'socks5_port' => $port]),
        fn ($c) => $c->connect('example.com', 80, -1),
        $read,
    ],
    'Client: recv' => [fn () => client([]), fn ($c, $port) => $c->connect('127.0.0.1', $port, 10) && $c->recv(-1), $nothing],
    'Client: package' => [
        fn () => client($length),
        fn ($c, $port) => $c->connect('127.0.0.1', $port, 10) && $c->recv(-1),
        fn (Socket $peer) => $peer->send("\0\0\0\x10abc"),
    ],
    'Client: send' => [fn () => client(['timeout' => -1]), fn ($c, $port) => $c->connect('127.0.0.1', $port, 10) && $c->send(str_repeat('x', 8 << 20)), fn (Socket $peer) => $peer->recv(1000, 10)],
    'Socket: TLS handshake' => [fn () => socket(['open_ssl' => true]), fn ($s, $port) => $s->connect('127.0.0.1', $port, -1), $read],
    'Socket: recvLine' => [fn () => socket(), fn ($s, $port) => $s->connect('127.0.0.1', $port, 10) && $s->recvLine(100, -1), fn (Socket $peer) => $peer->send('abc')],
    'Socket: recvAll' => [fn () => socket(), fn ($s, $port) => $s->connect('127.0.0.1', $port, 10) && $s->recvAll(1 << 20, -1), fn (Socket $peer) => $peer->send('abc')],
    'Socket: recvPacket' => [fn () => socket($length), fn ($s, $port) => $s->connect('127.0.0.1', $port, 10) && $s->recvPacket(-1), fn (Socket $peer) => $peer->send("\0\0\0\x10abc")],
    'Socket: readVectorAll' => [fn () => socket(), fn ($s, $port) => $s->connect('127.0.0.1', $port, 10) && $s->readVectorAll([10, 10], -1), fn (Socket $peer) => $peer->send('abc')],
    'Socket: writeVectorAll' => [fn () => socket(), fn ($s, $port) => $s->connect('127.0.0.1', $port, 10) && $s->writeVectorAll(array_fill(0, 8, str_repeat('x', 1 << 20)), -1), fn (Socket $peer) => $peer->recv(1000, 10)],
    'Socket: sendFile' => [fn () => socket(), fn ($s, $port) => $s->connect('127.0.0.1', $port, 10) && $s->sendFile($GLOBALS['file']), fn (Socket $peer) => $peer->recv(1000, 10)],
];

function once(array $stage, callable $end): string
{
    static $listening;
    $listening ??= listening();
    $port = $listening->getsockname()['port'];
    [$make, $talk, $reach] = $stage;
    $client = $make($port);
    $cid = go(function () use ($client, $talk, $port, &$result) {
        $result = json_encode($talk($client, $port)) . " $client->errCode";
    });
    $peer = $listening->accept(10);
    $reach($peer);
    Coroutine::sleep(0.001);
    $end($cid, $client);
    unset($client);
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

$file = __DIR__ . "/stages.tmp";
file_put_contents($file, str_repeat('x', 8 << 20));
ini_set('memory_limit', '512M');
Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
run(function () use ($stages) {
    $cancel = fn (int $cid) => Coroutine::cancel($cid);
    $close = fn (int $cid, object $client) => $client->close();
    foreach ($stages as $name => $stage) {
        echo "$name: ", once($stage, $cancel), ', ', once($stage, $close), "\n";
    }
    $kept = [];
    for ($round = 0; $round < 3; $round++) {
        foreach ($stages as $stage) {
            for ($i = 0; $i < 5; $i++) {
                once($stage, $i % 2 ? $cancel : $close);
            }
        }
        gc_collect_cycles();
        $kept[] = [descriptors(), memory_get_usage()];
    }
    var_dump($kept[1][0] === $kept[2][0], $kept[2][1] - $kept[1][1] < 2000 ?: $kept);

    echo "a name, a silent host\n";
    $silent = full($hold);
    $before = descriptors();
    foreach (['localhost' => 1, '127.0.0.1' => $silent] as $host => $port) {
        foreach ([fn () => client([]), fn () => socket()] as $make) {
            foreach ([$cancel, $close] as $end) {
                $client = $make();
                $cid = go(function () use ($client, $host, $port) {
                    echo json_encode($client->connect($host, $port, -1)), " $client->errCode\n";
                });
                $end($cid, $client);
                Coroutine::join([$cid]);
            }
        }
    }
    unset($client);
    var_dump(settled($before));
});
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/stages.tmp');
?>
--EXPECT--
Client: TLS handshake: false 125, false 125
Client: CONNECT: false 125, false 125
Client: SOCKS: false 125, false 125
Client: recv: false 125, false 125
Client: package: false 125, false 125
Client: send: true 125, true 125
Socket: TLS handshake: false 125, false 125
Socket: recvLine: false 125, false 125
Socket: recvAll: true 125, true 125
Socket: recvPacket: false 125, false 125
Socket: readVectorAll: true 125, true 125
Socket: writeVectorAll: true 125, true 125
Socket: sendFile: false 125, false 125
bool(true)
bool(true)
a name, a silent host
false 125
false 125
false 125
false 125
false 125
false 125
false 125
false 125
bool(true)
