--TEST--
System: calls keep a loop running; in one loop after the other; Scheduler; Event::exit() while a call is under way
--FILE--
<?php
use Swoole\{Coroutine, Event};
use Swoole\Coroutine\System;

Coroutine::set(['enable_deadlock_check' => false]);
for ($i = 1; $i <= 3; $i++) {
    $scheduler = new Coroutine\Scheduler();
    $scheduler->parallel(2, function () use ($i) {
        echo System::exec("sleep 0.01; echo loop $i")['output'];
    });
    $scheduler->start();
}
Co\run(function () {
    go(function () {
        System::exec('sleep 1');
        echo "not reached\n";
    });
    go(function () {
        System::sleep(60);
        echo "not reached\n";
    });
    System::sleep(0.01);
    Event::exit();
});
Co\run(function () {
    echo System::exec('echo afterwards')['output'];
});
?>
--EXPECT--
loop 1
loop 1
loop 2
loop 2
loop 3
loop 3
afterwards
