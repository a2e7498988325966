--TEST--
Scheduler: add, parallel and start while it runs
--FILE--
<?php
$s = new Swoole\Coroutine\Scheduler;
$s->add(function () use ($s) {
    var_dump($s->add(fn () => 1), $s->parallel(2, fn () => 1), $s->start());
});
var_dump($s->start());
try {
    $fresh = new Swoole\Coroutine\Scheduler;
    $fresh->add(fn () => 1);
    clone $fresh;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
Warning: Swoole\Coroutine\Scheduler::add(): scheduler is running, unable to execute Swoole\Coroutine\Scheduler->add in %s on line %d

Warning: Swoole\Coroutine\Scheduler::parallel(): scheduler is running, unable to execute Swoole\Coroutine\Scheduler->parallel in %s on line %d

Warning: Swoole\Coroutine\Scheduler::start(): scheduler is started, unable to execute Swoole\Coroutine\Scheduler->start in %s on line %d
NULL
NULL
bool(false)
bool(true)
Trying to clone an uncloneable object of class Swoole\Coroutine\Scheduler
