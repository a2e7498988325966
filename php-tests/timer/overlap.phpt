--TEST--
Timer: a callback that suspends does not hold up the next call
--FILE--
<?php
use Swoole\Timer;

Co\run(function () {
    $running = $most = $calls = 0;
    Timer::tick(2, function (int $id) use (&$running, &$most, &$calls) {
        if (++$calls === 5) {
            Timer::clear($id);
        }
        $most = max($most, ++$running);
        Co::sleep(0.3);
        if (--$running === 0) {
            echo $most > 1 ? "they overlapped\n" : "one after the other\n";
        }
    });
});
?>
--EXPECT--
they overlapped
