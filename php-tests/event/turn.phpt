--TEST--
Event: the order in one turn: before, events, deferred, idle
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

[$a, $b] = pair();
$turns = ['before' => 0, 'idle' => 0];
Event::cycle(function () use (&$turns) {
    echo 'before', ++$turns['before'], ' ';
}, true);
Event::cycle(function () use (&$turns) {
    echo 'idle', ++$turns['idle'], ' ';
});
Event::add($a, function ($a) {
    fread($a, 10);
    echo 'io ';
    Event::del($a);
    Event::defer(fn () => print('d1 '));
    Event::defer(function () { echo 'd2 '; Event::defer(fn () => print('d3 ')); });
    Swoole\Timer::after(20, fn () => print('t1 '));
});
fwrite($b, 'x');
Event::wait();
echo "\n";

// The loop is gone, and the cycle with it.
Event::defer(function () { echo 'deferred ', Co::getPcid(), "\n"; });
Event::wait();
var_dump(Event::cycle(fn () => 1), Event::cycle(null), Event::cycle(null), Event::cycle(null, true));
?>
--EXPECT--
before1 io d1 d2 idle1 before2 d3 idle2 before3 t1 idle3 
deferred -1
bool(true)
bool(true)
bool(false)
bool(false)
