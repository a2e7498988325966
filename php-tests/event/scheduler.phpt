--TEST--
Event: descriptors keep a loop running; what was added outside of one; two loops one after the other
--FILE--
<?php
use Swoole\{Coroutine, Event};

require __DIR__ . '/pair.inc.php';

[$a, $b] = pair();
// Outside: the loop runs at Event::wait().
Event::add($a, function ($a) {
    echo 'outside: ', fread($a, 10), "\n";
    Event::del($a);
});
fwrite($b, 'x');
Event::wait();

$scheduler = new Coroutine\Scheduler();
$scheduler->add(function () use ($a, $b) {
    Event::add($a, function ($a) {
        echo 'in a scheduler: ', fread($a, 10), "\n";
        Event::del($a);
    });
    // The coroutine ends; what it has started goes on.
    go(function () use ($b) {
        Coroutine::sleep(0.005);
        fwrite($b, 'y');
    });
});
$scheduler->start();
echo "it has ended\n";
Co\run(function () use ($a, $b) {
    Event::add($a, null, function ($a) {
        echo "writable\n";
        Event::del($a);
    }, SWOOLE_EVENT_WRITE);
});
var_dump(Event::isset($a));
?>
--EXPECT--
outside: x
in a scheduler: y
it has ended
writable
bool(false)
