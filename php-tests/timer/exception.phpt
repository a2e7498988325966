--TEST--
Timer: an uncaught exception in a callback ends the script, with shutdown functions and status 255
--FILE--
<?php
require __DIR__ . '/../child.inc.php';

child(<<<'PHP'
register_shutdown_function(function () { echo 'shutdown ', error_get_last() ? 'with an error' : '', "\n"; });
Co\run(function () {
    Swoole\Timer::after(1, function () {
        defer(function () { echo "defer\n"; });
        throw new RuntimeException('boom');
    });
    Swoole\Timer::after(20, function () { echo "must not fire\n"; });
    Swoole\Timer::tick(1, function () { echo ""; });
});
echo "must not go on\n";
PHP, filter: fn ($text) => preg_replace('/ in \S+:\d+\nStack.*thrown in \S+ on line \d+/s', '', $text));

child(<<<'PHP'
Swoole\Timer::after(1, function () { exit(3); });
PHP, filter: fn ($text) => preg_replace('/ in \S+:\d+\nStack.*thrown in \S+ on line \d+/s', '', $text));

child(<<<'PHP'
Co\run(function () {
    Swoole\Timer::after(1, function () {
        try { throw new RuntimeException('caught'); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
    });
    Swoole\Timer::after(2, function () { echo "goes on\n"; });
});
PHP);
?>
--EXPECT--
PHP Fatal error:  Uncaught RuntimeException: boom
defer
shutdown with an error
status 255
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit
status 255
caught
goes on
status 0
