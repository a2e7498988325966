--TEST--
defer(): last in, first out, at the end of the coroutine, with its return value
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    $cid = go(function () {
        defer(fn (...$args) => print('first ' . json_encode($args) . "\n"));
        Coroutine::defer(function ($result) {
            echo "second, returned $result, in ", Coroutine::getCid(), "\n";
            Coroutine::sleep(0.001);
            echo "second went on\n";
            defer(function () { echo "deferred by a defer\n"; });
        });
        Co\defer(fn () => print("third\n"));
        echo "body\n";
        Coroutine::sleep(0.001);
        return 'X';
    });
    go(function () {
        defer(fn (...$args) => print('no return value: ' . json_encode($args) . "\n"));
    });
    Coroutine::join([$cid]);
    $self = function () use (&$self) { echo "captured itself: ", json_encode($self instanceof Closure), "\n"; };
    defer($self);
    defer($self);
});
// By-reference parameters and internal functions as callbacks.
Co\run(function () { defer(function (&$x) { var_dump($x); }); return 5; });
Co\run(function () { defer('var_dump'); return [1]; });
?>
--EXPECTF--
body
no return value: []
third
second, returned X, in 2
second went on
deferred by a defer
first ["X"]
captured itself: true
captured itself: true

Warning: {closure%S}(): Argument #1 ($x) must be passed by reference, value given in %s on line %d
int(5)
array(1) {
  [0]=>
  int(1)
}
