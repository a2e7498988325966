--TEST--
Socket: readVector(), writeVector() and their "All"
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use function Swoole\Coroutine\{go, run};

run(function () {
    [$one, $other] = pair();
    show($one, $one->writeVector(['abc', '', 'defg', 5]));
    show($other, $other->readVector([2, 3, 10, 7]));
    $one->send('abcdef');
    show($other, $other->readVector([2, 2]));
    show($other, $other->readVector([9]));
    show($other, $other->readVector([9], 0.01));

    $strings = array_map(fn($i) => str_repeat(chr(65 + $i % 26), $i), range(1, 3000));
    go(fn() => show($one, $one->writeVectorAll($strings) === strlen(implode($strings))));
    var_dump($other->readVectorAll(array_map(strlen(...), $strings)) === $strings);
    show($one, $one->writeVectorAll([]));

    $one->send('half');
    show($other, $other->readVectorAll([3, 3], 0.01));
    echo $other->errCode, "\n";
    $one->close();
    show($other, $other->readVectorAll([3, 3]));
    show($other, $other->readVector([3, 3]));
    show($other, $other->writeVector(['x']));
    show($other, $other->writeVectorAll(['x', 'y']));
    foreach ([[], [0], [-1], ['2'], [PHP_INT_MAX, PHP_INT_MAX, PHP_INT_MAX]] as $lengths) {
        show($other, $other->readVector($lengths));
    }
});
?>
--EXPECTF--
8
["ab","cde","fg5"]
["ab","cd"]
["ef"]
false 110 Connection timed out
true
bool(true)
0
["hal","f"]
110
[]
[]
false 32 Broken pipe
false 32 Broken pipe

Warning: Swoole\Coroutine\Socket::readVector(): the io vector must not be empty in %s on line %d
false 22 Invalid argument

Warning: Swoole\Coroutine\Socket::readVector(): the elements of io vector must be integers greater than 0 in %s on line %d
false 22 Invalid argument

Warning: Swoole\Coroutine\Socket::readVector(): the elements of io vector must be integers greater than 0 in %s on line %d
false 22 Invalid argument

Warning: Swoole\Coroutine\Socket::readVector(): the elements of io vector must be integers greater than 0 in %s on line %d
false 22 Invalid argument

Warning: Swoole\Coroutine\Socket::readVector(): the elements of io vector must be integers greater than 0 in %s on line %d
false 22 Invalid argument
