--TEST--
Many coroutines push to one connection while another reads it: frames stay whole, none is lost, each pusher's keep their order
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

const PUSHERS = 50;
const FRAMES = 20;

$reader = function ($ws) {
    while ($frame = $ws->recv(10)) {
        $received = ($received ?? 0) + 1;
    }
    echo $received > 0 ? 'received, then ' : 'nothing received, then ', told($frame);
};
$pushers = function ($ws, $length) {
    $failed = 0;
    $left = PUSHERS;
    for ($i = 0; $i < PUSHERS; $i++) {
        Coroutine::create(function () use ($ws, $i, $length, &$failed, &$left) {
            for ($n = 0; $n < FRAMES; $n++) {
                $ws->push("$i,$n," . str_repeat(chr(65 + $i % 26), $length)) || $failed++;
                $n % 3 || Coroutine::sleep(0.001);
            }
            --$left || print("pushers done, failed: $failed\n");
        });
    }
};
$client = function (int $length, bool $talks) {
    return function ($client) use ($length, $talks) {
        $next = array_fill(0, PUSHERS, 0);
        $pongs = 0;
        for ($frames = 0; $frames < PUSHERS * FRAMES;) {
            if ($talks && $frames % 10 === 0) {
                $client->push('hello');
                $client->push("ping $frames", 9);
            }
            $frame = $client->readFrame();
            if ($frame['opcode'] === 10) {
                $pongs++;
                continue;
            }
            [$i, $n, $text] = explode(',', $frame['payload'], 3);
            if ((int) $n !== $next[$i]++ || $text !== str_repeat(chr(65 + $i % 26), $length)) {
                exit("frame $n of pusher $i is torn or out of order\n");
            }
            $frames++;
        }
        echo "$frames frames, ", $pongs > 0 === $talks ? 'pongs as expected' : "$pongs pongs", "\n";
        $client->push(closing(1000), 8);
        while (($frame = $client->readFrame())['opcode'] === 10);
        echo $frame['opcode'], "\n", ended($client);
    };
};
Cases::serve([
    'small frames' => [
        function ($ws) use ($pushers, $reader) {
            $pushers($ws, 20);
            $reader($ws);
        },
        $client(20, true),
    ],
    'frames beyond what the kernel takes' => [
        function ($ws) use ($pushers, $reader) {
            $pushers($ws, 100_000);
            $reader($ws);
        },
        $client(100_000, true),
    ],
    'a fragmented message of one, messages of others' => [
        function ($ws) {
            $other = fn (...$arguments) => Coroutine::create(fn () => var_dump(@$ws->push(...$arguments)));
            var_dump($ws->push('a', 1, false));
            $other('refused, not sent in between');
            $other('', WEBSOCKET_OPCODE_PING);
            var_dump(swoole_last_error(), $ws->push('b', 0, true));
            $other('now');
            $ws->recv(5);
        },
        function ($client) {
            echo wire($client, 4);
            $client->push('done');
        },
    ],
    // Both wait for room; when there is room, the rule is looked at again.
    'two that wait to begin a fragmented message' => [
        function ($ws) {
            while (true) {
                $blocked = true;
                Coroutine::create(function () use ($ws, &$blocked) {
                    $ws->push(str_repeat('x', 100_000), 2);
                    $blocked = false;
                });
                if ($blocked) {
                    break;
                }
            }
            for ($i = 0; $i < 2; $i++) {
                Coroutine::create(function () use ($ws) {
                    $begun = @$ws->push('begin', 1, false);
                    echo told($begun);
                    Coroutine::sleep(0.05);
                    $begun && $ws->push('end', 0);
                });
            }
            $ws->recv(5);
        },
        function ($client) {
            usleep(100_000);
            while (($frame = $client->readFrame())['opcode'] === 2);
            echo $frame['payload'], "\n", wire($client);
            $client->push('done');
        },
    ],
])->play();
?>
--EXPECT--
-- small frames
1000 frames, pongs as expected
8
> end
pushers done, failed: 0
received, then "", error 0
-- frames beyond what the kernel takes
1000 frames, pongs as expected
8
> end
pushers done, failed: 0
received, then "", error 0
-- a fragmented message of one, messages of others
> text+ "a"
> ping ""
> continuation "b"
> text "now"
bool(true)
bool(false)
bool(true)
int(8505)
bool(true)
bool(true)
-- two that wait to begin a fragmented message
begin
> continuation "end"
true, error 0
false, error 8505
