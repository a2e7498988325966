--TEST--
HTTP/2: clients that reset a stream or go away while a handler answers
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

use Swoole\Coroutine;

/** Whether the last error says so: which it is depends on who notices first. */
function gone(): bool
{
    return in_array(swoole_last_error(), [32, 104]);
}

$server = TestServer::start(function ($http) {
    $http->handle('/write', function ($request, $response) {
        for ($i = 0; $i < 1000 && $response->write('piece'); $i++) {
            Coroutine::sleep(0.01);
        }
        echo 'write: ', json_encode([$i < 1000, gone(), $response->end()]), "\n";
    });
    $http->handle('/full', function ($request, $response) {
        for ($i = 0; $i < 1000 && $response->write(str_repeat('x', 100_000)); $i++);
        echo 'full: ', json_encode([$i < 1000, gone()]), "\n";
    });
    $http->handle('/end', function ($request, $response) {
        echo 'end: ', json_encode([$response->end(str_repeat('x', 1_000_000)), gone()]), "\n";
    });
    $http->handle('/late', function ($request, $response) {
        echo "late begins\n";
        Coroutine::sleep(0.2);
        echo 'late: ', json_encode([$response->end('x'), gone()]), "\n";
    });
    $http->handle('/close', function ($request, $response) {
        echo 'close: ', json_encode([$response->close(), $response->close(), $response->end('x')]), "\n";
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
    $http->handle('/stats', function ($request, $response) use ($http) {
        $stats = $http->stats();
        $response->end(json_encode([$stats['connection_num'], $stats['coroutine_num']]));
    });
});
/** What the server has said since the last time, once there is a whole line of it. */
$said = function () use ($server): string {
    static $shown = 0;
    for ($i = 0; $i < 1000 && !str_ends_with(substr($server->output(), $shown), "\n"); $i++) {
        usleep(10_000);
    }
    $said = substr($server->output(), $shown);
    $shown += strlen($said);
    return $said;
};

echo "-- a stream is reset\n";
foreach (['/write', '/full', '/end'] as $target) {
    $http2 = Http2Client::of($server, take: false);
    $stream = $http2->request($target);
    $http2->until(fn () => $http2->streams[$stream]->data !== '');
    $http2->send(RST_STREAM, 0, $stream, pack('N', 8));
    echo $said();
}
$http2 = Http2Client::of($server);
$stream = $http2->request('/late');
echo $said();
$http2->send(RST_STREAM, 0, $stream, pack('N', 8));
echo $said();
// The connection goes on.
$other = $http2;
echo $other->response($other->request('/')), "\n";

echo "-- a connection ends\n";
foreach (['/write', '/full', '/end'] as $target) {
    $http2 = Http2Client::of($server, take: false);
    $stream = $http2->request($target);
    $http2->until(fn () => $http2->streams[$stream]->data !== '');
    $http2->client->close();
    echo $said();
}
$http2 = Http2Client::of($server);
$http2->request('/late');
echo $said();
$http2->client->close();
echo $said();
// In the middle of a body.
$http2 = Http2Client::of($server);
$stream = $http2->request('/', ['content-length' => '10'], null, 'POST');
$http2->send(DATA, 0, $stream, 'half');
$http2->sync();
$http2->client->close();

echo "-- the handler closes\n";
$http2 = Http2Client::of($server);
echo $http2->response($http2->request('/close')), "\n", $said();
// The stream, not the connection.
echo $http2->response($http2->request('/')), "\n";

// Nobody is left but this client and the other, and no handler but this.
for ($i = 0; $i < 500 && ($stats = $other->response($other->request('/stats'))->data) !== '[2,2]'; $i++) {
    usleep(10_000);
}
echo "$stats\n";
?>
--EXPECT--
-- a stream is reset
write: [true,true,false]
full: [true,true]
end: [false,true]
late begins
late: [false,true]
200 well
-- a connection ends
write: [true,true,false]
full: [true,true]
end: [false,true]
late begins
late: [false,true]
-- the handler closes
[reset 8]
close: [true,false,false]
200 well
[2,2]
