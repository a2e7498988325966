--TEST--
setTimeLimit(): a TimeoutException where the coroutine waits; the loop does not wait for limits of those that have ended
--FILE--
<?php
use Swoole\Coroutine;

$start = microtime(true);
Co\run(function () {
    var_dump(Coroutine::setTimeLimit(0), Coroutine::setTimeLimit(0.9), Coroutine::setTimeLimit(-1), Coroutine::setTimeLimit(100));
    $chan = new chan;
    $cids = [];
    foreach (['yield' => fn () => Coroutine::yield(), 'sleep' => fn () => Coroutine::sleep(100), 'pop' => fn () => $chan->pop()] as $name => $wait) {
        $cids[] = go(function () use ($name, $wait, &$results) {
            var_dump(Coroutine::setTimeLimit(100), Coroutine::setTimeLimit(1.5));
            $start = microtime(true);
            try {
                $wait();
                $result = 'not reached';
            } catch (Coroutine\TimeoutException $e) {
                $took = microtime(true) - $start;
                $result = get_class($e) . ' ' . json_encode($e->getMessage()) . ' ' . $e->getCode() . ($took > 0.9 ? '' : " after $took s");
            }
            $results[$name] = $result . (Coroutine::sleep(0.001) ? ' goes on' : '');
        });
    }
    // One that is over in time.
    go(function () { Coroutine::setTimeLimit(1); Coroutine::sleep(0.001); });
    Coroutine::join($cids);
    foreach (['yield', 'sleep', 'pop'] as $name) echo $name, ' ', $results[$name], "\n";
});
var_dump(microtime(true) - $start < 10);
?>
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
yield Swoole\Coroutine\TimeoutException "" 0 goes on
sleep Swoole\Coroutine\TimeoutException "" 0 goes on
pop Swoole\Coroutine\TimeoutException "" 0 goes on
bool(true)
