--TEST--
SWOOLE_HOOK_SLEEP: arguments are refused as PHP refuses them
--FILE--
<?php
$check = function () {
    foreach ([
        fn () => sleep(-1),
        fn () => usleep(-1),
        fn () => time_nanosleep(-1, 0),
        fn () => time_nanosleep(0, -1),
        fn () => time_nanosleep(0, 1000000000),
        fn () => time_sleep_until(1.0),
        fn () => sleep('x'),
        fn () => usleep(),
        fn () => sleep(1, 2),
    ] as $call) {
        try {
            echo json_encode($call()), "\n";
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
};
set_error_handler(function ($level, $message) { echo "$message\n"; return true; });
ob_start();
$check();
$native = ob_get_clean();
Co\run(function () use ($check, $native) {
    ob_start();
    $check();
    $hooked = ob_get_clean();
    echo $hooked === $native ? "the same\n" : "native:\n{$native}hooked:\n$hooked";
});
?>
--EXPECT--
the same
