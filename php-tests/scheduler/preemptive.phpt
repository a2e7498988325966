--TEST--
The preemptive scheduler: a coroutine that computes is interrupted, unless it says no
--FILE--
<?php
use Swoole\Coroutine;

/** Computes until $stop, or for some seconds at most; whether it was stopped. */
function compute(bool &$stop, float $limit = 20): bool
{
    // In an array: the function JIT of PHP 8.4 loses numbers that it keeps in registers when there is an interrupt.
    for ($end = [microtime(true) + $limit]; !$stop; ) {
        if (microtime(true) > $end[0]) return false;
    }
    return true;
}

Coroutine::set(['enable_preemptive_scheduler' => true]);
Co\run(function () {
    $stop = false;
    // Two that never wait; the main coroutine gets its turn all the same.
    foreach ([1, 2] as $_) go(function () use (&$stop) { var_dump(compute($stop), Coroutine::isCanceled()); });
    Coroutine::sleep(0.001);
    echo "others ran\n";
    $stop = true;
});
Co\run(function () {
    echo "-- not while it is disabled\n";
    $stop = false;
    go(function () use (&$stop) {
        Coroutine::disableScheduler();
        echo json_encode(compute($stop, 0.1)), "\n";
        Coroutine::enableScheduler();
        echo json_encode(compute($stop)), "\n";
    });
    Coroutine::sleep(0.001);
    $stop = true;
});
Co\run(function () {
    echo "-- in calls from inside the engine\n";
    $stop = false;
    $sorted = false;
    go(function () use (&$stop, &$sorted) {
        $list = [3, 1, 2];
        usort($list, function ($a, $b) use (&$stop) { compute($stop); return $a <=> $b; });
        echo json_encode($list), "\n";
        ob_start();
        echo "buffered\n";
        $stop = false;
        $sorted = true;
        compute($stop);
        ob_end_flush();
    });
    $list = [6, 4, 5];
    usort($list, fn ($a, $b) => $a <=> $b);
    echo json_encode($list), "\n";
    $stop = true;
    while (!$sorted) Coroutine::sleep(0.001);
    echo "outside\n";
    $stop = true;
});
Co\run(function () {
    echo "-- an exception reaches one that computes\n";
    $stop = false;
    $cid = go(function () use (&$stop) {
        try { compute($stop); } catch (Coroutine\CanceledException $e) { echo get_class($e), "\n"; }
    });
    $results = [Coroutine::cancel($cid), Coroutine::cancel($cid, true)];
    Coroutine::join([$cid]);
    var_dump(...$results);
});
Coroutine::set(['enable_preemptive_scheduler' => false]);
Co\run(function () {
    echo "-- off\n";
    $stop = false;
    go(function () use (&$stop) { echo json_encode(compute($stop, 0.1)), "\n"; });
    $stop = true;
});
?>
--EXPECT--
others ran
bool(true)
bool(false)
bool(true)
bool(false)
-- not while it is disabled
false
true
-- in calls from inside the engine
[4,5,6]
[1,2,3]
outside
buffered
-- an exception reaches one that computes
Swoole\Coroutine\CanceledException
bool(false)
bool(true)
-- off
false
