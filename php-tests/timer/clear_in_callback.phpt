--TEST--
Timer: cleared by its own callback, by another of the same round, cleared twice
--FILE--
<?php
use Swoole\Timer;

Co\run(function () {
    Timer::tick(1, function (int $id) {
        var_dump(Timer::exists($id), Timer::clear($id), Timer::clear($id), Timer::exists($id));
        var_dump(Timer::info($id)['removed'], count(Timer::list()));
        Co::sleep(0.001);
        var_dump(Timer::info($id));
    });
});

Co\run(function () {
    Timer::after(1, function () use (&$other) { echo "first\n"; var_dump(Timer::clear($other)); });
    $other = Timer::after(1, fn () => print("must not fire\n"));
    Timer::after(2, fn () => var_dump(Timer::clearAll()));
    Timer::tick(2, fn () => print("must not fire\n"));
    Timer::after(50000, fn () => print("must not fire\n"));
    $until = microtime(true) + 0.01;
    while (microtime(true) < $until);
});

// A timer that fires once is there while its callback runs, and can be cleared: it makes no difference.
Co\run(function () {
    $id = Timer::after(1, function () use (&$id) { var_dump(Timer::exists($id), Timer::clear($id), Timer::exists($id)); });
});
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(false)
bool(true)
int(0)
NULL
first
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
