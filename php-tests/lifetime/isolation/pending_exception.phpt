--TEST--
An exception in flight stays its coroutine's when destructors and finally blocks suspend on its way
--FILE--
<?php
use Swoole\Coroutine;

class Waits
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        Coroutine::sleep(0.002);
        $GLOBALS['log'][$this->name][] = 'gone';
    }
}
function fails(string $name): void
{
    $object = new Waits($name);
    try {
        throw new RuntimeException("from $name");
    } finally {
        Coroutine::sleep(0.001);
        $GLOBALS['log'][$name][] = 'finally';
    }
}
Co\run(function () {
    foreach (['first', 'second', 'third'] as $name) {
        go(function () use ($name) {
            try {
                fails($name);
            } catch (RuntimeException $e) {
                $GLOBALS['log'][$name][] = $e->getMessage() . ($e->getPrevious() ? ' and another' : '');
            }
        });
        Coroutine::sleep(0.0011);
    }
    // Who runs meanwhile has none pending.
    for ($i = 0; $i < 10; $i++) {
        Coroutine::sleep(0.001);
        try {
            throw new LogicException("own $i");
        } catch (LogicException $e) {
            if ($e->getPrevious() || $e->getMessage() !== "own $i") {
                echo "mixed up\n";
            }
        }
    }
});
echo json_encode($log, JSON_PRETTY_PRINT), json_encode(error_get_last()), "\n";
?>
--EXPECT--
{
    "first": [
        "finally",
        "gone",
        "from first"
    ],
    "second": [
        "finally",
        "gone",
        "from second"
    ],
    "third": [
        "finally",
        "gone",
        "from third"
    ]
}null
