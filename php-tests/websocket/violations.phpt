--TEST--
A peer that breaks the protocol is told why, and recv() returns false with a code that is never 0
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$frame = fn (...$arguments) => TestClient::frame(...$arguments);
$text = fn (string $bytes) => TestClient::frame($bytes);

/* What the client sends after a good frame. */
$violations = [
    'unmasked' => $frame('x', mask: null),
    'RSV1 without compression' => $frame('x', rsv: 4),
    'RSV2' => $frame('x', rsv: 2),
    'RSV3' => $frame('x', rsv: 1),
    'RSV1 on a ping' => $frame('x', 9, rsv: 4),
    'RSV1 on a continuation' => $frame('x', 1, false) . $frame('x', 0, rsv: 4),
    'fragmented ping' => $frame('x', 9, false),
    'fragmented close' => $frame(closing(1000), 8, false),
    'ping of 126 bytes' => $frame(str_repeat('x', 126), 9),
    'close of 126 bytes' => $frame(closing(1000, str_repeat('x', 124)), 8),
    'continuation of nothing' => $frame('x', 0),
    'continuation after a control frame' => $frame('x', 9) . $frame('x', 0),
    'continuation after a whole message' => $frame('y', 1, false) . $frame('', 0) . $frame('x', 0),
    'text inside a fragmented message' => $frame('x', 1, false) . $frame('x', 1),
    'binary inside a fragmented message' => $frame('x', 1, false) . $frame('x', 2, false),
    'length in too many bytes' => "\x81\xfe\0\x05\1\2\3\4",
    'length in far too many bytes' => "\x81\xff\0\0\0\0\0\0\xff\xff\1\2\3\4",
    'length with its top bit set' => "\x81\xff\x80\0\0\0\0\0\0\0\1\2\3\4",
    'close of 1 byte' => $frame("\3", 8),
    'close with a reason that is no UTF-8' => $frame(closing(1000, "\xff"), 8),
    'text: lone continuation byte' => $text("\x80"),
    'text: overlong' => $text("\xc0\xaf"),
    'text: surrogate' => $text("\xed\xa0\x80"),
    'text: beyond Unicode' => $text("\xf4\x90\x80\x80"),
    'text: unfinished' => $text("abc\xe4\xbd"),
    'text: wrong across fragments' => $frame("\xe4", 1, false) . $frame("x", 0),
];
foreach ([3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as $opcode) {
    $violations["opcode $opcode"] = $frame('x', $opcode);
}
foreach ([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535] as $code) {
    $violations["close code $code"] = $frame(closing($code), 8);
}
/* What cannot become right any more is told before the frame, or the message, is complete. */
$early = [
    'text: wrong in the middle of a frame' => substr($text("abc\xff" . str_repeat('x', 50)), 0, 10),
    'text: wrong in the middle of a message' => $frame("abc\xff", 1, false),
    'the head of a reserved opcode' => "\x83\x81\1\2\3\4",
];

$handler = function ($ws) {
    do {
        echo told($frame = $ws->recv(5));
    } while ($frame);
    echo told($ws->recv(5));
    var_dump($ws->push('x'), swoole_last_error(), $ws->close(), swoole_last_error());
};
$cases = [];
foreach ($violations as $name => $bytes) {
    $cases[$name] = [$handler, function ($client) use ($bytes) {
        // Whatever else comes is not looked at.
        $client->send(TestClient::frame('good') . $bytes . TestClient::frame('ignored') . TestClient::frame('', 9));
        $pong = str_starts_with($bytes, "\x89\x81") ? 1 : 0;
        echo wire($client, 1 + $pong), ended($client);
    }];
}
foreach ($early as $name => $bytes) {
    $cases[$name] = [$handler, function ($client) use ($bytes) {
        $client->send(TestClient::frame('good') . $bytes);
        echo wire($client), ended($client);
    }];
}

ob_start();
Cases::serve($cases)->play();
$output = ob_get_clean();

// All say the same to the script; only the code on the wire differs.
$same = "Frame opcode=1 flags=33 finish=true data=\"good\", error 0\nfalse, error 508\nfalse, error 9\n"
    . "bool(false)\nint(9)\nbool(false)\nint(9)\n";
// One has another message before.
$output = str_replace("Frame opcode=1 flags=33 finish=true data=\"y\", error 0\n", '', $output);
echo str_replace($same, '', $output);
var_dump(substr_count($output, $same) === count($cases));
?>
--EXPECT--
-- unmasked
> close 1002 ""
> end
-- RSV1 without compression
> close 1002 ""
> end
-- RSV2
> close 1002 ""
> end
-- RSV3
> close 1002 ""
> end
-- RSV1 on a ping
> close 1002 ""
> end
-- RSV1 on a continuation
> close 1002 ""
> end
-- fragmented ping
> close 1002 ""
> end
-- fragmented close
> close 1002 ""
> end
-- ping of 126 bytes
> close 1002 ""
> end
-- close of 126 bytes
> close 1002 ""
> end
-- continuation of nothing
> close 1002 ""
> end
-- continuation after a control frame
> pong "x"
> close 1002 ""
> end
-- continuation after a whole message
> close 1002 ""
> end
-- text inside a fragmented message
> close 1002 ""
> end
-- binary inside a fragmented message
> close 1002 ""
> end
-- length in too many bytes
> close 1002 ""
> end
-- length in far too many bytes
> close 1002 ""
> end
-- length with its top bit set
> close 1002 ""
> end
-- close of 1 byte
> close 1002 ""
> end
-- close with a reason that is no UTF-8
> close 1007 ""
> end
-- text: lone continuation byte
> close 1007 ""
> end
-- text: overlong
> close 1007 ""
> end
-- text: surrogate
> close 1007 ""
> end
-- text: beyond Unicode
> close 1007 ""
> end
-- text: unfinished
> close 1007 ""
> end
-- text: wrong across fragments
> close 1007 ""
> end
-- opcode 3
> close 1002 ""
> end
-- opcode 4
> close 1002 ""
> end
-- opcode 5
> close 1002 ""
> end
-- opcode 6
> close 1002 ""
> end
-- opcode 7
> close 1002 ""
> end
-- opcode 11
> close 1002 ""
> end
-- opcode 12
> close 1002 ""
> end
-- opcode 13
> close 1002 ""
> end
-- opcode 14
> close 1002 ""
> end
-- opcode 15
> close 1002 ""
> end
-- close code 0
> close 1002 ""
> end
-- close code 999
> close 1002 ""
> end
-- close code 1004
> close 1002 ""
> end
-- close code 1005
> close 1002 ""
> end
-- close code 1006
> close 1002 ""
> end
-- close code 1015
> close 1002 ""
> end
-- close code 1016
> close 1002 ""
> end
-- close code 2999
> close 1002 ""
> end
-- close code 5000
> close 1002 ""
> end
-- close code 65535
> close 1002 ""
> end
-- text: wrong in the middle of a frame
> close 1007 ""
> end
-- text: wrong in the middle of a message
> close 1007 ""
> end
-- the head of a reserved opcode
> close 1002 ""
> end
bool(true)
