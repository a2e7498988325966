--TEST--
push(): kinds of data, opcodes, flags, frames, refusals, the order of fragments, states
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

class Text
{
    public function __toString(): string
    {
        return 'from __toString()';
    }
}

class Throwing
{
    public function __toString(): string
    {
        throw new LogicException('no text');
    }
}

class MyFrame extends Frame
{
    public $extra = 1;
}

class MyCloseFrame extends CloseFrame
{
    public $code = 4002;
}

function frame(array $properties, string $class = Frame::class): Frame
{
    $frame = new $class();
    foreach ($properties as $name => $value) {
        $frame->$name = $value;
    }
    return $frame;
}

/* Pushes each list of arguments and tells what push() says; the client gets a mark after each. */
$push = fn (array $calls) => [
    function ($ws) use ($calls) {
        set_error_handler(function ($level, $message) {
            echo "  $message\n";
            return true;
        });
        foreach ($calls as $name => $arguments) {
            swoole_clear_error();
            try {
                $result = $ws->push(...$arguments);
                echo "$name: ", told($result);
            } catch (Throwable $error) {
                echo "$name: ", $error::class, ': ', $error->getMessage(), "\n";
            }
            $ws->ping('next') || exit('no mark');
        }
        restore_error_handler();
        echo told($ws->recv(5));
    },
    function ($client) use ($calls) {
        foreach ($calls as $name => $arguments) {
            while (($frame = wireFrame($client)) !== 'ping "next"') {
                echo "$name > $frame\n";
            }
        }
        $client->push(closing(1000), 8);
        echo wire($client), ended($client);
    },
];

$long = str_repeat('x', 126);
$cases = Cases::serve([
    'data' => $push([
        'string' => ['text'],
        'empty' => [''],
        'int' => [123],
        'float' => [1.5],
        'true' => [true],
        'false' => [false],
        'null' => [null],
        'Stringable' => [new Text()],
        'array' => [['a']],
        'resource' => [STDIN],
        'object' => [new stdClass()],
        'throws' => [new Throwing()],
        'no UTF-8' => ["\xff\xfe"],
        'zero bytes' => ["a\0b"],
        '125' => [str_repeat('x', 125)],
        '126' => [$long],
        '65535' => [str_repeat('x', 65535)],
        '65536' => [str_repeat('x', 65536)],
    ]),
    'arguments' => $push([
        'none' => [],
        'too many' => ['a', 1, 1, 1],
        'opcode as text' => ['a', '2'],
        'opcode as a fraction' => ['a', 1.7],
        'opcode not a number' => ['a', 'x'],
    ]),
    'opcodes' => $push([
        'text' => ['a', WEBSOCKET_OPCODE_TEXT],
        'binary' => ['a', WEBSOCKET_OPCODE_BINARY],
        'Swoole binary' => ['a', SWOOLE_WEBSOCKET_OPCODE_BINARY],
        'ping' => ['a', WEBSOCKET_OPCODE_PING],
        'pong' => ['a', WEBSOCKET_OPCODE_PONG],
        'ping is never unfinished' => ['a', WEBSOCKET_OPCODE_PING, false],
        'ping of 125' => [str_repeat('p', 125), 9],
        'ping of 126' => [$long, 9],
        'pong of 126' => [$long, 10],
        'reserved 3' => ['a', 3],
        'reserved 4' => ['a', 4],
        'reserved 5' => ['a', 5],
        'reserved 6' => ['a', 6],
        'reserved 7' => ['a', 7],
        'reserved 11' => ['a', 11],
        '255' => ['a', 255],
        '-1 is 255' => ['a', -1],
        '256 is 0, a continuation' => ['a', 256],
        '257 is 1' => ['a', 257],
        '259 is 3' => ['a', 259],
    ]),
    'flags' => $push([
        'null' => ['a', 1, null],
        'FIN' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN],
        'true' => ['a', 1, true],
        'MASK is not for servers' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_MASK],
        'RSV1 is not ours to set' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_RSV1],
        'RSV2, RSV3' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_RSV2 | SWOOLE_WEBSOCKET_FLAG_RSV3],
        'COMPRESS without compression' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS],
        'all of them: 255' => ['a', 1, 255],
        'all but FIN: 254' => ['a', 1, 254],
        'and the rest' => ['b', 0, 255],
        'as text' => ['a', 1, '1'],
        'by name' => ['data' => 'a', 'flags' => SWOOLE_WEBSOCKET_FLAG_FIN],
        'opcode by name' => ['data' => 'a', 'opcode' => WEBSOCKET_OPCODE_BINARY],
        'there is no $finish' => ['data' => 'a', 'finish' => true],
    ]),
    'fragments' => $push([
        'continuation of nothing' => ['x', 0],
        'first, false' => ['a', 1, false],
        'text inside' => ['x', 1],
        'binary inside' => ['x', 2, false],
        'ping inside' => ['p', 9],
        'continuation, 0' => ['b', WEBSOCKET_OPCODE_CONTINUATION, 0],
        'last, true' => ['c', WEBSOCKET_OPCODE_CONTINUATION, true],
        'continuation of a whole message' => ['x', 0],
        'another, as frames' => [frame(['data' => 'd', 'opcode' => 2, 'finish' => false])],
        'its end' => [frame(['data' => 'e', 'opcode' => 0, 'flags' => SWOOLE_WEBSOCKET_FLAG_FIN])],
        'an empty one' => ['', 1, false],
        'and its end' => ['', 0],
    ]),
    'frames' => $push([
        'plain' => [new Frame()],
        'data' => [frame(['data' => 'a'])],
        'binary' => [frame(['data' => 'a', 'opcode' => 2])],
        'the other arguments do not count' => [frame(['data' => 'a']), 9, 0],
        'finish over flags' => [frame(['data' => 'a', 'flags' => 0, 'finish' => true])],
        'flags without FIN' => [frame(['data' => 'a', 'flags' => 0])],
        'finish over flags again' => [frame(['data' => 'b', 'opcode' => 0, 'flags' => 0, 'finish' => true])],
        'as received' => [frame(['fd' => 99, 'data' => 'a', 'flags' => 33, 'finish' => true])],
        'number' => [frame(['data' => 12, 'opcode' => '2'])],
        'null' => [frame(['data' => null])],
        'subclass' => [frame(['data' => 'a'], MyFrame::class)],
        'ping' => [frame(['data' => 'a', 'opcode' => 9, 'finish' => false])],
        'long ping' => [frame(['data' => $long, 'opcode' => 9])],
        'bad opcode' => [frame(['opcode' => 11])],
        'reserved opcode' => [frame(['opcode' => 5])],
        'close with an invalid code' => [frame(['code' => 1005 + 1], CloseFrame::class)],
        'close with code 0' => [frame(['code' => 0], CloseFrame::class)],
        'close with code 70000' => [frame(['code' => 70000], CloseFrame::class)],
        'close with a long reason' => [frame(['reason' => str_repeat('r', 124)], CloseFrame::class)],
        'close frame that became text' => [frame(['opcode' => 1, 'data' => 'a', 'flags' => 1], CloseFrame::class)],
        'array' => [frame(['data' => []])],
        'object' => [frame(['data' => new stdClass()])],
    ]),
]);

/* A close frame ends it, whatever its form. */
$close = fn (array $arguments) => [
    function ($ws) use ($arguments) {
        echo told($ws->push(...$arguments)), told($ws->push('x')), told($ws->push(new CloseFrame())), told($ws->ping());
        echo told($ws->recv(5)), told($ws->recv(5)), told($ws->close());
    },
    function ($client) {
        echo wire($client);
        // TCP is ended when the client has answered, not before.
        var_dump($client->isSilent(0.05));
        $client->push('still on its way');
        $client->push(closing(1000), 8);
        echo ended($client);
    },
];
$closing = Cases::serve([
    'CloseFrame' => $close([new CloseFrame()]),
    'code and reason' => $close([frame(['code' => 4001, 'reason' => 'enough'], CloseFrame::class)]),
    'the longest reason' => $close([frame(['reason' => str_repeat('r', 123)], CloseFrame::class)]),
    'null' => $close([frame(['code' => null, 'reason' => null], CloseFrame::class)]),
    'no status' => $close([frame(['code' => 1005], CloseFrame::class)]),
    'subclass' => $close([new MyCloseFrame()]),
    'string' => $close(['why', WEBSOCKET_OPCODE_CLOSE]),
    'Frame with opcode 8' => $close([frame(['opcode' => 8, 'data' => 'ignored'])]),
]);
$cases->play();
$closing->play();
?>
--EXPECT--
-- data
string > text "text"
empty > text ""
int > text "123"
float > text "1.5"
true > text "1"
false > text ""
null > text ""
Stringable > text "from __toString()"
array > text "Array"
resource > text "Resource id #1"
no UTF-8 > text "\xff\xfe"
zero bytes > text "a\x00b"
125 > text 125 bytes of "xxxx"
126 > text 126 bytes of "xxxx"
65535 > text 65535 bytes of "xxxx"
65536 > text 65536 bytes of "xxxx"
> close 1000 ""
> end
string: true, error 0
empty: true, error 0
int: true, error 0
float: true, error 0
true: true, error 0
false: true, error 0
null: true, error 0
Stringable: true, error 0
  Array to string conversion
array: true, error 0
resource: true, error 0
object: Error: Object of class stdClass could not be converted to string
throws: LogicException: no text
no UTF-8: true, error 0
zero bytes: true, error 0
125: true, error 0
126: true, error 0
65535: true, error 0
65536: true, error 0
"", error 0
-- arguments
opcode as text > binary "a"
opcode as a fraction > text "a"
> close 1000 ""
> end
none: ArgumentCountError: Swoole\Http\Response::push() expects at least 1 argument, 0 given
too many: ArgumentCountError: Swoole\Http\Response::push() expects at most 3 arguments, 4 given
opcode as text: true, error 0
  Implicit conversion from float 1.7 to int loses precision
opcode as a fraction: true, error 0
opcode not a number: TypeError: Swoole\Http\Response::push(): Argument #2 ($opcode) must be of type int, string given
"", error 0
-- opcodes
text > text "a"
binary > binary "a"
Swoole binary > binary "a"
ping > ping "a"
pong > pong "a"
ping is never unfinished > ping "a"
ping of 125 > ping 125 bytes of "pppp"
257 is 1 > text "a"
> close 1000 ""
> end
text: true, error 0
binary: true, error 0
Swoole binary: true, error 0
ping: true, error 0
pong: true, error 0
ping is never unfinished: true, error 0
ping of 125: true, error 0
  Swoole\Http\Response::push(): websocket control frame payload must not exceed 125 bytes
ping of 126: false, error 8505
  Swoole\Http\Response::push(): websocket control frame payload must not exceed 125 bytes
pong of 126: false, error 8505
  Swoole\Http\Response::push(): opcode 3 is reserved
reserved 3: false, error 8505
  Swoole\Http\Response::push(): opcode 4 is reserved
reserved 4: false, error 8505
  Swoole\Http\Response::push(): opcode 5 is reserved
reserved 5: false, error 8505
  Swoole\Http\Response::push(): opcode 6 is reserved
reserved 6: false, error 8505
  Swoole\Http\Response::push(): opcode 7 is reserved
reserved 7: false, error 8505
  Swoole\Http\Response::push(): opcode must be between 0 and 10
reserved 11: false, error 8505
  Swoole\Http\Response::push(): opcode must be between 0 and 10
255: false, error 8505
  Swoole\Http\Response::push(): opcode must be between 0 and 10
-1 is 255: false, error 8505
  Swoole\Http\Response::push(): there is no unfinished message to continue
256 is 0, a continuation: false, error 8505
257 is 1: true, error 0
  Swoole\Http\Response::push(): opcode 3 is reserved
259 is 3: false, error 8505
"", error 0
-- flags
null > text "a"
FIN > text "a"
true > text "a"
MASK is not for servers > text "a"
RSV1 is not ours to set > text "a"
RSV2, RSV3 > text "a"
COMPRESS without compression > text "a"
all of them: 255 > text "a"
all but FIN: 254 > text+ "a"
and the rest > continuation "b"
as text > text "a"
by name > text "a"
opcode by name > binary "a"
> close 1000 ""
> end
null: true, error 0
FIN: true, error 0
true: true, error 0
MASK is not for servers: true, error 0
RSV1 is not ours to set: true, error 0
RSV2, RSV3: true, error 0
COMPRESS without compression: true, error 0
all of them: 255: true, error 0
all but FIN: 254: true, error 0
and the rest: true, error 0
as text: true, error 0
by name: true, error 0
opcode by name: true, error 0
there is no $finish: Error: Unknown named parameter $finish
"", error 0
-- fragments
first, false > text+ "a"
ping inside > ping "p"
continuation, 0 > continuation+ "b"
last, true > continuation "c"
another, as frames > binary+ "d"
its end > continuation "e"
an empty one > text+ ""
and its end > continuation ""
> close 1000 ""
> end
  Swoole\Http\Response::push(): there is no unfinished message to continue
continuation of nothing: false, error 8505
first, false: true, error 0
  Swoole\Http\Response::push(): the last message is unfinished, only a continuation frame may follow
text inside: false, error 8505
  Swoole\Http\Response::push(): the last message is unfinished, only a continuation frame may follow
binary inside: false, error 8505
ping inside: true, error 0
continuation, 0: true, error 0
last, true: true, error 0
  Swoole\Http\Response::push(): there is no unfinished message to continue
continuation of a whole message: false, error 8505
another, as frames: true, error 0
its end: true, error 0
an empty one: true, error 0
and its end: true, error 0
"", error 0
-- frames
plain > text ""
data > text "a"
binary > binary "a"
the other arguments do not count > text "a"
finish over flags > text "a"
flags without FIN > text+ "a"
finish over flags again > continuation "b"
as received > text "a"
number > binary "12"
null > text ""
subclass > text "a"
ping > ping "a"
close frame that became text > text "a"
array > text "Array"
> close 1000 ""
> end
plain: true, error 0
data: true, error 0
binary: true, error 0
the other arguments do not count: true, error 0
finish over flags: true, error 0
flags without FIN: true, error 0
finish over flags again: true, error 0
as received: true, error 0
number: true, error 0
null: true, error 0
subclass: true, error 0
ping: true, error 0
  Swoole\Http\Response::push(): websocket control frame payload must not exceed 125 bytes
long ping: false, error 8505
  Swoole\Http\Response::push(): opcode must be between 0 and 10
bad opcode: false, error 8505
  Swoole\Http\Response::push(): opcode 5 is reserved
reserved opcode: false, error 8505
  Swoole\Http\Response::push(): invalid close code 1006
close with an invalid code: false, error 8505
  Swoole\Http\Response::push(): invalid close code 0
close with code 0: false, error 8505
  Swoole\Http\Response::push(): invalid close code 70000
close with code 70000: false, error 8505
  Swoole\Http\Response::push(): the max length of close reason is 123
close with a long reason: false, error 8505
close frame that became text: true, error 0
  Array to string conversion
array: true, error 0
object: Error: Object of class stdClass could not be converted to string
"", error 0
-- CloseFrame
> close 1000 ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- code and reason
> close 4001 "enough"
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- the longest reason
> close 1000 123 bytes of "rrrr"
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- null
> close 1000 ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- no status
> close ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- subclass
> close 4002 ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- string
> close 1000 "why"
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
-- Frame with opcode 8
> close 1000 ""
bool(true)
> end
true, error 0
false, error 9
false, error 9
false, error 9
"", error 0
false, error 9
false, error 9
