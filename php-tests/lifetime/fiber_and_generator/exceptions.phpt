--TEST--
Exceptions through fibers and generators inside coroutines
--FILE--
<?php
Co\run(function () {
    try {
        (new Fiber(function () { Co::sleep(0.001); throw new Exception('out of the fiber'); }))->start();
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        foreach ((function () { yield 1; Co::sleep(0.001); throw new Exception('out of the generator'); })() as $x);
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    $cid = go(function () {
        $f = new Fiber(function () {
            try {
                Co::yield();
            } catch (Swoole\Coroutine\CanceledException $e) {
                echo "cancelled in the fiber\n";
                throw new LogicException('from there');
            }
        });
        try {
            $f->start();
        } catch (LogicException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    Co::cancel($cid, true);
});
?>
--EXPECT--
out of the fiber
out of the generator
cancelled in the fiber
from there
