--TEST--
Timer: ticks keep to their grid, missed ones are left out
--FILE--
<?php
use Swoole\Timer;

function busy(float $seconds): void
{
    $until = microtime(true) + $seconds;
    while (microtime(true) < $until);
}

Co\run(function () {
    $first = null;
    $calls = 0;
    $id = Timer::tick(20, function (int $id) use (&$first, &$calls) {
        // In its callback a timer still shows the time it was due.
        $due = Timer::info($id)['exec_msec'];
        $first ??= $due;
        if (($due - $first) % 20 !== 0) {
            echo "off the grid by ", ($due - $first) % 20, "\n";
        }
        // Late every time, once by several intervals.
        busy(++$calls === 3 ? 0.09 : 0.005);
        if ($calls === 6) {
            $missed = intdiv($due - $first, 20) - 5;
            echo $missed >= 3 ? "missed ones left out\n" : "only $missed left out\n";
            Timer::clear($id);
        }
    });
});
echo "done\n";
?>
--EXPECT--
missed ones left out
done
