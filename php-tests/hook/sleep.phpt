--TEST--
SWOOLE_HOOK_SLEEP: each function suspends its coroutine, returns what PHP returns, and takes its time
--FILE--
<?php
Co\run(function () {
    $sleeps = [
        'sleep' => [fn () => sleep(0), 0.001],
        'usleep' => [fn () => usleep(20000), 0.02],
        'usleep 0' => [fn () => usleep(0), 0.001],
        'time_nanosleep' => [fn () => time_nanosleep(0, 20000000), 0.02],
        'time_sleep_until' => [fn () => time_sleep_until(microtime(true) + 0.02), 0.019],
        'by name' => [fn () => call_user_func('usleep', 20000), 0.02],
        'first class' => [fn () => (usleep(...))(20000), 0.02],
        'array_map' => [fn () => array_map('usleep', [10000, 10000]), 0.02],
    ];
    foreach ($sleeps as $name => [$sleep, $time]) {
        $other = 0;
        go(function () use (&$other) { $other++; Co::sleep(0.001); $other++; });
        $other = 0;
        $t = microtime(true);
        $result = $sleep();
        if (microtime(true) - $t < $time) echo "$name returned too early\n";
        $name === 'sleep' || $name === 'usleep 0' ? Co::sleep(0.01) : 0;
        echo $name, ': ', json_encode($result), $other === 1 ? '' : ', but nobody else ran', "\n";
    }
});
?>
--EXPECT--
sleep: 0
usleep: null
usleep 0: null
time_nanosleep: true
time_sleep_until: true
by name: null
first class: null
array_map: [null,null]
