--TEST--
HTTP/2: floods of pings, settings, priorities, resets, empty frames and header fields end their connection, and nobody else's
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

use Swoole\Coroutine;

$setup = fn (array $settings) => function ($http) use ($settings) {
    $settings && $http->set($settings);
    $http->handle('/', fn ($request, $response) => $response->end('well'));
    $http->handle('/length', fn ($request, $response) => $response->end((string) strlen($request->getContent())));
    $http->handle('/wait', function ($request, $response) {
        $GLOBALS['running'] = ($GLOBALS['running'] ?? 0) + 1;
        $GLOBALS['most'] = max($GLOBALS['most'] ?? 0, $GLOBALS['running']);
        Coroutine::sleep(0.3);
        $GLOBALS['running']--;
        $response->end('waited');
    });
    $http->handle('/most', fn ($request, $response) => $response->end((string) ($GLOBALS['most'] ?? 0)));
};
$server = TestServer::start($setup([]), options: ['log_level' => SWOOLE_LOG_NOTICE]);
$small = TestServer::start($setup(['http2_max_concurrent_streams' => 3, 'http2_max_header_list_size' => 2000, 'http2_max_control_frames' => 50]));

/** What becomes of a client that sends $frames: how many were needed, what it was told. */
function flood(TestServer $server, iterable $frames, int $most): void
{
    $http2 = Http2Client::of($server);
    $sent = 0;
    foreach ($frames as $frame) {
        if ($sent >= $most || !@$http2->client->send($frame($http2))) {
            break;
        }
        $sent++;
    }
    try {
        $http2->end();
        echo preg_replace('/ after .*$/', '', implode(', ', preg_grep('/goaway/', $http2->said))), "\n";
    } catch (RuntimeException) {
        echo "the connection goes on after $sent\n";
    }
}
/** The same frames for ever. */
function again(callable $frame): iterable
{
    while (true) {
        yield $frame;
    }
}
$times = fn (string $frame, int $count = 100) => again(fn () => str_repeat($frame, $count));
// One of a connection that does nothing wrong, through all of it.
$good = Http2Client::of($server);

echo "-- control frames\n";
foreach ([
    'pings' => Http2Client::frame(PING, 0, 0, 'pingping'),
    'pongs' => Http2Client::frame(PING, ACK, 0, 'pingping'),
    'settings' => Http2Client::settings([INITIAL_WINDOW_SIZE => 1000]),
    'empty settings' => Http2Client::settings([]),
    'priorities' => Http2Client::frame(PRIORITY, 0, 1, pack('NC', 0, 1)),
    'windows' => Http2Client::frame(WINDOW_UPDATE, 0, 0, pack('N', 1)),
    'unknown' => Http2Client::frame(77, 0, 0, ''),
] as $what => $frame) {
    echo "$what: ";
    flood($server, $times($frame), 200);
    echo $good->response($good->request('/')), "\n";
}

echo "-- streams\n";
echo 'rapid reset: ';
$reset = function ($http2) {
    $frames = '';
    for ($i = 0; $i < 10; $i++) {
        $stream = $http2->stream();
        $frames .= Http2Client::frame(HEADERS, END_HEADERS | END_STREAM, $stream, Http2Client::head('/wait'))
            . Http2Client::frame(RST_STREAM, 0, $stream, pack('N', 8));
    }
    return $frames;
};
flood($server, again($reset), 100);
echo 'handlers: ', json_encode((int) $good->response($good->request('/most'))->data <= 128), "\n";
echo 'empty data: ';
flood($server, (function () {
    yield fn ($http2) => Http2Client::frame(HEADERS, END_HEADERS, $http2->stream(), Http2Client::head('/length', method: 'POST'));
    yield from again(fn () => str_repeat(Http2Client::frame(DATA, 0, 1), 100));
})(), 100);
echo 'padding: ';
flood($server, (function () {
    yield fn ($http2) => Http2Client::frame(HEADERS, END_HEADERS, $http2->stream(), Http2Client::head('/length', method: 'POST'));
    yield from again(fn () => str_repeat(Http2Client::frame(DATA, 8, 1, "\xff" . str_repeat("\0", 255)), 100));
})(), 2000);
echo 'continuations: ';
flood($server, (function () {
    yield fn ($http2) => Http2Client::frame(HEADERS, END_STREAM, $http2->stream(), Http2Client::head('/'));
    yield from again(fn () => str_repeat(Http2Client::frame(CONTINUATION, 0, 1, Http2Client::block(['x-more' => 'more'])), 100));
})(), 2000);
echo 'empty continuations: ';
flood($server, (function () {
    yield fn ($http2) => Http2Client::frame(HEADERS, END_STREAM, $http2->stream(), Http2Client::head('/'));
    yield from again(fn () => str_repeat(Http2Client::frame(CONTINUATION, 0, 1), 100));
})(), 2000);
echo 'errors: ';
flood($server, again(function ($http2) {
    // A window of more than 2^31-1 on each stream.
    $stream = $http2->stream();
    return Http2Client::frame(HEADERS, END_HEADERS | END_STREAM, $stream, Http2Client::head('/wait'))
        . Http2Client::frame(WINDOW_UPDATE, 0, $stream, pack('N', 0x7fffffff));
}), 1000);
// One field of 3,000 bytes, remembered, and then named 10,000 times (RFC 7541 §6.1): 30 MB in 13 KB.
$http2 = Http2Client::of($server);
$stream = $http2->stream();
$bomb = "\x40\x01b\x7f\xb9\x16" . str_repeat('b', 3000) . str_repeat("\xbe", 10_000);
$memory = $server->memory();
$http2->send(HEADERS, END_HEADERS | END_STREAM, $stream, Http2Client::head('/') . $bomb);
$http2->end();
echo 'compression bomb: ', preg_replace('/ after .*$/', '', implode(', ', preg_grep('/goaway/', $http2->said))), ' ', json_encode($server->memory() - $memory < 4_000), "\n";
echo $good->response($good->request('/')), "\n";
// What it was, in the log; a client that is gone before it is told gives no line of its own.
$reasons = preg_match_all('/NOTICE\tHTTP\/2 connection fd#\d+ failed: .*http2_max_control_frames/', $server->output());
echo json_encode($reasons >= 7), "\n";
$server->stop();

echo "-- smaller limits\n";
$http2 = Http2Client::of($small);
echo $http2->response($http2->request('/', ['x' => str_repeat('x', 1700)])), "\n";
echo $http2->response($http2->request('/', ['x' => str_repeat('x', 2000)])), "\n";
echo json_encode([$http2->settings[MAX_CONCURRENT_STREAMS], $http2->settings[MAX_HEADER_LIST_SIZE], $http2->settings[HEADER_TABLE_SIZE] ?? 4096]), "\n";
// Of four at once one is refused, and may be sent again (RFC 9113 §5.1.2, §8.7).
$streams = array_map(fn () => $http2->request('/wait'), range(1, 4));
echo implode(', ', array_map(fn ($stream) => $http2->response($stream), $streams)), "\n";
echo $http2->response($http2->request('/')), "\n";
// Windows for what was sent are not counted, requests bring some along.
for ($i = 0; $i < 60; $i++) {
    $stream = $http2->request('/');
    $http2->window(0, 1);
    $http2->response($stream);
}
echo $http2->response($http2->request('/')), "\n";
echo 'pings: ';
flood($small, $times(Http2Client::frame(PING, 0, 0, 'pingping'), 10), 20);
echo $small->stop();
?>
--EXPECT--
-- control frames
pings: goaway 11
200 well
pongs: goaway 11
200 well
settings: goaway 11
200 well
empty settings: goaway 11
200 well
priorities: goaway 11
200 well
windows: goaway 11
200 well
unknown: goaway 11
200 well
-- streams
rapid reset: goaway 11
handlers: true
empty data: goaway 11
padding: goaway 11
continuations: goaway 11
empty continuations: goaway 11
errors: goaway 11
compression bomb: goaway 11 true
200 well
true
-- smaller limits
200 well
431
[3,2000,4096]
200 waited, 200 waited, 200 waited, [reset 7]
200 well
200 well
pings: goaway 11
