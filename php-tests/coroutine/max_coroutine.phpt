--TEST--
max_coroutine: go() over the limit warns and returns false, and works again below it
--FILE--
<?php
Co::set(['max_coroutine' => 2]);
Co\run(function () {
    $a = go(fn () => Co::yield());
    var_dump($a);
    swoole_clear_error();
    var_dump(go(function () { echo "not run\n"; }));
    var_dump(swoole_last_error());
    var_dump(Swoole\Coroutine::create(function () { echo "not run\n"; }));
    Co::resume($a);
    var_dump(go(function () { echo "run\n"; }));
    // The latter wins, whatever the order.
    Co::set(['max_coro_num' => 3, 'max_coroutine' => 1]);
    var_dump(go(fn () => Co::sleep(0.001)), go(fn () => Co::sleep(0.001)), @go(fn () => 1));
    Co::set(['max_coro_num' => 0]);
    var_dump(go(fn () => Co::sleep(0.001)));
});
?>
--EXPECTF--
int(2)

Warning: go(): exceed max number of coroutine 2 in %s on line %d
bool(false)
int(503)

Warning: Swoole\Coroutine::create(): exceed max number of coroutine 2 in %s on line %d
bool(false)
run
int(3)
int(4)
int(5)
bool(false)
int(6)
