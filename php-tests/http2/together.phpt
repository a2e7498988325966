--TEST--
HTTP/2: of requests that come together, a response waits for no handler that is suspended, and none is lost or mixed up
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

$server = TestServer::start(function ($http) {
    $told = new Swoole\Coroutine\Channel(10);
    $http->handle('/now', fn ($request, $response) => $response->end("now {$request->get['n']}"));
    $http->handle('/wait', function ($request, $response) use ($told) {
        $told->pop();
        $response->end("told {$request->get['n']}");
    });
    $http->handle('/tell', function ($request, $response) use ($told) {
        $response->end('telling');
        $told->push(true);
    });
    $http->handle('/pieces', function ($request, $response) {
        $response->write('one, ');
        $response->write('two, ');
        $response->end('three');
    });
    $http->handle('/long', fn ($request, $response) => $response->end(str_repeat('long', 100_000)));
    $http->handle('/throw', fn ($request, $response) => throw new Exception('thrown'));
});
$http2 = Http2Client::of($server);
/** Sends all requests in one go; the streams. */
function together(Http2Client $http2, array $paths): array
{
    $frames = '';
    foreach ($paths as $path) {
        $streams[] = $stream = $http2->stream();
        $frames .= Http2Client::frame(HEADERS, END_HEADERS | END_STREAM, $stream, Http2Client::head($path));
    }
    $http2->client->send($frames);
    return $streams;
}

echo "-- many\n";
$streams = together($http2, array_map(fn (int $n): string => "/now?n=$n", range(1, 60)));
$right = 0;
foreach ($streams as $at => $stream) {
    $right += $http2->response($stream)->data === 'now ' . ($at + 1);
}
echo "$right\n";
echo "-- one waits, before and behind others\n";
[$first, $wait, $last, $wait2] = together($http2, ['/now?n=a', '/wait?n=b', '/now?n=c', '/wait?n=d']);
echo $http2->response($first)->data, ', ', $http2->response($last)->data, "\n";
[$tell, $tell2] = together($http2, ['/tell', '/tell']);
echo $http2->response($tell)->data, ', ', $http2->response($tell2)->data, "\n";
echo $http2->response($wait)->data, ', ', $http2->response($wait2)->data, "\n";
echo "-- of all kinds\n";
$streams = together($http2, ['/now?n=e', '/pieces', '/none', '/long', '/throw', '/now?n=f']);
foreach ($streams as $stream) {
    $response = $http2->response($stream);
    echo $response->header(':status'), ' ', strlen($response->data) > 100 ? md5($response->data) === md5(str_repeat('long', 100_000)) : $response->data, "\n";
}
$server->stop();
?>
--EXPECT--
-- many
60
-- one waits, before and behind others
now a, now c
telling, telling
told b, told d
-- of all kinds
200 now e
200 one, two, three
404 
200 1
500 
200 now f
