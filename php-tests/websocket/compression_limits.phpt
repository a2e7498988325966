--TEST--
permessage-deflate: a bomb costs its limit and not memory; inflated text has to be UTF-8; settings that cannot be used
--FILE--
<?php
require __DIR__ . '/deflating.inc.php';

const LIMIT = 1024 * 1024;
$echo = function ($request, $ws) {
    $ws->upgrade();
    function_exists('memory_reset_peak_usage') and memory_reset_peak_usage();
    while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
        $ws->push((string) strlen($frame->data));
    }
    echo told($frame);
    $peak = memory_get_peak_usage();
    echo $peak < 4 * LIMIT ? '' : "PHP's memory went up to $peak\n";
};
$start = fn (bool $context) => TestServer::start(function ($http) use ($echo, $context) {
    $http->set(['websocket_compression' => true, 'websocket_compression_context_takeover' => $context, 'package_max_length' => LIMIT]);
    $http->handle('/', $echo);
});
[$without, $with] = [$start(false), $start(true)];
$settings = TestServer::start(function ($http) {
    $http->set(['websocket_compression_level' => 10, 'websocket_compression_window_bits' => 8, 'websocket_compression_min_length' => -1]);
    $http->handle('/', function ($request, $response) {
        $response->end();
    });
});
foreach ([$without, $with] as $n => $server) {
    echo '-- ', $n ? 'with' : 'without', " contexts\n";
    // Inflates to 800 times its size: 60 MiB, and the limit to the byte.
    $deflate = deflate_init(ZLIB_ENCODING_RAW);
    $bomb = '';
    for ($i = 0; $i < 60; $i++) {
        $bomb .= deflate_add($deflate, str_repeat("\0", LIMIT), ZLIB_NO_FLUSH);
    }
    $bomb .= substr(deflate_add($deflate, '', ZLIB_SYNC_FLUSH), 0, -4);
    $client = new DeflatingClient($server, '/');
    $client->push(str_repeat("\0", LIMIT), 2);
    echo $client->told();
    $client->push(str_repeat("\0", LIMIT + 1), 2);
    echo $client->told();
    $before = $server->memory();
    foreach (range(1, 5) as $_) {
        $client = new DeflatingClient($server, '/');
        $client->raw->send(TestClient::frame($bomb, 2, true, 4));
        echo $client->told();
    }
    // In fragments that are small each.
    $client = new DeflatingClient($server, '/');
    foreach (str_split($bomb, 10_000) as $i => $part) {
        $client->raw->send(TestClient::frame($part, $i ? 0 : 2, strlen($part) < 10_000, $i ? 0 : 4));
    }
    echo $client->told();
    $grown = ($server->memory() - $before) * 1024;
    echo strlen($bomb) < 70_000 ? '' : strlen($bomb) . " bytes, that is no bomb\n", $grown < 8 * LIMIT ? '' : "resident memory grew by $grown\n";
    foreach (["\xff", "good \xe2\x82", "a\xc0\x80", "\xed\xa0\x80", str_repeat('long ', 5000) . "\x80"] as $text) {
        $client = new DeflatingClient($server, '/');
        $client->push($text, 1, 2);
        echo $client->told();
        $client = new DeflatingClient($server, '/');
        $client->push($text, 2);
        $client->told() === 'c1 "' . strlen($text) . "\"\n" or print("refused as binary\n");
    }
    echo preg_replace('/^"", error 0\n/m', '', $server->stop());
}

echo "-- settings\n";
$settings->get('/');
echo preg_replace('/^\[[^]]*\]/m', '[]', $settings->stop());
?>
--EXPECT--
-- without contexts
c1 "1048576"
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1007 ""
88 1007 ""
88 1007 ""
88 1007 ""
88 1007 ""
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 508
false, error 508
false, error 508
false, error 508
false, error 508
-- with contexts
c1 "1048576"
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1009 ""
88 1007 ""
88 1007 ""
88 1007 ""
88 1007 ""
88 1007 ""
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 1201
false, error 508
false, error 508
false, error 508
false, error 508
false, error 508
-- settings
[]	WARNING	the setting websocket_compression_level must be a number from 1 to 9, 10 was given: the default holds
[]	WARNING	the setting websocket_compression_min_length must be a number from 0 to 9223372036854775807, -1 was given: the default holds
[]	WARNING	the setting websocket_compression_window_bits must be a number from 9 to 15, 8 was given: the default holds
