--TEST--
heartbeat_idle_time: every sign of life counts, also while nobody is in recv()
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

$recv = function ($ws) {
    echo told($ws->recv(30)), told($ws->push('x'));
};
// Reads only when the client has come to its end.
$deaf = function ($ws) {
    for ($waited = 0; $waited < 1.3 && $ws->push('', WEBSOCKET_OPCODE_PONG); $waited += 0.1) {
        Coroutine::sleep(0.1);
    }
    echo $waited > 1.2 ? 'lived' : 'was dropped', ', ', told($ws->recv(5));
};
// Answers pings for a while, or does something else when one comes; the number of pings.
$live = function ($client, float $seconds, callable $answer) {
    $pings = 0;
    for ($end = microtime(true) + $seconds; microtime(true) < $end;) {
        $frame = $client->readFrame();
        if ($frame['opcode'] === 9) {
            $pings++;
            $answer($client, $frame['payload']);
        } elseif ($frame['opcode'] === 8) {
            echo 'closed early: ', short($frame['payload']), "\n";
            break;
        }
    }
    return $pings;
};
$pong = fn ($client, $payload) => $client->push($payload, 10);
Cases::serve([
    'pongs' => [
        function ($ws) {
            // Longer than the timeout of recv(), which is for one frame.
            echo told($ws->recv(1)), told($ws->push('x'));
        },
        function ($client) use ($live, $pong) {
            var_dump($live($client, 1.3, $pong) >= 3);
            $client->push('done');
            echo wire($client);
        },
    ],
    'pongs, nobody reads' => [
        $deaf,
        function ($client) use ($live, $pong) {
            var_dump($live($client, 1.3, $pong) >= 3);
            $client->push('done');
            $client->readAll();
        },
    ],
    'parts of a frame' => [
        $recv,
        function ($client) {
            foreach (str_split(TestClient::frame('0123456789')) as $byte) {
                $client->send($byte);
                usleep(80_000);
            }
            while (($frame = $client->readFrame())['opcode'] === 9);
            echo short($frame['payload']), "\n";
        },
    ],
    // A ping goes out only when nothing else waits for the peer; that it takes something counts.
    'slow but reading' => [
        function ($ws) {
            for ($i = 0; $i < 600; $i++) {
                $ws->push(str_repeat('x', 20_000), 2) || exit("dropped\n");
            }
            $ws->push('the end');
            echo told($ws->recv(30));
        },
        function ($client) {
            for ($i = 0; $i < 600; $i++) {
                while ($client->readFrame()['opcode'] === 9);
                $i % 10 || usleep(20_000);
            }
            while (in_array(($frame = $client->readFrame())['opcode'], [2, 9]));
            echo short($frame['payload']), "\n";
            $client->push('done');
        },
    ],
], ['heartbeat_idle_time' => 0.8, 'heartbeat_check_interval' => 0.2])->play();
?>
--EXPECT--
-- pongs
bool(true)
> text "x"
Frame opcode=1 flags=33 finish=true data="done", error 0
true, error 0
-- pongs, nobody reads
bool(true)
lived, Frame opcode=1 flags=33 finish=true data="done", error 0
-- parts of a frame
"x"
Frame opcode=1 flags=33 finish=true data="0123456789", error 0
true, error 0
-- slow but reading
"the end"
Frame opcode=1 flags=33 finish=true data="done", error 0
