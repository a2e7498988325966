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
        'reserved 7' => ['a', 7],
        'reserved 11' => ['a', 11],
        '-1' => ['a', -1],
        '257 is 1' => ['a', 257],
    ]),
    'flags' => $push([
        'null' => ['a', 1, null],
        'FIN' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN],
        'true' => ['a', 1, true],
        'MASK is not for servers' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_MASK],
        'RSV1 is not ours to set' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_RSV1],
        'RSV2, RSV3' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_RSV2 | SWOOLE_WEBSOCKET_FLAG_RSV3],
        'COMPRESS without compression' => ['a', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS],
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
