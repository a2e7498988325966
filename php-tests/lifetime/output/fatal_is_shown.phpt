--TEST--
A fatal error or uncaught exception under an open buffer is shown, with what was buffered (PHP drops it when memory is short)
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
$show = ['display_errors' => 1, 'log_errors' => 0];
child('Co\run(function () { ob_start(); echo "buffered\n"; Co::sleep(0.001); throw new Exception("boom"); });', $show);
child('Co\run(function () { ob_start(); echo "buffered\n"; Co::sleep(0.001); @trigger_error("user fatal", E_USER_ERROR); });', $show);
child('Co\run(function () { go(function () { ob_start(); echo "buffered\n"; Co::sleep(0.001); str_repeat("x", 1 << 40); }); });', $show);
?>
--EXPECTF--
buffered

Fatal error: Uncaught Exception: boom in %s:2
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line 2
status 255
buffered

Fatal error: user fatal in %s on line 2
status 255

Fatal error: Allowed memory size of %d bytes exhausted %s
status 255
