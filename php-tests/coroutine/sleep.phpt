--TEST--
sleep(): really sleeps, others run meanwhile, too short is a warning
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    $start = microtime(true);
    $done = 0;
    for ($i = 0; $i < 50; $i++) {
        go(function () use (&$done) { Coroutine::sleep(0.05); $done++; });
    }
    var_dump(Swoole\Coroutine\System::sleep(0.08), $done);
    $spent = microtime(true) - $start;
    var_dump($spent >= 0.08, $spent < 2);
    foreach ([0, -1, 0.0009, NAN] as $seconds) {
        swoole_clear_error();
        var_dump(Coroutine::sleep($seconds), swoole_last_error());
    }
    var_dump(Coroutine::sleep("0.001"), Coroutine::sleep(0.001));
    try {
        Coroutine::sleep('soon');
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
    // As long as it can be, and longer.
    foreach ([1e9, 1e18, INF] as $seconds) {
        $cid = go(fn () => var_dump(Coroutine::sleep($seconds)));
        Coroutine::cancel($cid);
    }
});
?>
--EXPECTF--
bool(true)
int(50)
bool(true)
bool(true)

Warning: Swoole\Coroutine::sleep(): Timer must be greater than or equal to 0.001 in %s on line %d
bool(false)
int(503)

Warning: Swoole\Coroutine::sleep(): Timer must be greater than or equal to 0.001 in %s on line %d
bool(false)
int(503)

Warning: Swoole\Coroutine::sleep(): Timer must be greater than or equal to 0.001 in %s on line %d
bool(false)
int(503)

Warning: Swoole\Coroutine::sleep(): Timer must be greater than or equal to 0.001 in %s on line %d
bool(false)
int(503)
bool(true)
bool(true)
Swoole\Coroutine::sleep(): Argument #1 ($seconds) must be of type float, string given
bool(false)
bool(false)
bool(false)
