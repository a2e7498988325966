--TEST--
Coroutines still suspended when the script ends: destructors run once, finally blocks and defers do not
--FILE--
<?php
Co::set(['enable_deadlock_check' => false]);
class Held { public function __construct(public string $n) {} public function __destruct() { echo "destructor of $this->n\n"; } }
Co\run(function () {
    go(function () {
        $held = new Held('a local');
        defer(function () { echo "defer: wrong\n"; });
        try {
            Co::yield();
        } finally {
            echo "finally: wrong\n";
        }
    });
    go(function () {
        $chan = new chan;
        $held = [new Held('an element'), $chan];
        $chan->pop();
        echo 'wrong ', count($held), "\n";
    });
    go(function () {
        foreach ((function () { $held = new Held('a generator local'); try { yield Co::yield(); } finally { echo "finally: wrong\n"; } })() as $x);
    });
    go(function () {
        ob_start();
        echo "buffered and lost\n";
        array_map(fn ($x) => Co::yield(), [new Held('an argument')]);
    });
});
register_shutdown_function(function () { echo "shutdown function, ", Co::stats()['coroutine_num'], " left\n"; });
echo "end of script\n";
?>
--EXPECT--
end of script
shutdown function, 4 left
destructor of a local
destructor of an element
destructor of a generator local
destructor of an argument
