--TEST--
open_websocket_close_frame, _ping_frame, _pong_frame: the script gets the frames and answers them itself
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

$frame = fn (...$arguments) => TestClient::frame(...$arguments);
$once = function ($ws) {
    echo told($ws->recv(5));
};
// Nobody answers unless the script does; the connection ends with its object.
$quiet = fn (string $bytes) => function ($client) use ($bytes) {
    $client->send($bytes);
    echo wire($client), ended($client);
};
$close = Cases::serve([
    'code and reason' => [$once, $quiet($frame(closing(4000, 'bye'), 8))],
    'without a code' => [$once, $quiet($frame('', 8))],
    'the object' => [
        function ($ws) {
            $frame = $ws->recv(5);
            var_dump($frame::class === CloseFrame::class, $frame instanceof Frame, $frame->fd === $ws->fd);
            echo json_encode(array_keys(get_object_vars($frame))), "\n";
        },
        $quiet($frame(closing(1001), 8)),
    ],
    'not before the script answers' => [
        function ($ws) {
            echo told($ws->recv(5));
            Swoole\Coroutine::sleep(0.2);
            var_dump($ws->push('still allowed'), $ws->push(new CloseFrame()), $ws->push('not any more'), swoole_last_error());
            var_dump($ws->close(), $ws->close(), swoole_last_error());
        },
        function ($client) use ($frame) {
            $client->send($frame(closing(1000), 8));
            var_dump($client->isSilent(0.1));
            echo wire($client, 2), ended($client);
        },
    ],
    'answered with the frame itself' => [
        function ($ws) {
            var_dump($ws->push($ws->recv(5)));
            echo told($ws->recv(5)), told($ws->recv(5));
        },
        $quiet($frame(closing(3000, 'mirror'), 8)),
    ],
    'answered by disconnect' => [
        function ($ws) {
            $ws->recv(5);
            var_dump($ws->disconnect(4999, 'as you wish'));
        },
        $quiet($frame(closing(1000), 8)),
    ],
    'a bad one is not delivered' => [$once, $quiet($frame(closing(1005), 8))],
    'data after it is not delivered' => [
        function ($ws) {
            echo told($ws->recv(5)), told($ws->recv(0.1));
        },
        $quiet($frame(closing(1000), 8) . $frame('late')),
    ],
    'pings are answered all the same' => [
        $once,
        function ($client) {
            $client->push('x', 9);
            $client->push('after');
            echo wire($client);
        },
    ],
], ['open_websocket_close_frame' => true]);

$ping = Cases::serve([
    'ping' => [
        function ($ws) {
            echo told($frame = $ws->recv(5));
            Swoole\Coroutine::sleep(0.1);
            $frame->opcode = WEBSOCKET_OPCODE_PONG;
            $ws->push($frame);
            echo told($ws->recv(5));
        },
        function ($client) {
            $client->push('are you there?', 9);
            var_dump($client->isSilent(0.05));
            echo wire($client);
            $client->push('a pong', 10);
            $client->push('after the pong');
        },
    ],
    'between fragments' => [
        function ($ws) {
            echo told($ws->recv(5)), told($ws->recv(5));
        },
        fn ($client) => $client->send($frame('a', 2, false) . $frame('p', 9) . $frame('b', 0)),
    ],
], ['open_websocket_ping_frame' => true]);

$pong = Cases::serve([
    'pong' => [
        function ($ws) {
            $ws->ping('marco');
            echo told($ws->recv(5)), told($ws->recv(5));
        },
        function ($client) {
            echo wire($client);
            $client->push('polo', 10);
            $client->push('x', 9);
            echo wire($client);
            $client->push('after');
        },
    ],
], ['open_websocket_pong_frame' => true]);

$close->play();
$ping->play();
$pong->play();
?>
--EXPECT--
-- code and reason
> close 1000 ""
> end
CloseFrame opcode=8 flags=1 finish=true data="" code=4000 reason="bye", error 0
-- without a code
> close 1000 ""
> end
CloseFrame opcode=8 flags=1 finish=true data="" code=1000 reason="", error 0
-- the object
> close 1000 ""
> end
bool(true)
bool(true)
bool(true)
["fd","data","opcode","flags","finish","code","reason"]
-- not before the script answers
bool(true)
> text "still allowed"
> close 1000 ""
> end
CloseFrame opcode=8 flags=1 finish=true data="" code=1000 reason="", error 0
bool(true)
bool(true)
bool(false)
int(9)
bool(true)
bool(false)
int(9)
-- answered with the frame itself
> close 3000 "mirror"
> end
bool(true)
"", error 0
false, error 9
-- answered by disconnect
> close 4999 "as you wish"
> end
bool(true)
-- a bad one is not delivered
> close 1002 ""
> end
false, error 508
-- data after it is not delivered
> close 1000 ""
> end
CloseFrame opcode=8 flags=1 finish=true data="" code=1000 reason="", error 0
false, error 110
-- pings are answered all the same
> pong "x"
Frame opcode=1 flags=33 finish=true data="after", error 0
-- ping
bool(true)
> pong "are you there?"
Frame opcode=9 flags=1 finish=true data="are you there?", error 0
Frame opcode=1 flags=33 finish=true data="after the pong", error 0
-- between fragments
Frame opcode=9 flags=1 finish=true data="p", error 0
Frame opcode=2 flags=33 finish=true data="ab", error 0
-- pong
> ping "marco"
> pong "x"
Frame opcode=10 flags=1 finish=true data="polo", error 0
Frame opcode=1 flags=33 finish=true data="after", error 0
