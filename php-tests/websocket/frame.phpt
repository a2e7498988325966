--TEST--
Frame and CloseFrame: properties, __toString(), pack(), unpack()
--FILE--
<?php
use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

// What unpack() writes into the log is told by unpack_log.phpt.
Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
set_error_handler(function ($level, $message) {
    echo "  $message\n";
    return true;
});

var_dump(new Frame(), new CloseFrame(1, 2));
var_dump((new ReflectionClass(Frame::class))->isFinal(), new Frame() instanceof Stringable, (new ReflectionClass(Frame::class))->getConstructor());
echo json_encode(array_keys(get_object_vars(new CloseFrame()))), "\n";
$frame = new Frame();
$frame->data = 'cloned';
var_dump((clone $frame)->data, unserialize(serialize($frame)) == $frame);
unset($frame->data, $frame->opcode, $frame->flags);
echo 'unset: ', bin2hex((string) $frame), "\n";

function packed(string $name, callable $pack): void
{
    swoole_clear_error();
    try {
        $bytes = $pack();
        echo "$name: ", strlen($bytes) > 20 ? strlen($bytes) . ' bytes, ' . bin2hex(substr($bytes, 0, 10)) : bin2hex($bytes), ', error ', swoole_last_error(), "\n";
    } catch (Throwable $error) {
        echo "$name: ", $error::class, ': ', $error->getMessage(), "\n";
    }
}

function frame(array $properties, string $class = Frame::class): Frame
{
    $frame = new $class();
    foreach ($properties as $name => $value) {
        $frame->$name = $value;
    }
    return $frame;
}

echo "-- strings\n";
packed('Frame', fn () => (string) new Frame());
packed('CloseFrame', fn () => (string) new CloseFrame());
packed('binary', fn () => (string) frame(['data' => 'hi', 'opcode' => 2]));
packed('numbers as text', fn () => (string) frame(['data' => 'hi', 'opcode' => '2', 'flags' => '1']));
packed('unfinished', fn () => (string) frame(['data' => 'hi', 'finish' => false]));
packed('finished over flags', fn () => (string) frame(['data' => 'hi', 'flags' => 0, 'finish' => true]));
packed('close', fn () => (string) frame(['code' => 4000, 'reason' => 'r'], CloseFrame::class));

echo "-- pack\n";
packed('text', fn () => Frame::pack('hi'));
packed('binary', fn () => Frame::pack('hi', 2));
packed('binary, CloseFrame::pack', fn () => CloseFrame::pack('hi', WEBSOCKET_OPCODE_BINARY));
packed('0', fn () => Frame::pack('hi', 1, 0));
packed('false', fn () => Frame::pack('hi', 1, false));
packed('empty', fn () => Frame::pack(''));
packed('ping is final', fn () => Frame::pack('hi', 9, 0));
packed('close with a reason', fn () => Frame::pack('hi', 8));
packed('empty close is final', fn () => Frame::pack('', 8, 0));
packed('RSV2, RSV3 are dropped', fn () => Frame::pack('hi', 1, 1 | SWOOLE_WEBSOCKET_FLAG_RSV2 | SWOOLE_WEBSOCKET_FLAG_RSV3));
packed('RSV1', fn () => Frame::pack('hi', 1, 1 | SWOOLE_WEBSOCKET_FLAG_RSV1));
packed('RSV1 to 3', fn () => Frame::pack('hi', 1, 29));
packed('RSV1 not on control frames', fn () => Frame::pack('hi', 10, 1 | SWOOLE_WEBSOCKET_FLAG_RSV1));
packed('reserved opcode', fn () => Frame::pack('hi', 3));
packed('close, no flags', fn () => Frame::pack('hi', 8, 0));
packed('opcode 256 is 0', fn () => Frame::pack('hi', 256));
packed('opcode -1', fn () => Frame::pack('hi', -1));
packed('126 bytes', fn () => Frame::pack(str_repeat('x', 126)));
packed('65536 bytes', fn () => Frame::pack(str_repeat('x', 65536)));
packed('a Frame', fn () => Frame::pack(frame(['data' => 'hi', 'opcode' => 10]), 1));
packed('a CloseFrame', fn () => Frame::pack(frame(['code' => 4000, 'reason' => 'r'], CloseFrame::class)));
packed('opcode 11', fn () => Frame::pack('hi', 11));
packed('long ping', fn () => Frame::pack(str_repeat('a', 126), 9));
packed('long reason', fn () => Frame::pack(str_repeat('a', 124), 8));
packed('array', fn () => Frame::pack([]));
packed('null', fn () => Frame::pack(null));
packed('int', fn () => Frame::pack(12));
packed('object', fn () => Frame::pack(new stdClass()));
packed('resource', fn () => strlen(Frame::pack(STDIN)) > 10 ? 'a text' : 'what?');

echo "-- compressed\n";
/* What is packed with $flags: its first byte, and its payload as a real inflater has it. */
$inflated = function (string $name, string $bytes): void {
    $masked = ord($bytes[1]) & 0x80;
    $payload = substr($bytes, $masked ? 6 : 2);
    if ($masked) {
        $payload ^= str_repeat(substr($bytes, 2, 4), intdiv(strlen($payload), 4) + 1);
    }
    $rsv1 = ord($bytes[0]) & 0x40;
    printf("%s: %02x %s%s\n", $name, ord($bytes[0]), $masked ? 'masked ' : '', $rsv1 ? var_export(inflate_add(inflate_init(ZLIB_ENCODING_RAW), "$payload\0\0\xff\xff"), true) : "plain $payload");
};
$inflated('FIN, COMPRESS', Frame::pack('hihihihi', 1, 3));
$inflated('binary', Frame::pack('hihihihi', 2, 3));
$inflated('with RSV1', Frame::pack('hihihihi', 1, 7));
$inflated('masked', Frame::pack('hihihihi', 1, 35));
$inflated('255', Frame::pack('hihihihi', 1, 255));
$inflated('a frame', (string) frame(['data' => 'hihihihi', 'flags' => 3]));
$inflated('a frame that is finished', (string) frame(['data' => 'hihihihi', 'flags' => 2, 'finish' => true]));
$inflated('no FIN', Frame::pack('hihihihi', 1, 2));
$inflated('no FIN, NO_COMPRESS', Frame::pack('hihihihi', 1, 1 | SWOOLE_WEBSOCKET_FLAG_NO_COMPRESS));
$inflated('continuation', Frame::pack('hihihihi', 0, 3));
$inflated('empty', Frame::pack('', 1, 3));
$inflated('ping', Frame::pack('hihihihi', 9, 3));
var_dump(strlen(Frame::pack(str_repeat('long ', 10000), 1, 3)) < 500);

$masked = Frame::pack('hi', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_MASK);
var_dump(bin2hex(substr($masked, 0, 2)), strlen($masked), substr($masked, 6) ^ substr($masked, 2, 4));
$keys = [];
for ($i = 0; $i < 50; $i++) {
    $keys[substr(Frame::pack('', 1, 33), 2)] = true;
}
var_dump(count($keys) > 45);

echo "-- unpack\n";
foreach ([
    '81026869' => 'text', '8182323538455a5c' => 'masked', '81026869ffff' => 'more behind it', '8200' => 'empty', '01026869' => 'unfinished',
    'b1026869' => 'RSV2, RSV3', '8a017f' => 'pong', '8800' => 'close', '880178' => 'close, 1 byte', '88030fa072' => 'close, 4000',
    '888332353845' . bin2hex("\x0f\xa0r" ^ '258') => 'close, masked', '' => 'nothing', '81' => 'a byte', '81056869' => 'incomplete',
    '09026869' => 'unfinished ping', '89fe007e' => 'half a head', '897e007e' => 'long ping', '817f8000000000000001' => 'no length',
    '8b026869' => 'opcode 11', '83026869' => 'opcode 3',
    'c107f248cdc9c90700' => 'deflated', 'c18701020304' . bin2hex("\xf2\x48\xcd\xc9\xc9\x07\x00" ^ "\1\2\3\4\1\2\3") => 'deflated, masked', '41026869' => 'a part of it', 'c103ffffff' => 'not deflated',
    'c28700000000f248cdc9c90700' => 'deflated, masked with zeros', 'c0026869' => 'RSV1 on a continuation', 'c9026869' => 'RSV1 on a ping', 'c100' => 'RSV1 and nothing',
] as $hex => $name) {
    swoole_clear_error();
    $frame = Frame::unpack(hex2bin($hex));
    echo "$name: ";
    if ($frame === false) {
        echo 'false';
    } else {
        echo substr(strrchr($frame::class, '\\'), 1), ' ', json_encode(get_object_vars($frame));
    }
    echo ', error ', swoole_last_error(), "\n";
}
foreach (['', 'x', str_repeat('y', 125), str_repeat('y', 126), str_repeat('z', 70000)] as $data) {
    foreach ([1, 33] as $flags) {
        $frame = Frame::unpack(Frame::pack($data, 2, $flags));
        var_dump($frame->data === $data && $frame->flags === $flags && $frame->opcode === 2);
    }
    // Deflated, and masked as well.
    foreach ([3, 35] as $flags) {
        $frame = Frame::unpack(Frame::pack($data, 2, $flags));
        $expected = $data === '' ? $flags & ~SWOOLE_WEBSOCKET_FLAG_COMPRESS : $flags | SWOOLE_WEBSOCKET_FLAG_RSV1;
        var_dump($frame->data === $data && $frame->flags === $expected);
    }
}
?>
--EXPECT--
object(Swoole\WebSocket\Frame)#2 (5) {
  ["fd"]=>
  int(0)
  ["data"]=>
  string(0) ""
  ["opcode"]=>
  int(1)
  ["flags"]=>
  int(1)
  ["finish"]=>
  NULL
}
object(Swoole\WebSocket\CloseFrame)#3 (7) {
  ["fd"]=>
  int(0)
  ["data"]=>
  string(0) ""
  ["opcode"]=>
  int(8)
  ["flags"]=>
  int(1)
  ["finish"]=>
  NULL
  ["code"]=>
  int(1000)
  ["reason"]=>
  string(0) ""
}
bool(false)
bool(true)
NULL
["fd","data","opcode","flags","finish","code","reason"]
string(6) "cloned"
bool(true)
unset: 0000
-- strings
Frame: 8100, error 0
CloseFrame: 880203e8, error 0
binary: 82026869, error 0
numbers as text: 82026869, error 0
unfinished: 01026869, error 0
finished over flags: 81026869, error 0
close: 88030fa072, error 0
-- pack
text: 81026869, error 0
binary: 82026869, error 0
binary, CloseFrame::pack: 82026869, error 0
0: 01026869, error 0
false: 01026869, error 0
empty: 8100, error 0
ping is final: 89026869, error 0
close with a reason: 880403e86869, error 0
empty close is final: 880203e8, error 0
RSV2, RSV3 are dropped: 81026869, error 0
RSV1: c1026869, error 0
RSV1 to 3: c1026869, error 0
RSV1 not on control frames: 8a026869, error 0
reserved opcode: 83026869, error 0
close, no flags: 880403e86869, error 0
opcode 256 is 0: 80026869, error 0
  Swoole\WebSocket\Frame::pack(): opcode must be between 0 and 10
opcode -1: , error 503
126 bytes: 130 bytes, 817e007e787878787878, error 0
65536 bytes: 65546 bytes, 817f0000000000010000, error 0
a Frame: 8a026869, error 0
a CloseFrame: 88030fa072, error 0
  Swoole\WebSocket\Frame::pack(): opcode must be between 0 and 10
opcode 11: , error 503
  Swoole\WebSocket\Frame::pack(): websocket control frame payload must not exceed 125 bytes
long ping: , error 503
  Swoole\WebSocket\Frame::pack(): the max length of close reason is 123
long reason: , error 503
  Array to string conversion
array: 81054172726179, error 0
null: 8100, error 0
int: 81023132, error 0
object: Error: Object of class stdClass could not be converted to string
resource: 612074657874, error 0
-- compressed
FIN, COMPRESS: c1 'hihihihi'
binary: c2 'hihihihi'
with RSV1: c1 'hihihihi'
masked: c1 masked 'hihihihi'
255: c1 masked 'hihihihi'
a frame: c1 'hihihihi'
a frame that is finished: c1 'hihihihi'
no FIN: 01 plain hihihihi
no FIN, NO_COMPRESS: 81 plain hihihihi
continuation: 80 plain hihihihi
empty: 81 plain 
ping: 89 plain hihihihi
bool(true)
string(4) "8182"
int(8)
string(2) "hi"
bool(true)
-- unpack
text: Frame {"fd":0,"data":"hi","opcode":1,"flags":1,"finish":true}, error 0
masked: Frame {"fd":0,"data":"hi","opcode":1,"flags":33,"finish":true}, error 0
more behind it: Frame {"fd":0,"data":"hi","opcode":1,"flags":1,"finish":true}, error 0
empty: Frame {"fd":0,"data":"","opcode":2,"flags":1,"finish":true}, error 0
unfinished: Frame {"fd":0,"data":"hi","opcode":1,"flags":0,"finish":false}, error 0
RSV2, RSV3: Frame {"fd":0,"data":"hi","opcode":1,"flags":25,"finish":true}, error 0
pong: Frame {"fd":0,"data":"","opcode":10,"flags":1,"finish":true}, error 0
close: CloseFrame {"fd":0,"data":"","opcode":8,"flags":1,"finish":true,"code":1000,"reason":""}, error 0
close, 1 byte: CloseFrame {"fd":0,"data":"","opcode":8,"flags":1,"finish":true,"code":1000,"reason":""}, error 0
close, 4000: CloseFrame {"fd":0,"data":"","opcode":8,"flags":1,"finish":true,"code":4000,"reason":"r"}, error 0
close, masked: CloseFrame {"fd":0,"data":"","opcode":8,"flags":33,"finish":true,"code":4000,"reason":"r"}, error 0
nothing: false, error 508
a byte: false, error 508
incomplete: false, error 508
unfinished ping: false, error 508
half a head: false, error 508
long ping: false, error 508
no length: false, error 508
opcode 11: Frame {"fd":0,"data":"hi","opcode":11,"flags":1,"finish":true}, error 0
opcode 3: Frame {"fd":0,"data":"hi","opcode":3,"flags":1,"finish":true}, error 0
deflated: Frame {"fd":0,"data":"Hello","opcode":1,"flags":7,"finish":true}, error 0
deflated, masked: Frame {"fd":0,"data":"Hello","opcode":1,"flags":39,"finish":true}, error 0
a part of it: Frame {"fd":0,"data":"hi","opcode":1,"flags":4,"finish":false}, error 0
  Swoole\WebSocket\Frame::unpack(): inflate() failed, Error: data error[-3]
not deflated: false, error 508
deflated, masked with zeros: Frame {"fd":0,"data":"Hello","opcode":2,"flags":39,"finish":true}, error 0
RSV1 on a continuation: Frame {"fd":0,"data":"hi","opcode":0,"flags":5,"finish":true}, error 0
RSV1 on a ping: Frame {"fd":0,"data":"hi","opcode":9,"flags":5,"finish":true}, error 0
  Swoole\WebSocket\Frame::unpack(): inflate() failed, Error: data error[-3]
RSV1 and nothing: false, error 508
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
