--TEST--
getCid, getuid, getPcid, exists
--FILE--
<?php
use Swoole\Coroutine;

var_dump(Coroutine::getCid(), Coroutine::getuid(), Coroutine::getPcid(), Coroutine::exists(1));
Co\run(function () {
    var_dump(Coroutine::getCid(), Coroutine::getuid(), Coroutine::getPcid(), Coroutine::exists(1));
    $child = go(function () {
        var_dump(Coroutine::getPcid());
        $grandchild = go(function () { Coroutine::sleep(0.002); echo 'pcid of an orphan: '; var_dump(Coroutine::getPcid()); });
        var_dump(Coroutine::getPcid($grandchild));
    });
    var_dump($child, Coroutine::exists($child), Coroutine::getPcid($child), Coroutine::getPcid(1), Coroutine::getPcid(77));
    // The creator of the second is the one that made it, not the one that resumes.
    $a = go(function () { Coroutine::yield(); go(function () { echo 'made by '; var_dump(Coroutine::getPcid()); }); });
    Coroutine::resume($a);
});
?>
--EXPECT--
int(-1)
int(-1)
bool(false)
bool(false)
int(1)
int(1)
int(-1)
bool(true)
int(1)
int(2)
int(2)
bool(false)
bool(false)
int(-1)
bool(false)
made by int(4)
pcid of an orphan: int(2)
