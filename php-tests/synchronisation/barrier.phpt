--TEST--
Barrier: waits until nobody else holds it
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Barrier;

Co\run(function () {
    $barrier = Barrier::make();
    Barrier::wait($barrier);
    var_dump($barrier);

    $barrier = Barrier::make();
    for ($i = 1; $i <= 3; $i++) {
        go(function () use ($barrier, $i) { Coroutine::sleep($i / 500); echo "$i\n"; });
    }
    Barrier::wait($barrier);
    var_dump($barrier);
    echo "all are through\n";

    // The waiter runs in the unset() that gives the last reference away.
    $barrier = Barrier::make();
    $held = $barrier;
    go(function () use (&$barrier) { Barrier::wait($barrier); echo "waiter goes on\n"; });
    echo "before\n";
    unset($held);
    echo "after\n";

    // Time; a reference that goes away later wakes nobody.
    $barrier = Barrier::make();
    $held = $barrier;
    Barrier::wait($barrier, 0.001);
    var_dump($barrier);
    unset($held);

    // Two waiters.
    $barrier = Barrier::make();
    $held = $again = $barrier;
    $cid = go(function () use (&$barrier) { Barrier::wait($barrier); echo "cancelled: ", json_encode(Coroutine::isCanceled()), "\n"; });
    try { Barrier::wait($again); } catch (Swoole\Exception $e) { echo $e->getMessage(), "\n"; }
    Coroutine::cancel($cid);
    unset($held, $again);

    try { $no = new stdClass; Barrier::wait($no); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }

    // In a cycle that the collector frees.
    $barrier = Barrier::make();
    $cycle = new stdClass;
    $cycle->self = $cycle;
    $cycle->barrier = $barrier;
    go(function () use (&$barrier) { Barrier::wait($barrier); echo "collected\n"; });
    unset($cycle);
    gc_collect_cycles();
    echo "end\n";
});
?>
--EXPECT--
NULL
1
2
3
NULL
all are through
before
waiter goes on
after
NULL
The barrier is waiting, cannot wait again.
cancelled: true
Swoole\Coroutine\Barrier::wait(): Argument #1 ($barrier) must be of type Swoole\Coroutine\Barrier, stdClass given
collected
end
