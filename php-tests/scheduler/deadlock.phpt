--TEST--
Coroutines that sleep for ever: the report, and the script goes on
--FILE--
<?php
function wait_here() { Co::yield(); }
var_dump(Co\run(function () {
    go(function () {
        try {
            defer(fn () => print("not run\n"));
            wait_here();
        } finally {
            echo "not run\n";
        }
    });
    (new chan(1))->pop();
}));
echo "goes on\n";
?>
--EXPECTF--

 =================================================================
  [FATAL ERROR]: all coroutines (count: 2) are asleep - deadlock!
 =================================================================

  [Coroutine-2]
 -----------------------------------------------------------------
#0 %sdeadlock.php(2): Swoole\Coroutine::yield()
#1 %sdeadlock.php(7): wait_here()
#2 [internal function]: {closure%S}()

  [Coroutine-1]
 -----------------------------------------------------------------
#0 %sdeadlock.php(12): Swoole\Coroutine\Channel->pop()
#1 [internal function]: {closure%S}()

 =================================================================
bool(true)
goes on
