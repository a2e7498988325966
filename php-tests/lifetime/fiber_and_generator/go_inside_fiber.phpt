--TEST--
go() and run() inside a Fiber; Fiber::suspend() in the coroutine does not touch the outer Fiber
--FILE--
<?php
$fiber = new Fiber(function () {
    go(function () {
        try {
            Fiber::suspend('not allowed');
        } catch (FiberError $e) {
            echo $e->getMessage(), "\n";
        }
        Co::sleep(0.001);
        echo "child goes on without the fiber\n";
    });
    Fiber::suspend();
    Co\run(function () { Co::sleep(0.002); echo "run inside a fiber\n"; });
    echo "fiber ends\n";
});
$fiber->start();
$fiber->resume();
var_dump($fiber->isTerminated());
// A fiber that ends while a coroutine it started is suspended.
Co\run(function () {
    $fiber = new Fiber(function () { go(function () { Co::sleep(0.002); echo "orphan of a fiber\n"; }); });
    $fiber->start();
    unset($fiber);
    Co::sleep(0.01);
    // One that a waiting coroutine sits in cannot be resumed by another.
    $fiber = new Fiber(function () { Co::sleep(0.005); });
    go(fn () => $fiber->start());
    try {
        $fiber->resume();
    } catch (FiberError $e) {
        echo $e->getMessage(), "\n";
    }
    // Suspended for good and dropped: its finally runs in the coroutine that drops it, and may suspend.
    $dropped = new Fiber(function () { try { Fiber::suspend(); } finally { Co::sleep(0.001); echo "finally of a dropped fiber\n"; } });
    $dropped->start();
    unset($dropped);
    echo "dropped\n";
});
?>
--EXPECTF--
Cannot suspend outside of%sfiber
child goes on without the fiber
run inside a fiber
fiber ends
bool(true)
orphan of a fiber
Cannot resume a fiber that is not suspended
finally of a dropped fiber
dropped
