--TEST--
Lock: one at a time, first come first served, the next one runs from the loop
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Lock;

Co\run(function () {
    $lock = new Lock();
    var_dump($lock->unlock(), $lock->lock(), $lock->lock(), $lock->lock(LOCK_SH));
    for ($i = 1; $i <= 3; $i++) {
        $all[] = go(function () use ($lock, $i) {
            var_dump($lock->lock(LOCK_EX | LOCK_NB), $lock->errCode, $lock->lock(LOCK_SH | LOCK_NB));
            $lock->lock($i === 2 ? LOCK_SH : LOCK_EX);
            echo "$i has it\n";
            Coroutine::sleep(0.001);
            echo "$i gives it back\n";
            $lock->unlock();
        });
    }
    $cancelled = go(function () use ($lock) { var_dump($lock->lock(), $lock->errCode, swoole_last_error()); });
    $all[] = go(function () use ($lock) { $lock->lock(); echo "last\n"; $lock->unlock(); });
    Coroutine::cancel($cancelled);
    var_dump($lock->unlock());
    echo "unlocked\n";
    Coroutine::join($all);
    var_dump($lock->lock(LOCK_EX | LOCK_NB));

    echo "-- cancelled when it was its own already\n";
    $first = go(function () use ($lock) { var_dump($lock->lock()); });
    $second = go(function () use ($lock) { var_dump($lock->lock()); });
    $lock->unlock();
    Coroutine::cancel($first);
    Coroutine::join([$second]);

    echo "-- misuse\n";
    try { $lock->__construct(); } catch (Error $e) { echo $e->getMessage(), "\n"; }
    var_dump($lock->lock(LOCK_UN), $lock->errCode);
});
var_dump((new Lock)->lock());
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
int(16)
bool(false)
bool(false)
int(16)
bool(false)
bool(false)
int(16)
bool(false)
bool(false)
int(125)
int(10017)
bool(true)
unlocked
1 has it
1 gives it back
2 has it
2 gives it back
3 has it
3 gives it back
last
bool(true)
-- cancelled when it was its own already
bool(false)
bool(true)
-- misuse
Constructor of Swoole\Coroutine\Lock can only be called once

Warning: Swoole\Coroutine\Lock::lock(): the operation must be LOCK_EX or LOCK_SH, alone or with LOCK_NB in %s on line %d
bool(false)
int(22)
[%s]	WARNING	The coroutine lock can only be used in a coroutine environment
bool(false)
