--TEST--
After a fatal error no other coroutine runs again, and none is reported as a deadlock
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
child('
Co\run(function () {
    for ($i = 0; $i < 100; $i++) {
        go(function () { Co::sleep(0.001); echo "wrong\n"; });
        go(function () { (new chan)->pop(); echo "wrong\n"; });
    }
    $w = go(function () { Co::yield(); });
    str_repeat("x", 1 << 40);
});
');
?>
--EXPECTF--
PHP Fatal error:  Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in %s on line %d
status 255
