--TEST--
swoole_async_set(): options of the process; callbacks that are no coroutines
--FILE--
<?php
require __DIR__ . '/../child.inc.php';
use Swoole\Timer;

var_dump(swoole_async_set(['enable_coroutine' => false, 'no_such_option' => 1]), Co::getOptions());
Timer::after(1, function () {
    var_dump(Co::getCid());
    try {
        Co::sleep(0.001);
    } catch (Swoole\Error $e) {
        echo $e->getMessage(), "\n";
    }
    go(function () { Co::sleep(0.001); echo "but it can make one\n"; });
});
swoole_event_wait();
swoole_async_set(['enable_coroutine' => true]);
Timer::after(1, fn () => var_dump(Co::getCid() > 0));
swoole_event_wait();

// An exception is printed, the loop goes on, the status tells.
child(<<<'PHP'
swoole_async_set(['enable_coroutine' => false]);
Swoole\Timer::after(1, function () { throw new RuntimeException('boom'); });
Swoole\Timer::after(20, function () { echo "goes on\n"; });
PHP, filter: fn ($text) => preg_replace('/ in \S+:\d+\nStack.*thrown in \S+ on line \d+/s', '', $text));
?>
--EXPECT--
bool(true)
NULL
int(-1)
API must be called in the coroutine
but it can make one
bool(true)
PHP Fatal error:  Uncaught RuntimeException: boom
goes on
status 255
