--TEST--
Timer: ids, what info(), list() and stats() tell, clear()
--FILE--
<?php
use Swoole\Timer;

var_dump(Timer::clearAll(), Timer::clear(1), Timer::info(1), Timer::exists(1));
echo json_encode(Timer::stats()), "\n";

$a = Timer::after(60000, fn () => print("never\n"));
$b = Timer::tick(70000, fn () => print("never\n"));
var_dump($a, $b);
$info = Timer::info($a);
echo implode(' ', array_keys($info)), "\n";
var_dump($info['exec_msec'] >= 60000 && $info['exec_msec'] < 70000, $info['exec_count'], $info['interval'], $info['removed']);
var_dump(Timer::info($b)['interval']);

$list = Timer::list();
echo get_class($list), ' ', get_parent_class($list), ' ', count($list), ' ', json_encode(iterator_to_array($list)), "\n";
echo json_encode(Timer::stats()), "\n";
var_dump(Timer::exists($a), Timer::clear($a), Timer::exists($a), Timer::clear($a), Timer::info($a));
var_dump(Timer::clearAll());
echo json_encode(Timer::stats()), "\n";
// Nothing is left: the script ends at once.
?>
--EXPECT--
bool(false)
bool(false)
NULL
bool(false)
{"initialized":false,"num":0,"round":0}
int(1)
int(2)
exec_msec exec_count interval round removed
bool(true)
int(0)
int(0)
bool(false)
int(70000)
Swoole\Timer\Iterator ArrayIterator 2 [1,2]
{"initialized":true,"num":2,"round":0}
bool(true)
bool(true)
bool(false)
bool(false)
NULL
bool(true)
{"initialized":true,"num":0,"round":0}
