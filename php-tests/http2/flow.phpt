--TEST--
HTTP/2 flow control: end() and write() wait for the client's windows; who makes no room loses the response
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

use Swoole\Coroutine;

$setup = function ($http) {
    $http->handle('/end', function ($request, $response) {
        $sent = $response->end(str_repeat('x', (int) $request->get['n']));
        echo 'end: ', json_encode($sent), $sent ? '' : ' ' . swoole_last_error(), "\n";
    });
    $http->handle('/write', function ($request, $response) {
        for ($i = 0; $i < 100 && $response->write(str_repeat('x', 65536)); $i++);
        echo 'write: ', json_encode([$i > 2 && $i < 10, swoole_last_error()]), "\n";
    });
    $http->handle('/slow', function ($request, $response) {
        $response->write('first');
        Coroutine::sleep(1);
        echo 'slow: ', json_encode($response->end(' last')), "\n";
    });
    $http->handle('/file', function ($request, $response) {
        $sent = $response->sendfile(TestServer::path('file'));
        echo 'file: ', json_encode($sent), $sent ? '' : ' ' . swoole_last_error(), "\n";
    });
    $http->handle('/body', fn ($request, $response) => $response->end(strlen($request->getContent())));
    $http->handle('/', fn ($request, $response) => $response->end('well'));
};
$patient = TestServer::start($setup, options: ['socket_timeout' => 60]);
$strict = TestServer::start($setup, options: ['socket_write_timeout' => 0.3, 'socket_read_timeout' => 0.3]);
$fast = TestServer::start(function ($http) use ($setup) {
    $http->set(['response_min_rate' => 1e9]);
    $setup($http);
}, options: ['socket_write_timeout' => 0.5]);
$idle = TestServer::start($setup, options: ['socket_read_timeout' => 0.3]);
file_put_contents(TestServer::path('file'), str_repeat('f', 300_000));

echo "-- a window of nothing\n";
$http2 = Http2Client::of($patient, [INITIAL_WINDOW_SIZE => 0], take: false);
$stream = $http2->request('/end?n=10');
$http2->until(fn () => $http2->streams[$stream]->headers !== []);
$http2->sync();
echo $http2->streams[$stream], "\n";
$http2->window($stream, 4);
$http2->until(fn () => strlen($http2->streams[$stream]->data) === 4);
echo $http2->streams[$stream], ' ', json_encode($patient->output()), "\n";
// Others go on meanwhile.
$other = $http2->request('/');
$http2->window($other, 100);
echo $http2->response($other), "\n";
$http2->window($stream, 100);
echo $http2->response($stream), "\n";

echo "-- windows of a stream and of the connection\n";
foreach (['/end?n=200000', '/file'] as $target) {
    $http2 = Http2Client::of($patient, take: false);
    $stream = $http2->request($target);
    $http2->until(fn () => strlen($http2->streams[$stream]->data) >= 65535);
    $http2->window($stream, 1_000_000);
    $http2->sync();
    echo strlen($http2->streams[$stream]->data), ' ';
    $http2->window(0, 1_000_000);
    $response = $http2->response($stream);
    echo strlen($response->data), ' ', count_chars($response->data, 3), ' ', json_encode($response->ended), "\n";
}
// A window made smaller while streams are open.
$http2->send(SETTINGS, 0, 0, pack('nN', INITIAL_WINDOW_SIZE, 5));
$stream = $http2->request('/end?n=10');
$http2->until(fn () => strlen($http2->streams[$stream]->data) === 5);
$http2->window($stream, 5);
echo $http2->response($stream), "\n";
for ($i = 0; substr_count($patient->output(), "\n") < 5 && $i < 500; $i++) {
    usleep(10_000);
}
echo $patient->stop();

echo "-- too little room for too long\n";
$http2 = Http2Client::of($fast, [INITIAL_WINDOW_SIZE => 100], take: false);
foreach (['/end?n=1000000', '/file', '/write'] as $target) {
    $stream = $http2->request($target);
    while (($response = $http2->streams[$stream])->reset === null) {
        usleep(20_000);
        $http2->window(0, 10);
        $http2->window($stream, 10);
        $http2->sync();
    }
    echo "$target: ", strlen($response->data) > 100 ? 'some, ' : '', "reset $response->reset\n";
}
echo preg_replace('/write: .*/', 'write', $fast->stop());

echo "-- no room for too long\n";
$streams = [];
$http2 = Http2Client::of($strict, [INITIAL_WINDOW_SIZE => 100], take: false);
$slow = $http2->request('/slow');
foreach (['/end?n=101', '/file', '/write'] as $target) {
    $stream = $streams[$target] = $http2->request($target);
    while (($response = $http2->streams[$stream])->reset === null) {
        // Pings are no room. (They also keep the read timeout away from this test.)
        usleep(20_000);
        $http2->sync();
    }
    echo "$target: ", strlen($response->data), " reset $response->reset\n";
}
// Who waits for the handler is not to blame.
echo $http2->response($slow), "\n", $http2->response($http2->request('/')), "\n";

echo "-- a body that pauses\n";
$stream = $http2->request('/body', ['content-length' => '10'], null, 'POST');
$http2->send(DATA, 0, $stream, 'half');
while ($http2->streams[$stream]->reset === null) {
    usleep(20_000);
    $http2->sync();
}
echo $http2->streams[$stream], "\n", $http2->response($http2->request('/')), "\n";
// In the order in which their time was over.
$said = explode("\n", trim($strict->stop()));
sort($said);
echo implode("\n", $said), "\n";

echo "-- a connection that nobody uses\n";
$http2 = Http2Client::of($idle);
echo $http2->response($http2->request('/')), "\n";
$start = microtime(true);
while ($http2->sync() && microtime(true) - $start < PATIENCE) {
    usleep(20_000);
}
echo implode(', ', preg_grep('/goaway/', $http2->said)), "\n";
echo $idle->stop();
unlink(TestServer::path('file'));
?>
--EXPECT--
-- a window of nothing
200  [open]
200 xxxx [open] ""
200 well
200 xxxxxxxxxx
-- windows of a stream and of the connection
65535 200000 x true
65535 300000 f true
200 xxxxxxxxxx
end: true
end: true
file: true
end: true
-- too little room for too long
/end?n=1000000: some, reset 8
/file: some, reset 8
/write: some, reset 8
end: false 110
file: false 110
write
-- no room for too long
/end?n=101: 100 reset 8
/file: 100 reset 8
/write: 100 reset 8
200 first last
200 well
-- a body that pauses
408
200 well
end: false 110
file: false 110
slow: true
write: [true,110]
-- a connection that nobody uses
200 well
goaway 0 after 1
