--TEST--
Event::dispatch(): one turn of the loop
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

var_dump(Event::dispatch());
[$a, $b] = pair();
fwrite($b, 'x');
Event::add($a, function ($a) { echo 'io ', fread($a, 10), "\n"; });
var_dump(Event::dispatch());
fwrite($b, 'y');
var_dump(Event::dispatch());
Event::defer(fn () => print("deferred\n"));
var_dump(Event::dispatch());
Swoole\Timer::after(5, fn () => print("timer\n"));
var_dump(Event::dispatch());
go(function () {
    try {
        Event::dispatch();
    } catch (Swoole\Error $e) {
        echo $e->getMessage(), "\n";
    }
});
Event::del($a);
Event::wait();
?>
--EXPECT--
bool(false)
io x
bool(true)
io y
bool(true)
deferred
bool(true)
timer
bool(true)
Unable to call Event::wait() in coroutine
