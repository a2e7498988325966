--TEST--
Http2\Client: PING and GOAWAY between the frames of bodies on their way, in clear and over TLS
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

$authority = new Authority('ca');
$server = TestServer::start(function ($server) use ($authority) {
    $server->set(['package_max_length' => 64 << 20, 'http2_max_control_frames' => 100_000]);
    $server->handle('/', fn ($request, $response) => $response->end($request->getContent()));
});
$tls = tls_server($authority->issue('localhost') + ['open_http2_protocol' => true, 'package_max_length' => 64 << 20, 'http2_max_control_frames' => 100_000], function ($server) {
    $server->handle('/echo', fn ($request, $response) => $response->end($request->getContent()));
});

run(function () use ($server, $tls) {
    // Sends a body, and many pings with it; how many pings.
    $send = function (Client $client, string $path, string $body): int {
        $pings = 0;
        $sender = go(fn () => $client->send(request($path, ['method' => 'POST', 'data' => $body])));
        while (Coroutine::exists($sender)) {
            $pings += (int) $client->ping();
            Coroutine::sleep(0.001);
        }
        return $pings;
    };
    $body = random_bytes(8_000_000);
    foreach ([['/', $server, false], ['/echo', $tls, true]] as [$path, $to, $ssl]) {
        $client = new Client('127.0.0.1', $to->port, $ssl);
        $client->connect();
        $send($client, $path, $body);
        $response = $client->recv();
        var_dump($response->statusCode, $response->data === $body);
    }

    // A server that counts.
    $seen = [];
    $port = Peer::start(function (Peer $peer) use (&$seen) {
        // Room for more than the kernel takes at once.
        $peer->send(WINDOW_UPDATE, 0, 0, pack('N', 0x7fff0000));
        $seen = [DATA => 0, PING => 0, GOAWAY => 0, HEADERS => 0, CONTINUATION => 0];
        $in_block = false;
        while ([$type, $flags, $stream, $payload] = $peer->frame()) {
            if ($in_block && $type !== CONTINUATION) {
                echo "a frame of type $type within a block\n";
            }
            if ($type === HEADERS || $type === CONTINUATION) {
                $in_block = !($flags & END_HEADERS);
            }
            if (isset($seen[$type])) {
                $seen[$type] += $type === DATA ? strlen($payload) : 1;
            }
            if (($type === DATA || $type === HEADERS) && $flags & END_STREAM) {
                $peer->answer($stream, (string) $seen[DATA]);
            }
        }
    }, [INITIAL_WINDOW_SIZE => 0x7fffffff]);
    $client = new Client('127.0.0.1', $port);
    $client->connect();
    $pings = $send($client, '/', str_repeat('x', 10_000_000));
    echo say($client, $client->recv()), "\n";
    // Heads of several frames.
    for ($i = 0; $i < 20; $i++) {
        $client->send(request('/', ['headers' => ['x-long' => str_repeat('y', 60_000)]]));
        $client->goaway();
        $pings += (int) $client->ping();
    }
    for ($i = 0; $i < 20; $i++) {
        $client->recv()->data === '10000000' || print("wrong\n");
    }
    $client->ping();
    $client->close();
    for ($i = 0; $i < 1000 && $seen[GOAWAY] < 21; $i++) {
        Coroutine::sleep(0.005);
    }
    var_dump($pings > 0, $seen[PING] - $pings, $seen[GOAWAY], $seen[HEADERS], $seen[CONTINUATION] > 20);
    Peer::stop();
});
?>
--EXPECT--
int(200)
bool(true)
int(200)
bool(true)
#1 200 "10000000"
bool(true)
int(1)
int(21)
int(21)
bool(true)
