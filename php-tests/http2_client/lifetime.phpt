--TEST--
Http2\Client: memory and descriptors stay level, whenever a client goes
--FILE--
<?php
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

run(function () {
    Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    $server = new Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 16 << 20]);
    $server->handle('/', fn ($request, $response) => $response->end(str_repeat('x', 500_000)));
    go(fn () => $server->start());
    $stall = Peer::start(function (Peer $peer) {
        while ($stream = $peer->request()) {
            $peer->head($stream, ['x-a' => 'b']);
            $peer->send(DATA, 0, $stream, str_repeat('x', 10_000));
        }
    }, [INITIAL_WINDOW_SIZE => 1000]);
    $connect = function (int $port): Client {
        $client = new Client('127.0.0.1', $port);
        $client->set(['timeout' => 5, 'write_timeout' => 5]);
        $client->connect();
        return $client;
    };
    $cases = [
        'used' => function () use ($connect, $server) {
            $client = $connect($server->port);
            for ($i = 0; $i < 3; $i++) {
                $client->send(request('/', ['method' => 'POST', 'data' => str_repeat('x', 300_000), 'headers' => ['a' => 'b'], 'cookies' => ['c' => 'd']]));
                strlen($client->recv()->data) === 500_000 || print("wrong\n");
            }
        },
        'destroyed before the response' => function () use ($connect, $server) {
            $client = $connect($server->port);
            $client->send(request());
        },
        'destroyed within the response' => function () use ($connect, $stall) {
            $client = $connect($stall);
            $client->send(request('/', ['usePipelineRead' => true]));
            $client->send(request());
            while ($client->read()->data === '');
        },
        'destroyed within the request' => function () use ($connect, $stall) {
            $client = $connect($stall);
            $id = $client->send(request('/', ['pipeline' => true, 'data' => 'x']));
            $cid = go(function () use ($client, $id) {
                $client->write($id, str_repeat('y', 100_000));
            });
            Coroutine::cancel($cid);
        },
        'closed while others wait' => function () use ($connect, $stall) {
            $client = $connect($stall);
            go(fn () => $client->send(request('/', ['data' => str_repeat('z', 100_000)])));
            go(fn () => $client->recv());
            $client->close();
        },
        'a stream that is given up' => function () use ($connect, $stall) {
            $client = $connect($stall);
            $client->set(['write_timeout' => 0.001]);
            $client->send(request('/', ['data' => str_repeat('z', 100_000)]));
            $client->send(request('/', ['data' => str_repeat('z', 100_000)]));
        },
        'a cycle' => function () use ($connect, $stall) {
            $client = $connect($stall);
            $client->send(request());
            $client->set(['own' => [$client]]);
            unset($client);
            gc_collect_cycles();
        },
        'a class with a destructor of its own' => function () use ($stall) {
            $client = new class('127.0.0.1', $stall) extends Client {
                function __destruct()
                {
                }
            };
            $client->connect();
            $client->send(request('/', ['data' => 'x']));
        },
        'closed while it connects' => function () use ($stall) {
            $client = new Client('127.0.0.1', $stall);
            $connecting = go(function () use ($client) {
                $client->connect() === false && $client->errCode === 125 || print("connected: $client->errCode\n");
                $client->connect() || print("not connected: $client->errMsg\n");
            });
            $client->connect() === false || print("twice\n");
            $client->errCode === 114 || print("error $client->errCode\n");
            $client->close() || print("nothing to close\n");
            Coroutine::join([$connecting]);
        },
        'connected again' => function () use ($connect, $stall) {
            $client = $connect($stall);
            for ($i = 0; $i < 3; $i++) {
                $client->send(request());
                $client->close();
                $client->connect();
            }
        },
    ];
    $descriptors = fn () => count(scandir('/proc/self/fd'));
    foreach ($cases as $name => $case) {
        $round = function () use ($case, $descriptors) {
            for ($i = 0; $i < 20; $i++) {
                Coroutine::join([go($case)]);
            }
            // Until the other side has seen the ends.
            for ($i = 0, $before = -1; $i < 200 && ($now = $descriptors()) !== $before; $i++) {
                $before = $now;
                Coroutine::sleep(0.02);
            }
            return [memory_get_usage(), $now];
        };
        $round();
        [$memory, $open] = $round();
        [$then, $now] = $round();
        $level = $then - $memory < 20_000 && $now <= $open;
        echo "$name: ", $level ? 'level' : 'from ' . json_encode([$memory, $open]) . ' to ' . json_encode([$then, $now]), "\n";
    }
    $server->shutdown();
    Peer::stop();
});
// One that lives on to the end of the script, in the middle of everything.
run(function () use (&$left) {
    $port = Peer::start(function (Peer $peer) {
        $stream = $peer->request();
        $peer->head($stream);
        $peer->send(DATA, 0, $stream, 'half');
        $peer->until(PING);
        Peer::stop();
    });
    $left = new Client('127.0.0.1', $port);
    $left->connect();
    $left->send(request('/', ['pipeline' => true, 'data' => str_repeat('x', 10_000)]));
    $left->read();
    $left->ping();
});
echo "done\n";
?>
--EXPECT--
used: level
destroyed before the response: level
destroyed within the response: level
destroyed within the request: level
closed while others wait: level
a stream that is given up: level
a cycle: level
a class with a destructor of its own: level
closed while it connects: level
connected again: level
done
