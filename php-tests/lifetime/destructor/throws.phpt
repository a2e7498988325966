--TEST--
A destructor that throws when the coroutine's variables go: as uncaught
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
child('
class D { public function __destruct() { throw new Exception("from the destructor"); } }
Co\run(function () {
    go(function ($d) { echo "body ends\n"; }, new D);
    echo "not reached\n";
});
');
?>
--EXPECTF--
body ends
PHP Fatal error:  Uncaught Exception: from the destructor in %s:3
Stack trace:
#0 %s(%d): D->__destruct()
%A
  thrown in %s on line 3
status 255
