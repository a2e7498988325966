--TEST--
A coroutine suspended inside a PHP Fiber when the script ends
--FILE--
<?php
Co::set(['enable_deadlock_check' => false]);
Co\run(function () {
    go(function () {
        $fiber = new Fiber(function () {
            try {
                Co::yield();
                echo "wrong\n";
            } finally {
                // The engine unwinds Fibers that it destroys.
                echo "finally of the fiber, cid ", Co::getCid(), "\n";
                try {
                    Co::sleep(0.001);
                } catch (Swoole\Error $e) {
                    echo $e->getMessage(), "\n";
                }
            }
        });
        $fiber->start();
        echo "wrong\n";
    });
});
echo "end of script\n";
?>
--EXPECT--
end of script
finally of the fiber, cid -1
API must be called in the coroutine
