--TEST--
cancel() of a coroutine that runs: refused; with an exception, that comes out of its next wait
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    $cid = go(function () {
        var_dump(Coroutine::cancel(Coroutine::getCid()));
        swoole_clear_error();
        var_dump(Coroutine::cancel(Coroutine::getCid(), true), swoole_last_error());
        echo "still here\n";
        try {
            Coroutine::sleep(0.001);
            echo "not reached\n";
        } catch (Coroutine\CanceledException $e) {
            echo 'line ', $e->getLine(), "\n";
        }
        var_dump(Coroutine::isCanceled(), Coroutine::sleep(0.001), Coroutine::isCanceled());
    });
    Coroutine::join([$cid]);
    // A parent that has resumed its canceller.
    try {
        $parent = Coroutine::getCid();
        go(function () use ($parent) { var_dump(Coroutine::cancel($parent, true)); });
        echo "parent goes on\n";
        (new chan)->pop(10);
        echo "not reached\n";
    } catch (Coroutine\CanceledException $e) {
        echo "cancelled\n";
    }
});
?>
--EXPECT--
bool(false)
bool(true)
int(0)
still here
line 11
bool(true)
bool(true)
bool(false)
bool(true)
parent goes on
cancelled
