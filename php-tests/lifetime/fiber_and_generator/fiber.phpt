--TEST--
PHP Fibers inside coroutines: suspending inside one suspends the coroutine
--FILE--
<?php
Co\run(function () {
    $show = fn ($text) => print(Co::getCid() . " $text\n");
    foreach ([1, 2] as $n) {
        go(function () use ($n, $show) {
            $fiber = new Fiber(function ($x) use ($show) {
                $show("fiber started with $x");
                Co::sleep(0.001);
                $show('fiber slept');
                $y = Fiber::suspend('from the fiber');
                $show("fiber resumed with $y");
                Co::sleep(0.001);
                try {
                    Fiber::suspend('second');
                } catch (Exception $e) {
                    $show('thrown in: ' . $e->getMessage());
                    Co::sleep(0.001);
                }
                return 'returned';
            });
            $show('got ' . $fiber->start($n));
            Co::sleep(0.001);
            $show('got ' . $fiber->resume('r'));
            $fiber->throw(new Exception('boom'));
            $show($fiber->getReturn());
        });
    }
    // Resumed by another coroutine than the one that started it.
    Co::sleep(0.03);
    $fiber = new Fiber(function () use ($show) { Fiber::suspend(); Co::sleep(0.001); $show('fiber ends in another coroutine'); });
    $fiber->start();
    go(fn () => $fiber->resume());
    Co::sleep(0.01);
    var_dump($fiber->isTerminated());
    // Fiber::suspend() outside of a fiber.
    try {
        Fiber::suspend();
    } catch (FiberError $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECTF--
2 fiber started with 1
3 fiber started with 2
2 fiber slept
2 got from the fiber
3 fiber slept
3 got from the fiber
2 fiber resumed with r
3 fiber resumed with r
2 got second
2 thrown in: boom
3 got second
3 thrown in: boom
2 returned
3 returned
4 fiber ends in another coroutine
bool(true)
Cannot suspend outside of%sfiber
