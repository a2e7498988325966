--TEST--
permessage-deflate: which frames are compressed; flags, the threshold, what the script has compressed itself
--FILE--
<?php
require __DIR__ . '/deflating.inc.php';

use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

const FIN = SWOOLE_WEBSOCKET_FLAG_FIN;
const COMPRESS = SWOOLE_WEBSOCKET_FLAG_COMPRESS;
const RSV1 = SWOOLE_WEBSOCKET_FLAG_RSV1;
const PLAIN = SWOOLE_WEBSOCKET_FLAG_NO_COMPRESS;

function frame(array $properties): Frame
{
    $frame = new Frame();
    foreach ($properties as $name => $value) {
        $frame->$name = $value;
    }
    return $frame;
}

$text = 'twenty or more bytes';
/* What the script compresses itself: a whole message, and one stream cut where it likes. */
$whole = substr(deflate_add(deflate_init(ZLIB_ENCODING_RAW), 'my own', ZLIB_SYNC_FLUSH), 0, -4);
$stream = deflate_init(ZLIB_ENCODING_RAW);
$parts = [deflate_add($stream, 'begun, ', ZLIB_NO_FLUSH), deflate_add($stream, 'continued, ', ZLIB_SYNC_FLUSH), deflate_add($stream, 'ended', ZLIB_FINISH)];

$messages = [
    'default' => [[$text]],
    'short' => [['short']],
    'empty' => [['']],
    'binary' => [[$text, 2]],
    'true' => [[$text, 1, true]],
    'COMPRESS' => [['short', 1, FIN | COMPRESS]],
    'COMPRESS, empty' => [['', 1, FIN | COMPRESS]],
    'COMPRESS, RSV1: plain data' => [['short', 1, FIN | COMPRESS | RSV1]],
    '255' => [['short', 1, 255]],
    'NO_COMPRESS' => [[$text, 1, FIN | PLAIN]],
    'NO_COMPRESS, COMPRESS' => [[$text, 1, FIN | PLAIN | COMPRESS]],
    'ping' => [[$text, 9, FIN | COMPRESS]],
    'pong' => [[$text, 10, FIN | RSV1]],
    'frame' => [[frame(['data' => $text])]],
    'frame, flags' => [[frame(['data' => 'short', 'flags' => FIN | COMPRESS])]],
    'frame, as received compressed' => [[frame(['data' => 'short', 'flags' => 39, 'finish' => true])]],
    'frame, finish' => [[frame(['data' => 'short', 'flags' => COMPRESS, 'finish' => true])]],
    'frame, not this one' => [[frame(['data' => $text, 'flags' => FIN | PLAIN])]],
    'fragments' => [[$text, 1, 0], [$text, 0, 0], [$text, 0]],
    'fragments, COMPRESS' => [[$text, 1, COMPRESS], [$text, 0, FIN | COMPRESS]],
    'RSV1: compressed by the script' => [[$whole, 2, FIN | RSV1]],
    'RSV1 in fragments' => [[$parts[0], 1, RSV1], [$parts[1], 0, 0], [$parts[2], 0]],
    'RSV1 and COMPRESS in fragments' => [[$parts[0], 1, COMPRESS | RSV1], [$parts[1], 0, COMPRESS | RSV1], [$parts[2], 0, FIN | COMPRESS | RSV1]],
    'frames of a stream' => [
        [frame(['data' => $parts[0], 'flags' => COMPRESS | RSV1])],
        [frame(['data' => $parts[1], 'opcode' => 0, 'flags' => 0])],
        [frame(['data' => $parts[2], 'opcode' => 0, 'finish' => true])],
    ],
    'close' => [[new CloseFrame()]],
];

$handler = function ($request, $ws) use ($messages) {
    $ws->upgrade();
    foreach ($messages as $name => $pushes) {
        foreach ($pushes as $arguments) {
            $ws->push(...$arguments) || print("$name: not pushed\n");
        }
    }
};
$servers = [
    'default' => TestServer::start(function ($http) use ($handler) {
        $http->set(['websocket_compression' => true]);
        $http->handle('/', $handler);
    }),
    'from 20 bytes on' => TestServer::start(function ($http) use ($handler) {
        $http->set(['websocket_compression' => true, 'websocket_compression_min_length' => 20, 'websocket_compression_level' => 1]);
        $http->handle('/', $handler);
    }),
    'only what is flagged' => TestServer::start(function ($http) use ($handler) {
        $http->set(['websocket_compression' => true, 'websocket_compression_min_length' => PHP_INT_MAX, 'websocket_compression_context_takeover' => true]);
        $http->handle('/', $handler);
    }),
];
$told = [];
foreach ($servers as $name => $server) {
    $client = new DeflatingClient($server, '/');
    foreach ($messages as $message => $_) {
        $told[$message][$name] = rtrim($client->told());
    }
}
foreach ($told as $message => $lines) {
    echo "$message: ", implode(', ', array_unique(array_map(fn ($line) => substr(strstr("$line \"", ' "'), 1, -2), $lines))), "\n";
    foreach ($lines as $name => $line) {
        echo "  $name: ", strstr("$line \"", ' "', true), "\n";
    }
}

// A client that has not agreed gets everything plain, what the script has compressed too: it should not have.
$client = new DeflatingClient($servers['default'], '/', null);
foreach ($messages as $message => $_) {
    $heads = $client->read()[0];
    foreach (explode(' ', $heads) as $head) {
        hexdec($head) & 0x40 and print("$message: RSV1 without an agreement\n");
    }
}
foreach ($servers as $server) {
    echo $server->stop();
}
?>
--EXPECT--
default: "twenty or more bytes"
  default: c1
  from 20 bytes on: c1
  only what is flagged: 81
short: "short"
  default: c1
  from 20 bytes on: 81
  only what is flagged: 81
empty: ""
  default: 81
  from 20 bytes on: 81
  only what is flagged: 81
binary: "twenty or more bytes"
  default: c2
  from 20 bytes on: c2
  only what is flagged: 82
true: "twenty or more bytes"
  default: c1
  from 20 bytes on: c1
  only what is flagged: 81
COMPRESS: "short"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
COMPRESS, empty: ""
  default: 81
  from 20 bytes on: 81
  only what is flagged: 81
COMPRESS, RSV1: plain data: "short"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
255: "short"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
NO_COMPRESS: "twenty or more bytes"
  default: 81
  from 20 bytes on: 81
  only what is flagged: 81
NO_COMPRESS, COMPRESS: "twenty or more bytes"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
ping: "twenty or more bytes"
  default: 89
  from 20 bytes on: 89
  only what is flagged: 89
pong: "twenty or more bytes"
  default: 8a
  from 20 bytes on: 8a
  only what is flagged: 8a
frame: "twenty or more bytes"
  default: c1
  from 20 bytes on: c1
  only what is flagged: 81
frame, flags: "short"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
frame, as received compressed: "short"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
frame, finish: "short"
  default: c1
  from 20 bytes on: c1
  only what is flagged: c1
frame, not this one: "twenty or more bytes"
  default: 81
  from 20 bytes on: 81
  only what is flagged: 81
fragments: "twenty or more bytestwenty or more bytestwenty or more bytes"
  default: 01 00 80
  from 20 bytes on: 01 00 80
  only what is flagged: 01 00 80
fragments, COMPRESS: "twenty or more bytestwenty or more bytes"
  default: 01 80
  from 20 bytes on: 01 80
  only what is flagged: 01 80
RSV1: compressed by the script: "my own"
  default: c2
  from 20 bytes on: c2
  only what is flagged: c2
RSV1 in fragments: "begun, continued, ended"
  default: 41 00 80
  from 20 bytes on: 41 00 80
  only what is flagged: 41 00 80
RSV1 and COMPRESS in fragments: "begun, continued, ended"
  default: 41 00 80
  from 20 bytes on: 41 00 80
  only what is flagged: 41 00 80
frames of a stream: "begun, continued, ended"
  default: 41 00 80
  from 20 bytes on: 41 00 80
  only what is flagged: 41 00 80
close: ""
  default: 88 1000
  from 20 bytes on: 88 1000
  only what is flagged: 88 1000
