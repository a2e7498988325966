--TEST--
Timer: the one that is due first fires first, equals in the order they were made
--FILE--
<?php
use Swoole\Timer;

Co\run(function () {
    foreach ([30, 10, 20, 10, 30, 10] as $number => $ms) {
        Timer::after($ms, fn () => print("$ms/$number "));
    }
    usleep(1000);
    Timer::after(40, fn () => print("\n"));
    // The loop is busy past all of them: the order is the same.
    $until = microtime(true) + 0.06;
    while (microtime(true) < $until);
});
?>
--EXPECT--
10/1 10/3 10/5 20/2 30/0 30/4 
