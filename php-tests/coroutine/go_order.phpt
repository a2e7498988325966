--TEST--
go() runs the child at once, up to its first suspension, then its creator goes on
--FILE--
<?php
use function Swoole\Coroutine\run;

run(function () {
    echo "1 ";
    go(function () {
        echo "2 ";
        Co::sleep(0.001);
        echo "6 ";
    });
    echo "3 ";
    go(function () {
        echo "4 ";
        go(function () {
            echo "4a ";
            Co::yield();
            echo "never ";
        });
        echo "4b ";
    });
    echo "5\n";
    Co::sleep(0.02);
    echo "7\n";
    // The coroutine in yield() is left for the report.
    Co::set(['enable_deadlock_check' => false]);
});
echo "8\n";
?>
--EXPECT--
1 2 3 4 4a 4b 5
6 7
8
