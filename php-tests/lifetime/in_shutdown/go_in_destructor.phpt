--TEST--
go() in a destructor that runs after the shutdown functions is an error
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
child('
class D { public function __destruct() { echo "destructor\n"; go(function () { echo "wrong\n"; }); } }
Co\run(function () { Co::sleep(0.001); });
$d = new D;
echo "end of script\n";
');
?>
--EXPECTF--
end of script
destructor
PHP Fatal error:  Uncaught Swoole\Error: go(): can not use coroutine in __destruct after php_request_shutdown in %s:%d
Stack trace:
#0 %s(%d): go(Object(Closure))
#1 [internal function]: D->__destruct()
#2 {main}
  thrown in %s on line %d
status 255
