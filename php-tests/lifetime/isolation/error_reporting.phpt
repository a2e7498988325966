--TEST--
error_reporting() and @ belong to a coroutine; a new one starts with its creator's level
--FILE--
<?php
error_reporting(E_ALL);
Co\run(function () {
    $a = go(function () {
        error_reporting(E_ERROR);
        Co::yield();
        echo 'a: ', error_reporting(), "\n";
        go(function () { echo 'child of a: ', error_reporting(), "\n"; });
    });
    echo 'creator: ', error_reporting() === E_ALL ? 'all' : 'changed', "\n";
    $b = go(function () {
        @f();
        echo 'b: ', error_reporting() === E_ALL ? 'all' : 'changed', "\n";
    });
    echo 'while b is silent: ', error_reporting() === E_ALL ? 'all' : 'changed', "\n";
    echo $undefined;
    Co::resume($a);
    Co::resume($b);
    @go(function () { echo 'started under @: ', error_reporting() !== E_ALL ? 'silent' : 'loud', "\n"; });
    echo $undefined;
});
function f() { Co::yield(); echo $undefined; }
echo error_reporting() === E_ALL ? 'all' : 'changed', "\n";
?>
--EXPECTF--
creator: all
while b is silent: all

Warning: Undefined variable $undefined in %s on line %d
a: 1
child of a: 1
b: all
started under @: silent

Warning: Undefined variable $undefined in %s on line %d
all
