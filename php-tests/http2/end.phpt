--TEST--
HTTP/2: goaway(), ping(), shutdown() with streams in flight, max_connection, max_coroutine, stats()
--INI--
memory_limit=-1
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

use Swoole\Coroutine;

$setup = fn (array $settings = [], array $options = []) => TestServer::script(function ($listening) use ($settings, $options) {
    Coroutine::set($options);
    Coroutine\run(function () use ($listening, $settings) {
        $http = new Swoole\Coroutine\Http\Server('127.0.0.1');
        $settings && $http->set($settings);
        $http->handle('/', fn ($request, $response) => $response->end('well'));
        $http->handle('/goaway', function ($request, $response) {
            $code = (int) ($request->get['code'] ?? 0);
            $told = $response->goaway($code, str_repeat($request->get['text'] ?? '', (int) ($request->get['times'] ?? 1)));
            $response->write('the ');
            Coroutine::sleep(0.05);
            echo json_encode([$told, $response->end('rest')]), "\n";
        });
        $http->handle('/ping', function ($request, $response) {
            $first = $response->ping();
            $second = $response->ping();
            Coroutine::sleep(0.3);
            $response->end(json_encode([$first, $second, $response->ping()]));
        });
        $http->handle('/data', function ($request, $response) {
            $told = array_map([$response, 'ping'], ['hello', 'all eight', "b\0c"]);
            $response->write('a');
            $told[] = $response->ping('between');
            $response->end('b');
            // The connection still speaks HTTP/2, for the next.
            $told[] = $response->ping('after');
            echo json_encode($told), "\n";
        });
        $http->handle('/large', fn ($request, $response) => $response->end(str_repeat('x', 60_000_000)));
        $http->handle('/flood', function ($request, $response) {
            for ($i = 0; $i < 1_000_000 && $response->ping('12345678'); $i++);
            echo "flooded\n";
            $response->end(json_encode($i > 1000 && $i < 1_000_000));
        });
        $http->handle('/slow', function ($request, $response) {
            $response->write('begun ');
            Coroutine::sleep((float) ($request->get['for'] ?? 0.5));
            echo 'slow ends: ', json_encode($response->end('ended')), "\n";
        });
        $http->handle('/stop', function ($request, $response) use ($http) {
            $response->end('stopping');
            $http->shutdown();
        });
        $http->handle('/stats', function ($request, $response) use ($http) {
            $stats = $http->stats();
            $response->end(json_encode(array_intersect_key($stats, array_flip(['connection_num', 'accept_count', 'request_count', 'http2_num', 'http2_stream_num']))));
        });
        $listening($http);
        $ended = $http->start();
        echo 'start(): ', json_encode($ended), "\n";
    });
    echo "run() has returned\n";
});
$server = $setup(['max_connection' => 2, 'http2_max_control_frames' => 1_000_000]);
$graceful = $setup();
$impatient = $setup(['max_wait_time' => 0.1]);
$crowded = $setup([], ['max_coroutine' => 3]);

echo "-- goaway()\n";
$http2 = Http2Client::of($server);
$both = [$http2->request('/goaway'), $http2->request('/')];
foreach ($both as $stream) {
    echo $http2->response($stream), "\n";
}
$http2->end();
echo implode(', ', preg_grep('/goaway/', $http2->said)), "\n";
$http2 = Http2Client::of($server);
$stream = $http2->request('/goaway?code=11');
$http2->end();
echo $http2->streams[$stream], '; ', implode(', ', preg_grep('/goaway/', $http2->said)), "\n";

// With a text, which comes first; the streams there are end.
$http2 = Http2Client::of($server);
echo $http2->response($http2->request('/goaway?text=see+you')), "\n";
$http2->end();
echo implode(', ', preg_grep('/goaway/', $http2->said)), "\n";
$http2 = Http2Client::of($server);
$http2->request('/goaway?code=11&text=x&times=20000');
$http2->end();
echo preg_replace_callback('/x+/', fn ($x) => strlen($x[0]) . ' x', implode(', ', preg_grep('/goaway/', $http2->said))), "\n";

eventually(fn () => substr_count($server->output(), "\n") === 4);

echo "-- ping()\n";
$http2 = Http2Client::of($server);
echo $http2->response($http2->request('/data')), ' ';
$http2->sync();
echo visible(implode(', ', preg_grep('/^ping/', $http2->said))), "\n";
$http2->client->close();
// To a client that does not read no more than a few are sent. It gets those between two pieces of the response.
$http2 = Http2Client::of($server, [INITIAL_WINDOW_SIZE => 0x7fffffff], take: false);
$http2->window(0, 0x7fff0000 - 65535);
$large = $http2->request('/large');
usleep(200_000);
$stream = $http2->request('/flood');
eventually(fn () => str_contains($server->output(), 'flooded'));
echo $http2->response($stream), ' ', strlen($http2->response($large)->data), ' ', $http2->response($http2->request('/')), ' ';
$pings = array_count_values(preg_grep('/^ping/', $http2->said));
echo implode(', ', array_keys($pings)), ' ', json_encode(current($pings) > 1000), "\n";
$http2->client->close();
$http2 = Http2Client::of($server);
$stream = $http2->request('/ping');
echo $http2->response($stream), ' ', count(preg_grep('/^ping$/', $http2->said)), "\n";

echo "-- counts\n";
// One is still open; the third is too much, whatever it speaks.
$second = Http2Client::of($server);
echo $second->response($second->request('/stats')), "\n";
echo $server->connect()->response()->status, "\n";
echo preg_replace('/^\[\d.*?\]/m', '[when]', $server->stop());

echo "-- shutdown()\n";
foreach ([$graceful, $impatient] as $which) {
    $http2 = Http2Client::of($which);
    $idle = Http2Client::of($which);
    $idle->sync();
    $slow = $http2->request('/slow');
    $body = $http2->request('/', ['content-length' => '10'], null, 'POST');
    $http2->until(fn () => $http2->streams[$slow]->data !== '');
    echo $http2->response($http2->request('/stop')), "\n";
    echo $http2->response($slow), "\n";
    $http2->end();
    $idle->end();
    echo 'body: ', $http2->streams[$body]->reset === null ? 'lost' : 'reset', "\n";
    foreach ([$http2, $idle] as $client) {
        echo implode(', ', preg_grep('/goaway/', $client->said)), "\n";
    }
    echo 'exit ', json_encode($which->wait()), "\n", $which->stop();
}

echo "-- no coroutine for a handler\n";
$http2 = Http2Client::of($crowded);
// One is main, two are these.
$slow = [$http2->request('/slow?for=1.5'), $http2->request('/slow?for=1.5')];
$http2->until(fn () => $http2->streams[$slow[1]]->data !== '');
echo $http2->response($http2->request('/')), "\n";
// More than may run at once: a refused one is none that runs.
for ($i = 0; $i < 150; $i++) {
    $http2->response($http2->request('/'));
}
echo implode(', ', array_map(fn ($stream) => $http2->response($stream), $slow)), "\n";
echo $http2->response($http2->request('/')), "\n";
?>
--EXPECT--
-- goaway()
200 the rest
200 well
goaway 0, goaway 0 after 3
[open]; goaway 11 after 1
200 the rest
goaway 0: see you, goaway 0, goaway 0 after 1
goaway 11 after 1: 16376 x, goaway 11 after 1
-- ping()
200 ab ping hello\x00\x00\x00, ping all eigh, ping b\x00c\x00\x00\x00\x00\x00, ping between\x00, ping after\x00\x00\x00
200 true 60000000 200 well ping 12345678 true
200 [true,false,true] 2
-- counts
200 {"connection_num":2,"http2_num":2,"http2_stream_num":1,"accept_count":8,"request_count":11}
503
[true,true]
[true,false]
[true,true]
[true,false]
[true,true,true,true,true]
flooded
[when]	WARNING	max_connection 2 is reached: further connections are refused
-- shutdown()
200 stopping
200 begun ended
body: reset
goaway 0, goaway 0 after 5
goaway 0
exit 0
start(): true
slow ends: true
run() has returned
200 stopping
200 begun  [open]
body: reset
goaway 0, goaway 0 after 5
goaway 0
exit 0
start(): true
slow ends: false
run() has returned
-- no coroutine for a handler
503
200 begun ended, 200 begun ended
200 well
