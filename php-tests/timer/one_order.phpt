--TEST--
Timers, sleepers and limits that are due at the same time: in the order of their times, equals as they were made
--FILE--
<?php
use Swoole\{Coroutine, Timer};

/** Everybody is due when the loop comes to it. */
function compute(float $ms): void { for ($end = hrtime(true) + $ms * 1e6; hrtime(true) < $end;); }

/** Starts them in turns that follow each other closely: one that was held up takes its turn again. */
function order(array $delays, array $expected): void
{
    do {
        $order = [];
        $began = hrtime(true);
        Co\run(function () use ($delays, &$order, $began, &$took) {
            foreach ($delays as $who => $ms) {
                match ($who[0]) {
                    't' => Timer::after($ms, function () use ($who, &$order) { $order[] = $who; }),
                    's' => go(function () use ($who, $ms, &$order) { Coroutine::sleep($ms / 1000); $order[] = $who; }),
                    'p' => go(function () use ($who, $ms, &$order) { (new Coroutine\Channel)->pop($ms / 1000); $order[] = $who; }),
                    'j' => go(function () use ($who, $ms, &$order, $began) {
                        Coroutine::join([go(fn () => Coroutine::sleep(0.3))], $ms / 1000);
                        $order[] = $who;
                    }),
                    'r' => go(function () use ($who, $ms, &$order) {
                        [$a] = $pair = swoole_coroutine_socketpair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
                        $a->recv(1, $ms / 1000);
                        $order[] = $who;
                    }),
                };
            }
            $took = hrtime(true) - $began;
            compute(max($delays) + 20);
        });
    } while ($took > 8e6);
    echo json_encode($order), $order === $expected ? '' : ' instead of ' . json_encode($expected), "\n";
}

order(['t1' => 30, 's2' => 30, 't3' => 30, 's4' => 30, 'p5' => 30, 'j6' => 30, 'r7' => 30, 's8' => 30, 't9' => 30],
    ['t1', 's2', 't3', 's4', 'p5', 'j6', 'r7', 's8', 't9']);
order(['t6' => 60, 's2' => 20, 'r4' => 40, 'p3' => 30, 't1' => 10, 'j5' => 50], ['t1', 's2', 'p3', 'r4', 'j5', 't6']);
Co\run(function () {
    // One that another of the same time cancels or clears is not called, and who wakes others goes on when they wait.
    $order = [];
    $late = null;
    Timer::after(5, function () use (&$order, &$late, &$sleeper) { $order[] = 1; Timer::clear($late); Coroutine::cancel($sleeper); $order[] = 2; });
    $sleeper = go(function () use (&$order) { $order[] = Coroutine::sleep(0.005) ? 'slept' : 'canceled'; Coroutine::sleep(0.005); $order[] = 'end'; });
    $late = Timer::after(5, function () use (&$order) { $order[] = 'cleared'; });
    Timer::after(5, function () use (&$order) { $order[] = 3; Timer::after(1, function () use (&$order) { $order[] = 'next round'; }); compute(5); });
    go(function () use (&$order) { Coroutine::sleep(0.005); $order[] = 4; });
    compute(20);
    Coroutine::sleep(0.05);
    echo json_encode($order), "\n";
});
?>
--EXPECT--
["t1","s2","t3","s4","p5","j6","r7","s8","t9"]
["t1","s2","p3","r4","j5","t6"]
[1,"canceled",2,3,4,"next round","end"]
