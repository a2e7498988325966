--TEST--
join(): waits for coroutines to end, and goes on from the loop
--FILE--
<?php
use Swoole\Coroutine;

function show(string $what, mixed $result): void { echo $what, ' ', json_encode($result), ' ', swoole_last_error(), "\n"; }

Co\run(function () {
    $self = Coroutine::getCid();
    foreach (['nobody' => [], 'unknown' => [1000, 1001], 'self' => [$self]] as $what => $cids) {
        swoole_clear_error();
        show($what, @Coroutine::join($cids));
    }
    Coroutine::join([$self]);

    // The order: the one that ends goes on with whoever resumed it, the one that waited comes later.
    $a = go(function () { Coroutine::yield(); defer(function () { echo "a's defer\n"; }); });
    $b = go(function () { Coroutine::yield(); });
    go(function () use ($a, $b) {
        var_dump(Coroutine::join([$a, $b, $a, 1000]));
        echo "both ended\n";
    });
    go(function () use ($a) { swoole_clear_error(); show('joined already', Coroutine::join([$a])); });
    Coroutine::resume($a);
    echo "a is over\n";
    Coroutine::resume($b);
    echo "b is over\n";
    Coroutine::sleep(0.001);

    // Time, cancellation; afterwards the target can be joined again.
    $c = go(function () { Coroutine::yield(); });
    swoole_clear_error();
    show('time', Coroutine::join([$c], 0.001));
    $waiting = go(function () use ($c) { show('cancelled', Coroutine::join([$c], 100)); var_dump(Coroutine::isCanceled()); });
    Coroutine::cancel($waiting);
    $waiting = go(function () use ($c) {
        try { Coroutine::join([$c]); } catch (Coroutine\CanceledException $e) { echo get_class($e), "\n"; }
    });
    Coroutine::cancel($waiting, true);
    go(function () use ($c) { show('again', Coroutine::join([$c])); });
    swoole_clear_error();
    Coroutine::resume($c);
    Coroutine::sleep(0.001);

    // One that ends by a sleep of its own.
    var_dump(Coroutine::join([go(function () { Coroutine::sleep(0.002); echo "slept\n"; })], 10));
});
?>
--EXPECTF--
nobody false 505
unknown false 505
self false 509

Warning: Swoole\Coroutine::join(): can not join self in %s on line %d
joined already false 509
a's defer
a is over
b is over
bool(true)
both ended
time false 10018
cancelled false 10017
bool(true)
Swoole\Coroutine\CanceledException
again true 0
slept
bool(true)
