--TEST--
Timer: wrong arguments; Timer cannot be instantiated
--FILE--
<?php
use Swoole\Timer;

foreach ([0, -1] as $ms) {
    var_dump(Timer::after($ms, fn () => 1), swoole_last_error(), swoole_timer_tick($ms, fn () => 1));
}
$try = function (callable $what) {
    try {
        $what();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
};
$try(fn () => Timer::after(1, 'nofn'));
$try(fn () => Timer::tick('x', fn () => 1));
$try(fn () => Timer::tick(1));
$try(fn () => new Timer);
echo json_encode(Timer::stats()), "\n";
?>
--EXPECTF--
Warning: Swoole\Timer::after(): Timer must be greater than or equal to 1 in %s on line %d

Warning: swoole_timer_tick(): Timer must be greater than or equal to 1 in %s on line %d
bool(false)
int(503)
bool(false)

Warning: Swoole\Timer::after(): Timer must be greater than or equal to 1 in %s on line %d

Warning: swoole_timer_tick(): Timer must be greater than or equal to 1 in %s on line %d
bool(false)
int(503)
bool(false)
TypeError: Swoole\Timer::after(): Argument #2 ($callback) must be a valid callback, function "nofn" not found or invalid function name
TypeError: Swoole\Timer::tick(): Argument #1 ($ms) must be of type int, string given
ArgumentCountError: Swoole\Timer::tick() expects at least 2 arguments, 1 given
Error: The object of Swoole\Timer can not be created for security reasons
{"initialized":false,"num":0,"round":0}
