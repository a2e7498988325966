--TEST--
Event::dispatch() runs one turn of what is deferred again and again; the cycle is called in each turn
--FILE--
<?php
use Swoole\Event;

$deferred = $idle = 0;
Event::cycle(function () use (&$idle) { $idle++; });
$step = function () use (&$step, &$deferred) { if (++$deferred < 500) Event::defer($step); };
Event::defer($step);
for ($i = 0; $i < 3; $i++) {
    Event::dispatch();
    echo "$deferred $idle\n";
}
Event::wait();
echo "$deferred $idle\n";

// What is left when a loop is told to end goes on in none, and stands in no later one's way.
$step = function () use (&$step, &$deferred) { if (++$deferred === 510) Event::exit(); Event::defer($step); };
Event::defer($step);
Event::wait();
echo "$deferred\n";
Event::defer(fn () => print("another\n"));
Event::wait();
echo "$deferred\n";
?>
--EXPECT--
1 1
2 2
3 3
500 500
510
another
510
