--TEST--
Timer: timers made by timers, and run() inside a callback
--FILE--
<?php
use Swoole\Timer;

function step(int $depth): void
{
    echo $depth, ' ';
    if ($depth < 5) {
        Timer::after(1, 'step', $depth + 1);
    }
}
Timer::after(1, 'step', 1);
Timer::after(1, function () {
    try {
        Co\run(function () {});
    } catch (Swoole\Error $e) {
        echo $e->getMessage(), ' ';
    }
    go(function () { Co::sleep(0.001); });
});
swoole_event_wait();
echo "\n";

// A thousand that are due together, each making another.
$fired = 0;
Co\run(function () use (&$fired) {
    for ($i = 0; $i < 1000; $i++) {
        Timer::after(1 + $i % 3, function () use (&$fired) {
            $fired++;
            Timer::after(1, function () use (&$fired) { $fired++; });
        });
    }
});
var_dump($fired);
?>
--EXPECT--
1 Unable to call Event::wait() in coroutine 2 3 4 5 
int(2000)
