--TEST--
API that needs a coroutine, called outside and not caught: the script ends with status 255
--FILE--
<?php
require __DIR__ . '/../child.inc.php';
child('Co::sleep(1); echo "not reached\n";');
?>
--EXPECTF--
PHP Fatal error:  Uncaught Swoole\Error: API must be called in the coroutine in %s:2
Stack trace:
#0 %s(2): Swoole\Coroutine::sleep(1)
#1 {main}
  thrown in %s on line 2
status 255
