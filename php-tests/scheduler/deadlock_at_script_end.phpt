--TEST--
A coroutine from the top level that sleeps for ever: reported at the end, the exit status is not touched
--FILE--
<?php
require __DIR__ . '/../child.inc.php';
child('go(function () { Co::yield(); }); echo "end of script\n";');
child('go(function () { Co::yield(); }); exit(3);', [], fn ($text) => '');
?>
--EXPECTF--
end of script

 =================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

  [Coroutine-1]
 -----------------------------------------------------------------
#0 %s(2): Swoole\Coroutine::yield()
#1 [internal function]: {closure%S}()

 =================================================================
status 0
status 3
