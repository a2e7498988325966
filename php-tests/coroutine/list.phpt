--TEST--
list(), getElapsed(), getStackUsage(), enableScheduler(): figures about coroutines
--FILE--
<?php
use Swoole\Coroutine;

var_dump(get_class(Coroutine::list()), count(Coroutine::listCoroutines()), Coroutine::getElapsed(), Coroutine::getStackUsage() > 100000, Coroutine::enableScheduler());
function deep(int $n) { return $n ? deep($n - 1) + 1 : Coroutine::getStackUsage(); }
Co\run(function () {
    $a = go(fn () => Coroutine::yield());
    $b = go(fn () => Coroutine::yield());
    $list = Coroutine::list();
    var_dump($list instanceof ArrayIterator, implode(' ', iterator_to_array($list)), count($list));
    Coroutine::resume($a);
    var_dump(implode(' ', iterator_to_array(Coroutine::list())), implode(' ', iterator_to_array($list)));

    $before = Coroutine::getElapsed();
    Coroutine::sleep(0.02);
    $after = Coroutine::getElapsed();
    var_dump($after - $before >= 19, Coroutine::getElapsed($b) >= 19, Coroutine::getElapsed($a), Coroutine::getElapsed(1000));

    $small = Coroutine::getStackUsage();
    var_dump($small > 0, Coroutine::getStackUsage($b) === $small, deep(1000) - 1000 > $small, Coroutine::getStackUsage($a));
    Coroutine::resume($b);

    var_dump(Coroutine::enableScheduler(), Coroutine::disableScheduler(), Coroutine::disableScheduler(), Coroutine::enableScheduler());
});
?>
--EXPECT--
string(25) "Swoole\Coroutine\Iterator"
int(0)
int(-1)
bool(true)
bool(false)
bool(true)
string(5) "3 2 1"
int(3)
string(3) "3 1"
string(5) "3 2 1"
bool(true)
bool(true)
int(-1)
int(-1)
bool(true)
bool(true)
bool(true)
bool(false)
bool(false)
bool(true)
bool(false)
bool(true)
