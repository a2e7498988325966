--TEST--
The short names mean the long ones
--FILE--
<?php
foreach (['Co' => 'Swoole\Coroutine', 'chan' => 'Swoole\Coroutine\Channel', 'Chan' => 'Swoole\Coroutine\Channel', 'Co\Channel' => 'Swoole\Coroutine\Channel',
    'Co\Context' => 'Swoole\Coroutine\Context', 'Co\Iterator' => 'Swoole\Coroutine\Iterator',
    'Co\WaitGroup' => 'Swoole\Coroutine\WaitGroup', 'Co\System' => 'Swoole\Coroutine\System', 'Co\Scheduler' => 'Swoole\Coroutine\Scheduler', 'Co\Http\Server' => 'Swoole\Coroutine\Http\Server'] as $short => $long) {
    echo $short, ' ', (new ReflectionClass($short))->getName() === $long ? 'ok' : 'wrong', "\n";
}
$order = [];
Co\run(function () use (&$order) {
    foreach (['go', 'Co\go', 'Swoole\Coroutine\go', 'swoole_coroutine_create', 'Co::create', 'Co::go'] as $name) {
        if (is_callable($name)) {
            $name(function () use (&$order, $name) {
                foreach (['defer', 'Co\defer', 'Swoole\Coroutine\defer', 'swoole_coroutine_defer'] as $defer) {
                    $defer(function () use (&$order, $name, $defer) { $order[] = "$name $defer"; });
                }
            });
        }
    }
});
echo count($order), "\n";
?>
--EXPECT--
Co ok
chan ok
Chan ok
Co\Channel ok
Co\Context ok
Co\Iterator ok
Co\WaitGroup ok
Co\System ok
Co\Scheduler ok
Co\Http\Server ok
20
