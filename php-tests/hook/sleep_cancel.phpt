--TEST--
SWOOLE_HOOK_SLEEP: a cancelled sleep says how much is left
--FILE--
<?php
Co\run(function () {
    $cancel = function (callable $sleep, bool $throw = false) {
        $cid = go(function () use ($sleep) {
            try {
                $result = $sleep();
                echo json_encode($result), ' ', json_encode(Co::isCanceled()), ' ', swoole_last_error(), "\n";
            } catch (Swoole\Coroutine\CanceledException $e) {
                echo get_class($e), "\n";
            }
        });
        var_dump(Co::cancel($cid, $throw));
    };
    $cancel(fn () => sleep(100));
    $cancel(fn () => usleep(100000000));
    $cancel(function () { $left = time_nanosleep(100, 5); return $left['seconds'] >= 50 && $left['seconds'] <= 100; });
    $cancel(fn () => time_sleep_until(microtime(true) + 100));
    $cancel(fn () => sleep(100), true);
});
?>
--EXPECT--
100 true 10017
bool(true)
null true 10017
bool(true)
true true 10017
bool(true)
false true 10017
bool(true)
Swoole\Coroutine\CanceledException
bool(true)
