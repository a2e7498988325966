--TEST--
Event: callbacks that wait, that start coroutines, and that add and remove descriptors
--FILE--
<?php
use Swoole\{Coroutine, Event};

require __DIR__ . '/pair.inc.php';

Co\run(function () {
    [$a, $b] = pair();
    [$c, $d] = pair();
    $order = [];
    Event::add($a, function ($a) use (&$order, $c, $d) {
        $order[] = 'a begins with ' . fread($a, 10);
        Event::del($a);
        // Another descriptor's callback runs while this one waits for it.
        $me = Coroutine::getCid();
        Event::add($c, function ($c) use (&$order, $me) {
            $order[] = 'c has ' . fread($c, 10);
            Event::del($c);
            go(function () use (&$order, $me) {
                Coroutine::sleep(0.001);
                $order[] = 'c wakes a';
                Coroutine::resume($me);
            });
        });
        fwrite($d, 'two');
        Coroutine::yield();
        $order[] = 'a ends';
        // Once more, from inside the callback.
        Event::defer(function () use (&$order) {
            $order[] = 'deferred';
            Event::defer(function () use (&$order) { $order[] = 'deferred by that'; });
        });
    });
    fwrite($b, 'one');
    Coroutine::sleep(0.02);
    echo implode("\n", $order), "\n";
});
?>
--EXPECT--
a begins with one
c has two
c wakes a
a ends
deferred
deferred by that
