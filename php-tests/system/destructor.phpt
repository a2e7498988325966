--TEST--
System: calls in destructors, at the end of a coroutine, at unset(), and of an exception
--FILE--
<?php
use Swoole\Coroutine\System;

class Cleans
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        echo trim(System::exec("echo $this->name cleans up")['output']), ' in ', Co::getCid(), "\n";
    }
}

Co\run(function () {
    go(function () {
        $object = new Cleans('end');
        echo "coroutine 2 ends\n";
    });
    System::sleep(0.05);
    $object = new Cleans('unset');
    unset($object);
    try {
        (function () {
            $object = new Cleans('unwinding');
            throw new Exception('caught');
        })();
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    go(function () {
        Co::defer(function () {
            new Cleans('deferred');
        });
    });
    while (Co::exists(3)) {
        System::sleep(0.001);
    }
    Co::getContext()['object'] = new Cleans('context');
});
?>
--EXPECT--
coroutine 2 ends
end cleans up in 2
unset cleans up in 1
unwinding cleans up in 1
caught
deferred cleans up in 3
context cleans up in 1
