--TEST--
Timer: they keep a loop running, belong to no coroutine, and are gone with a loop that was stopped
--FILE--
<?php
use Swoole\{Coroutine, Event, Timer};
use Swoole\Coroutine\Scheduler;

$scheduler = new Scheduler();
$scheduler->add(function () {
    Timer::after(10, fn () => print("after its coroutine, pcid " . Coroutine::getPcid() . "\n"));
});
$scheduler->start();
echo "the loop has ended\n";

// Made before the loop.
Timer::after(5, fn () => print("made outside\n"));
Co\run(fn () => print("inside\n"));

Co\run(function () {
    $id = Timer::tick(1, function () { echo "never\n"; });
    Timer::after(1, function () use ($id) {
        Timer::clear($id);
        Timer::after(5, fn () => print("from a timer\n"));
    });
    Timer::clear($id);
});
Co\run(function () {
    Timer::after(1, fn () => print("not after Event::exit()\n"));
    go(function () {
        Event::exit();
    });
    Coroutine::sleep(0.0011);
});
Co\run(fn () => Coroutine::sleep(0.01));
echo json_encode(Timer::stats()), "\n";
?>
--EXPECTF--
after its coroutine, pcid -1
the loop has ended
inside
made outside
from a timer
%A{"initialized":false,"num":0,"round":0}
