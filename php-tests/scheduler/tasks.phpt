--TEST--
Scheduler: tasks in order, parallel ones, arguments, reuse
--FILE--
<?php
use Swoole\Coroutine\Scheduler;

$s = new Scheduler;
var_dump($s->add(function (...$args) {
    echo 'A ', json_encode($args), ' in ', Co::getCid(), ' pcid ', Co::getPcid(), "\n";
    Co::sleep(0.001);
    echo "A went on\n";
}, 1, 'two'));
var_dump($s->parallel(3, function ($x) { echo "B $x in ", Co::getCid(), "\n"; }, 'x'));
$s->add('printf', "C %s\n", 'c');
var_dump($s->start());
var_dump($s->start());
$s->add(function () { echo 'again in ', Co::getCid(), "\n"; });
var_dump($s->start());
$s->parallel(0, fn () => print("never\n"));
var_dump($s->start());
?>
--EXPECTF--
NULL
NULL
A [1,"two"] in 1 pcid -1
B x in 2
B x in 3
B x in 4
C c
A went on
bool(true)

Warning: Swoole\Coroutine\Scheduler::start(): no coroutine task in %s on line %d
bool(false)
again in 6
bool(true)
bool(true)
