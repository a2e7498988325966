--TEST--
socket_buffer_size, websocket_push_timeout, getQueuedBytes(): what waits for a peer that does not read is counted before it is queued
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

const LIMIT = 100_000;

// Pushes until the kernel takes no more; gives what waits behind.
$fill = function ($ws) {
    while ($ws->getQueuedBytes() === 0) {
        $ws->push(str_repeat('x', 50_000), 2) || exit('push failed');
    }
    swoole_clear_error();
    return $ws->getQueuedBytes();
};
// The client reads nothing until the server has said this.
$after = function (string $said) {
    return function ($client, $server) use ($said) {
        eventually(fn () => str_contains($server->output(), $said)) || exit("the server does not say $said\n");
        $client->push('reads now');
        while (in_array(($frame = $client->readFrame())['opcode'], [2, 10]));
        echo '> ', $frame['payload'], "\n";
        $client->push('done');
    };
};
$waiting = Cases::serve([
    'no more than the limit' => [
        function ($ws) use ($fill) {
            var_dump($ws->getQueuedBytes());
            $queued = $fill($ws);
            var_dump($queued > 0 && $queued <= LIMIT);
            // The last one that fits, with the longest head there is.
            echo told($ws->push(str_repeat('y', LIMIT - $queued - 14), 2));
            $queued = $ws->getQueuedBytes();
            var_dump($queued <= LIMIT);
            $start = microtime(true);
            echo told($ws->push(str_repeat('z', LIMIT - $queued), 2));
            var_dump(microtime(true) - $start > 0.4, $ws->getQueuedBytes() === $queued);
            echo "first\n";
            $ws->recv();
            // Nothing of the frame that was refused is on the wire.
            $ws->push('the end');
            $ws->recv();
            var_dump($ws->getQueuedBytes());
        },
        $after('first'),
    ],
    'a frame over the limit waits alone' => [
        function ($ws) use ($fill) {
            $fill($ws);
            echo told($ws->push(str_repeat('z', 3 * LIMIT), 2));
            echo "second\n";
            $ws->recv();
            swoole_clear_error();
            echo told($ws->push(str_repeat('z', 30 * LIMIT), 2));
            $ws->push('the end');
        },
        $after('second'),
    ],
    'a pong is not queued beyond it' => [
        function ($ws) use ($fill) {
            $ws->push('pings now');
            $fill($ws);
            while ($ws->push(str_repeat('y', 100), 2)) {
            }
            $queued = $ws->getQueuedBytes();
            var_dump($queued > LIMIT - 1000);
            while ($ws->recv()->data !== 'pinged') {
            }
            var_dump($ws->getQueuedBytes() >= $queued, $ws->getQueuedBytes() <= LIMIT);
            echo "third\n";
            $ws->recv();
            $ws->push('the end');
        },
        function ($client, $server) use ($after) {
            $client->readFrame();
            $client->send(str_repeat(TestClient::frame(str_repeat('p', 125), 9), 50) . TestClient::frame('pinged'));
            $after('third')($client, $server);
        },
    ],
], ['socket_buffer_size' => LIMIT, 'websocket_push_timeout' => 0.5], ['socket_write_timeout' => 60]);
$refused = Cases::serve([
    'not waiting at all' => [
        function ($ws) use ($fill) {
            $fill($ws);
            $switched = false;
            Coroutine::create(function () use (&$switched) {
                Coroutine::sleep(0.001);
                $switched = true;
            });
            usleep(2000);
            while ($ws->push(str_repeat('y', 20_000), 2)) {
            }
            // Nobody else had a turn meanwhile.
            var_dump($switched);
            echo told(false), swoole_strerror(swoole_last_error()), "\n";
            var_dump($ws->getQueuedBytes() <= LIMIT);
            Coroutine::create(function () use ($ws) {
                $ws->recv();
            });
            while ($ws->getQueuedBytes() > 0) {
                Coroutine::sleep(0.001);
            }
            $ws->push('the end');
        },
        $after('overflow'),
    ],
], ['socket_buffer_size' => '100000', 'websocket_push_timeout' => 0]);
$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        echo told($response->getQueuedBytes());
        echo told((new Swoole\Http\Response())->getQueuedBytes());
    });
});
$waiting->play();
$refused->play();
$server->get('/');
echo $server->stop();
?>
--EXPECTF--
-- no more than the limit
> the end
int(0)
bool(true)
true, error 0
bool(true)
false, error 110
bool(true)
bool(true)
first
int(0)
-- a frame over the limit waits alone
> the end
false, error 110
second
true, error 0
-- a pong is not queued beyond it
> the end
bool(true)
bool(true)
bool(true)
third
-- not waiting at all
> the end
bool(false)
false, error 1009
Output buffer overflow
bool(true)

Warning: Swoole\Http\Response::getQueuedBytes(): fd[%d] is not a websocket conncetion in %s on line %d
false, error 503
false, error 1004
