--TEST--
run() inside a coroutine, not caught: the script ends with status 255
--FILE--
<?php
require __DIR__ . '/../child.inc.php';
child('
Co\run(function () {
    Co\run(function () { echo "not run\n"; });
    echo "not reached\n";
});
echo "not reached\n";
');
?>
--EXPECTF--
%APHP Fatal error:  Uncaught Swoole\Error: Unable to call Event::wait() in coroutine in %s:%d
Stack trace:
#0 %s(%d): Co\run(Object(Closure))
#1 [internal function]: {closure%S}()
#2 {main}
  thrown in %s on line %d
status 255
