--TEST--
resume() of what is not in yield(): a warning, false, last error 503
--FILE--
<?php
use Swoole\Coroutine;
use function Swoole\Coroutine\run;

run(function () {
    $sleeper = go(fn () => Coroutine::sleep(0.005));
    foreach (['unknown' => 99, 'self' => Coroutine::getCid(), 'sleeping' => $sleeper] as $name => $cid) {
        swoole_clear_error();
        echo "$name: ";
        var_dump(Coroutine::resume($cid));
        var_dump(swoole_last_error());
    }
    // A creator that waits for us to suspend is running, not yielding.
    $parent = Coroutine::getCid();
    go(function () use ($parent) {
        var_dump(@Coroutine::resume($parent));
    });
});
set_error_handler(fn ($no, $text) => throw new ErrorException($text));
try {
    Coroutine::resume(12345);
} catch (ErrorException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
?>
--EXPECTF--
unknown: 
Warning: Swoole\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent in %s on line %d
bool(false)
int(503)
self: 
Warning: Swoole\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent in %s on line %d
bool(false)
int(503)
sleeping: 
Warning: Swoole\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent in %s on line %d
bool(false)
int(503)
bool(false)
ErrorException: Swoole\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent
