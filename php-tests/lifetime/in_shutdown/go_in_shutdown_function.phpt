--TEST--
go() and run() in a shutdown function
--FILE--
<?php
register_shutdown_function(function () {
    echo "one\n";
    go(function () {
        Co::sleep(0.001);
        echo "two, after the shutdown functions registered so far\n";
    });
    register_shutdown_function(function () {
        Co\run(function () { Co::sleep(0.001); echo "four\n"; });
        echo "five\n";
    });
    echo "one b\n";
});
register_shutdown_function(function () { echo "one c\n"; });
?>
--EXPECT--
one
one b
one c
two, after the shutdown functions registered so far
four
five
