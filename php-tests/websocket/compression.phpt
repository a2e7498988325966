--TEST--
permessage-deflate: negotiated when the server wants it, inflated, deflated, limited, and not there otherwise
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$echo = function ($request, $ws) {
    $ws->upgrade();
    while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
        $ws->push("$frame->flags:" . substr($frame->data, 0, 60), $frame->opcode);
    }
    $ws->push('never');
};
$compressed = TestServer::start(function ($http) use ($echo) {
    $http->set(['websocket_compression' => true, 'package_max_length' => 4096]);
    $http->handle('/', $echo);
    $http->handle('/again', function ($request, $ws) {
        $ws->upgrade();
        $ws->push(str_repeat('same ', 20));
        $ws->push(str_repeat('same ', 20));
        $ws->push('');
        $ws->push('part', WEBSOCKET_OPCODE_TEXT, false);
        $ws->push('rest', WEBSOCKET_OPCODE_CONTINUATION);
        $ws->push("\xf2\x48\xcd\xc9\xc9\x07\x00", WEBSOCKET_OPCODE_TEXT, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_RSV1);
    });
});
$plain = TestServer::start(function ($http) use ($echo) {
    $http->handle('/', $echo);
});

const OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
$raw = function (TestClient $client): string {
    [, $first, $length] = unpack('C2', $client->read(2));
    return sprintf('%02x ', $first) . ($length ? $client->read($length) : '');
};
$frame = fn (string $payload, int $first) => chr($first) . chr(0x80 | strlen($payload)) . "\0\0\0\0" . $payload;
$hello = "\xf2\x48\xcd\xc9\xc9\x07\x00";    // RFC 7692 section 7.2.3.1

$client = $compressed->connect();
echo $client->handshake('/', OFFER)->header('sec-websocket-extensions'), "\n";
$client->send($frame($hello, 0xc1));
// "39:Hello" deflated, in one block.
echo bin2hex($raw($client)), "\n";
// Not compressed is allowed at any time: the flags tell.
$client->send($frame('Hello', 0x81));
echo bin2hex($raw($client)), "\n";
// In two fragments.
$client->send($frame(substr($hello, 0, 3), 0x41) . $frame(substr($hello, 3), 0x80));
echo bin2hex($raw($client)), "\n";
// No deflate stream.
$client->send($frame("\xff\xff\xff", 0xc1));
echo bin2hex($raw($client)), "\n";

// 8 KiB of zeros in a few bytes, over the limit of 4 KiB.
$client = $compressed->connect();
$client->handshake('/', OFFER);
$client->send($frame(hex2bin('ecc1010d000000c2a0f74f6d0e37a000000000000000807703'), 0xc1));
echo bin2hex($raw($client)), "\n";

$client = $compressed->connect();
$client->handshake('/again', OFFER);
$first = $raw($client);
echo substr($first, 0, 2), ' ', strlen($first) < 30 ? 'small' : 'large', ', again ', $raw($client) === $first ? 'the same' : 'different', "\n";
echo $raw($client), ', ', $raw($client), ', ', $raw($client), "\n";
echo bin2hex($raw($client)), "\n";

// Not offered, or not wanted.
foreach ([[$compressed, ''], [$compressed, "Sec-WebSocket-Extensions: foo\r\n"], [$plain, OFFER]] as [$server, $headers]) {
    $client = $server->connect();
    echo json_encode($client->handshake('/', $headers)->header('sec-websocket-extensions')), ' ';
    $client->send($frame('Hello', 0x81));
    echo $raw($client), ' ';
    $client->send($frame($hello, 0xc1));
    echo bin2hex($raw($client)), "\n";
}
?>
--EXPECT--
permessage-deflate; client_no_context_takeover; server_no_context_takeover
63312032b6b4f248cdc9c90700
6331203236b6f248cdc9c90700
63312032b6b4f248cdc9c90700
38382003ef
38382003f1
c1 small, again the same
81 , 01 part, 80 rest
633120f248cdc9c90700
null 81 33:Hello 38382003ea
null 81 33:Hello 38382003ea
null 81 33:Hello 38382003ea
