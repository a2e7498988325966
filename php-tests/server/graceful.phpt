--TEST--
shutdown(): requests end, WebSockets get 1001, what is left after max_wait_time is dropped
--FILE--
<?php
require __DIR__ . '/../websocket/cases.inc.php';

use Swoole\Coroutine;

$server = fn (array $settings, array $options = []) => TestServer::script(function ($listening) use ($settings, $options) {
    Coroutine::set($options);
    Coroutine\run(function () use ($listening, $settings) {
        $http = new Swoole\Coroutine\Http\Server('127.0.0.1');
        $http->set($settings);
        $http->handle('/slow', function ($request, $response) {
            echo "slow begins\n";
            Coroutine::sleep(0.5);
            echo 'slow ends: ', json_encode($response->end('slow')), "\n";
        });
        $http->handle('/ws', function ($request, $ws) {
            $ws->upgrade();
            echo told($ws->recv()), told($ws->push('x'));
        });
        $http->handle('/full', function ($request, $ws) {
            $ws->upgrade();
            while ($ws->getQueuedBytes() === 0) {
                $ws->push(str_repeat('x', 100_000));
            }
            echo "full\n", told($ws->recv());
        });
        $http->handle('/stays', function ($request, $ws) {
            $ws->upgrade();
            while ($frame = $ws->recv()) {
                $ws->push($frame->data);
            }
            echo told($frame);
        });
        $http->handle('/stop', function ($request, $response) use ($http) {
            $response->end('stopping');
            $http->shutdown();
        });
        $listening($http);
        $ended = $http->start();
        echo 'start(): ', json_encode($ended), "\n";
    });
    echo "run() has returned\n";
});
$graceful = $server([]);
$impatient = $server(['max_wait_time' => 0.2], ['log_level' => SWOOLE_LOG_NOTICE]);
$lenient = $server(['websocket_close_on_shutdown' => false, 'max_wait_time' => -1]);

$websocket = function (TestServer $server, string $target = '/ws') {
    $client = $server->connect();
    $client->handshake($target);
    return $client;
};
$slow = function (TestServer $server) {
    $client = $server->connect();
    $client->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    eventually(fn () => str_contains($server->output(), 'slow begins'));
    return $client;
};
$said = fn (TestServer $server) => preg_replace('/^\[\d.*?\]/m', '[when]', $server->stop());

echo "-- graceful\n";
$ws = $websocket($graceful);
$busy = $slow($graceful);
echo $graceful->get('/stop'), "\n", wire($ws);
$ws->push(closing(1001), 8);
echo ended($ws), $busy->response(), "\n";
echo 'exit ', json_encode($graceful->wait()), "\n", $graceful->stop();

echo "-- impatient\n";
$busy = $slow($impatient);
$full = $websocket($impatient, '/full');
eventually(fn () => str_contains($impatient->output(), 'full'));
$start = microtime(true);
echo $impatient->get('/stop'), "\n";
echo 'busy: ', json_encode($busy->isClosed()), "\n";
// Its output, which it does not take, does not hold the server for long.
echo 'exit ', json_encode($impatient->wait()), "\n";
var_dump(microtime(true) - $start < 10);
echo $said($impatient);

echo "-- lenient, as Swoole\n";
$ws = $websocket($lenient, '/stays');
echo $lenient->get('/stop'), "\n";
eventually(fn () => str_contains($lenient->output(), 'start()'));
$ws->push('goes on');
echo wire($ws);
$ws->push(closing(1000), 8);
echo wire($ws), ended($ws);
echo 'exit ', json_encode($lenient->wait()), "\n", $lenient->stop();
?>
--EXPECT--
-- graceful
200 stopping
> close 1001 ""
> end
200 slow
exit 0
slow begins
"", error 0
false, error 9
start(): true
slow ends: true
run() has returned
-- impatient
200 stopping
busy: true
exit 0
bool(true)
slow begins
full
"", error 0
start(): true
[when]	NOTICE	1 connections dropped, max_wait_time is over
slow ends: false
run() has returned
-- lenient, as Swoole
200 stopping
> text "goes on"
> close 1000 ""
> end
exit 0
start(): true
"", error 0
run() has returned
