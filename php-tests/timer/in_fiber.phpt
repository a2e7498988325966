--TEST--
Timer: made inside a PHP Fiber, and a callback that uses one
--FILE--
<?php
use Swoole\Timer;

$fiber = new Fiber(function () {
    Timer::after(1, function () {
        $inner = new Fiber(function () { Co::sleep(0.001); return Fiber::suspend('suspended'); });
        echo $inner->start(), "\n";
        $inner->resume('resumed');
        echo $inner->getReturn(), "\n";
    });
    Fiber::suspend();
    echo "fiber goes on\n";
});
$fiber->start();
swoole_event_wait();
$fiber->resume();
?>
--EXPECT--
suspended
resumed
fiber goes on
