--TEST--
permessage-deflate: context takeover in either direction, windows of every size, malformed offers; a real inflater follows
--FILE--
<?php
require __DIR__ . '/deflating.inc.php';

$echo = function ($request, $ws) {
    $ws->upgrade();
    while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
        $ws->push($frame->data, $frame->opcode);
    }
};
$start = fn (array $settings) => TestServer::start(function ($http) use ($settings, $echo) {
    $http->set($settings + ['websocket_compression' => true]);
    $http->handle('/', $echo);
});
$servers = [
    'default' => $start([]),
    'context' => $start(['websocket_compression_context_takeover' => true]),
    'context, 15' => $start(['websocket_compression_context_takeover' => true, 'websocket_compression_window_bits' => 15]),
    'context, 9, level 9' => $start([
        'websocket_compression_context_takeover' => true, 'websocket_compression_window_bits' => 9, 'websocket_compression_level' => 9,
    ]),
];
$offers = [
    '', 'client_max_window_bits', 'server_no_context_takeover', 'client_no_context_takeover; client_max_window_bits',
    'server_max_window_bits=10; client_max_window_bits=11', 'server_max_window_bits=15; client_max_window_bits=8', 'client_max_window_bits="14"',
];

/* Similar messages of many lengths, with what no window holds between. */
mt_srand(7);
$messages = [];
for ($i = 0; $i < 40; $i++) {
    $messages[] = json_encode(['id' => $i, 'from' => 'somebody', 'text' => str_repeat("hello again, number $i; ", $i % 8 + 1)]);
    $i % 10 === 5 and $messages[] = bin2hex(random_bytes($i * 200));
    $i % 10 === 7 and $messages[] = '';
}
foreach ($servers as $name => $server) {
    echo "-- $name\n";
    foreach ($offers as $offer) {
        $client = new DeflatingClient($server, '/', $offer);
        $sizes = [];
        foreach ($messages as $n => $message) {
            $client->push($message, 1, $n % 3 + 1);
            $back = $client->read()[1];
            if ($back !== $message) {
                echo "message $n came back as ", short($back), "\n";
                break;
            }
            $sizes[] = $client->length;
        }
        // The last ones are like those before.
        printf("%s => %s: %s\n", $offer, $client->agreed, array_sum(array_slice($sizes, -4)) < 180 ? 'refers to messages before' : 'each by itself');
    }
}

echo "-- declined\n";
foreach ([
    'server_max_window_bits=8', 'server_max_window_bits', 'server_max_window_bits=16', 'server_max_window_bits=010', 'server_max_window_bits=10; server_max_window_bits=10',
    'client_max_window_bits=7', 'client_no_context_takeover=1', 'client_no_context_takeover; client_no_context_takeover', 'unknown', '; ', 'server_max_window_bits="1',
] as $offer) {
    echo "$offer: ", json_encode((new DeflatingClient($servers['context'], '/', $offer))->agreed), "\n";
}
// The first of several offers that can be honoured counts.
echo json_encode((new DeflatingClient($servers['context'], '/', 'server_max_window_bits=8, permessage-deflate; server_max_window_bits=9'))->agreed), "\n";

// A client that keeps its context though it agreed not to: its second message is no deflate stream by itself.
echo "-- context kept against the agreement\n";
$client = new DeflatingClient($servers['default'], '/');
$deflate = deflate_init(ZLIB_ENCODING_RAW);
foreach (['Hello, hello, hello', 'Hello, hello, hello'] as $message) {
    $client->raw->send(TestClient::frame(substr(deflate_add($deflate, $message, ZLIB_SYNC_FLUSH), 0, -4), 1, true, 4));
    echo $client->told();
}
foreach ($servers as $server) {
    echo $server->stop();
}
?>
--EXPECT--
-- default
 => client_no_context_takeover; server_no_context_takeover: each by itself
client_max_window_bits => client_no_context_takeover; server_no_context_takeover: each by itself
server_no_context_takeover => client_no_context_takeover; server_no_context_takeover: each by itself
client_no_context_takeover; client_max_window_bits => client_no_context_takeover; server_no_context_takeover: each by itself
server_max_window_bits=10; client_max_window_bits=11 => client_no_context_takeover; server_no_context_takeover; server_max_window_bits=10: each by itself
server_max_window_bits=15; client_max_window_bits=8 => client_no_context_takeover; server_no_context_takeover; server_max_window_bits=15: each by itself
client_max_window_bits="14" => client_no_context_takeover; server_no_context_takeover: each by itself
-- context
 => client_no_context_takeover; server_max_window_bits=12: refers to messages before
client_max_window_bits => server_max_window_bits=12; client_max_window_bits=12: refers to messages before
server_no_context_takeover => client_no_context_takeover; server_no_context_takeover: each by itself
client_no_context_takeover; client_max_window_bits => client_no_context_takeover; server_max_window_bits=12: refers to messages before
server_max_window_bits=10; client_max_window_bits=11 => server_max_window_bits=10; client_max_window_bits=11: refers to messages before
server_max_window_bits=15; client_max_window_bits=8 => server_max_window_bits=12; client_max_window_bits=8: refers to messages before
client_max_window_bits="14" => server_max_window_bits=12; client_max_window_bits=12: refers to messages before
-- context, 15
 => : refers to messages before
client_max_window_bits => : refers to messages before
server_no_context_takeover => server_no_context_takeover: each by itself
client_no_context_takeover; client_max_window_bits => client_no_context_takeover: refers to messages before
server_max_window_bits=10; client_max_window_bits=11 => server_max_window_bits=10; client_max_window_bits=11: refers to messages before
server_max_window_bits=15; client_max_window_bits=8 => server_max_window_bits=15; client_max_window_bits=8: refers to messages before
client_max_window_bits="14" => client_max_window_bits=14: refers to messages before
-- context, 9, level 9
 => client_no_context_takeover; server_max_window_bits=9: refers to messages before
client_max_window_bits => server_max_window_bits=9; client_max_window_bits=9: refers to messages before
server_no_context_takeover => client_no_context_takeover; server_no_context_takeover: each by itself
client_no_context_takeover; client_max_window_bits => client_no_context_takeover; server_max_window_bits=9: refers to messages before
server_max_window_bits=10; client_max_window_bits=11 => server_max_window_bits=9; client_max_window_bits=9: refers to messages before
server_max_window_bits=15; client_max_window_bits=8 => server_max_window_bits=9; client_max_window_bits=8: refers to messages before
client_max_window_bits="14" => server_max_window_bits=9; client_max_window_bits=9: refers to messages before
-- declined
server_max_window_bits=8: null
server_max_window_bits: null
server_max_window_bits=16: null
server_max_window_bits=010: null
server_max_window_bits=10; server_max_window_bits=10: null
client_max_window_bits=7: null
client_no_context_takeover=1: null
client_no_context_takeover; client_no_context_takeover: null
unknown: null
; : null
server_max_window_bits="1: null
"client_no_context_takeover; server_max_window_bits=9"
-- context kept against the agreement
c1 "Hello, hello, hello"
88 1007 ""
