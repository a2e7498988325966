--TEST--
A loop inside a coroutine: an error that can be caught, and the coroutine goes on
--FILE--
<?php
use Swoole\Coroutine;
use function Swoole\Coroutine\run;

run(function () {
    $nested = [
        fn () => run(function () { echo "not run\n"; }),
        fn () => swoole_event_wait(),
        function () {
            $s = new Swoole\Coroutine\Scheduler;
            $s->add(function () { echo "not run\n"; });
            $s->start();
        },
    ];
    foreach ($nested as $call) {
        try {
            $call();
        } catch (Swoole\Error $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
    Coroutine::sleep(0.001);
    echo "goes on\n";
});
run(function () { echo "and the next run works\n"; });
?>
--EXPECT--
Swoole\Error: Unable to call Event::wait() in coroutine
Swoole\Error: Unable to call Event::wait() in coroutine
Swoole\Error: Unable to call Event::wait() in coroutine
goes on
and the next run works
