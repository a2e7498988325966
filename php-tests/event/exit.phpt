--TEST--
Event::exit(): ends the loop at once, with timers and descriptors; who waits is reported
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

[$a, $b] = pair();
Co\run(function () use ($a) {
    Event::add($a, fn () => print("must not be called\n"));
    Swoole\Timer::tick(1000, fn () => print("must not fire\n"));
    go(function () { Co::sleep(1000); });
    Co::sleep(0.001);
    Event::exit();
    echo "the caller goes on\n";
});
var_dump(Event::isset($a), Swoole\Timer::stats()['num']);

Co::set(['enable_deadlock_check' => false]);
// Without a loop: what was to come is removed.
Swoole\Timer::after(1000, fn () => print("must not fire\n"));
Event::add($a, fn () => print("must not be called\n"));
Event::exit();
Event::wait();
echo "end\n";
?>
--EXPECTF--
the caller goes on

 =================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

  [Coroutine-2]
 -----------------------------------------------------------------
#0 %sexit.php(%d): Swoole\Coroutine::sleep()
#1 [internal function]: {closure%S}()

 =================================================================
bool(false)
int(0)
end
