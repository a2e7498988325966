--TEST--
SWOOLE_HOOK_SLEEP off, or outside a coroutine: PHP's own functions
--FILE--
<?php
Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_ALL);
var_dump(usleep(1), sleep(0), time_nanosleep(0, 1));
Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_ALL ^ SWOOLE_HOOK_SLEEP);
$order = [];
Co\run(function () use (&$order) {
    go(function () use (&$order) { usleep(1000); $order[] = 'slept'; });
    $order[] = 'created';
});
echo implode(' ', $order), "\n";
// Turned on while a loop runs: from the next call on.
Co\run(function () use (&$order) {
    $order = [];
    Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_SLEEP);
    go(function () use (&$order) { usleep(1000); $order[] = 'slept'; });
    $order[] = 'created';
});
echo implode(' ', $order), "\n";
?>
--EXPECT--
NULL
int(0)
bool(true)
slept created
created slept
