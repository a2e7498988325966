--TEST--
The deadlock report and its options
--FILE--
<?php
function stuck(int $n, array $options) {
    Co::set($options + ['enable_deadlock_check' => true, 'deadlock_check_disable_trace' => false, 'deadlock_check_limit' => 32, 'deadlock_check_depth' => 32]);
    Co\run(function () use ($n) {
        for ($i = 0; $i < $n; $i++) {
            go(function () { (fn () => Co::yield())(); });
        }
    });
    echo "\n-- end\n";
}
stuck(1, ['deadlock_check_depth' => 1]);
stuck(1, ['deadlock_check_disable_trace' => true]);
stuck(8, ['deadlock_check_limit' => 1]);
stuck(1, ['enable_deadlock_check' => false]);
?>
--EXPECTF--

 =================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

  [Coroutine-2]
 -----------------------------------------------------------------
#0 %s(6): Swoole\Coroutine::yield()

 =================================================================

-- end

 =================================================================
  [FATAL ERROR]: all coroutines (count: 2) are asleep - deadlock!
 =================================================================

 =================================================================

-- end

 ==================================================================
  [FATAL ERROR]: all coroutines (count: 10) are asleep - deadlock!
 ==================================================================

  [Coroutine-13]
 ------------------------------------------------------------------
#0 %s(6): Swoole\Coroutine::yield()
#1 %s(6): {closure%S}()
#2 [internal function]: {closure%S}()

 ==================================================================

-- end

-- end
