--TEST--
What is stricter than Swoole can be had as lenient: websocket_require_mask, websocket_validate_utf8; websocket_max_fragments
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$handler = function ($ws) {
    do {
        $frame = $ws->recv(5);
        echo told($frame);
    } while ($frame);
};
$sends = fn (string ...$frames) => function ($client) use ($frames) {
    $client->send(implode('', $frames) . TestClient::frame(closing(1000), 8));
    echo wire($client), ended($client);
};
$text = fn (string $payload, bool $fin = true, int $opcode = 1) => TestClient::frame($payload, $opcode, $fin);
$cases = [
    'unmasked' => [$handler, $sends(TestClient::frame('plain', mask: null))],
    'unmasked and large' => [$handler, $sends(TestClient::frame(str_repeat('x', 100_000), mask: null), $text('masked'))],
    'no UTF-8' => [$handler, $sends($text("a\xff"))],
    'no UTF-8 in fragments' => [$handler, $sends($text("a\xe2\x82", false), $text('b', true, 0))],
    'no UTF-8 in a close reason' => [$handler, $sends(TestClient::frame(closing(1000, "\xff"), 8))],
    'three fragments' => [$handler, $sends($text('a', false), $text('b', false, 0), $text('c', true, 0), $text('d'))],
    'four' => [$handler, $sends($text('a', false), $text('b', false, 0), $text('c', false, 0), $text('d', true, 0))],
    // What else the RFC asks for stays.
    'a reserved opcode' => [$handler, $sends($text('a', true, 3))],
];
$relaxed = Cases::serve($cases, ['websocket_require_mask' => false, 'websocket_validate_utf8' => false, 'websocket_max_fragments' => 3]);
$strict = Cases::serve(array_slice($cases, 0, 6));
echo "# relaxed\n";
$relaxed->play();
echo "# strict\n";
$strict->play();
?>
--EXPECT--
# relaxed
-- unmasked
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data="plain", error 0
"", error 0
-- unmasked and large
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data=100000 bytes of "xxxx", error 0
Frame opcode=1 flags=33 finish=true data="masked", error 0
"", error 0
-- no UTF-8
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data="a\xff", error 0
"", error 0
-- no UTF-8 in fragments
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data="a\xe2\x82b", error 0
"", error 0
-- no UTF-8 in a close reason
> close 1000 "\xff"
> end
"", error 0
-- three fragments
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data="abc", error 0
Frame opcode=1 flags=33 finish=true data="d", error 0
"", error 0
-- four
> close 1008 ""
> end
false, error 508
-- a reserved opcode
> close 1002 ""
> end
false, error 508
# strict
-- unmasked
> close 1002 ""
> end
false, error 508
-- unmasked and large
> close 1002 ""
> end
false, error 508
-- no UTF-8
> close 1007 ""
> end
false, error 508
-- no UTF-8 in fragments
> close 1007 ""
> end
false, error 508
-- no UTF-8 in a close reason
> close 1007 ""
> end
false, error 508
-- three fragments
> close 1000 ""
> end
Frame opcode=1 flags=33 finish=true data="abc", error 0
Frame opcode=1 flags=33 finish=true data="d", error 0
"", error 0
