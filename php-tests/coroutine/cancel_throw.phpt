--TEST--
cancel($cid, true): a CanceledException out of the suspended call, at its line
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    $waits = [
        'yield' => fn () => Coroutine::yield(),
        'sleep' => fn () => Coroutine::sleep(100),
        'pop' => fn () => (new chan)->pop(),
        'pop with time' => fn () => (new chan)->pop(100),
    ];
    foreach ($waits as $name => $wait) {
        $cid = go(function () use ($name, $wait) {
            try {
                $wait();
                echo "not reached\n";
            } catch (Coroutine\CanceledException $e) {
                echo $name, ': ', get_class($e), ' ', json_encode($e->getMessage()), ' ', $e->getCode(), ' line ', $e->getLine(), "\n";
                echo $e->getTraceAsString(), "\n";
            } finally {
                echo "finally\n";
            }
            Coroutine::sleep(0.001);
            echo "goes on\n";
        });
        var_dump(Coroutine::cancel($cid, true));
        Coroutine::sleep(0.005);
    }
});
?>
--EXPECTF--
yield: Swoole\Coroutine\CanceledException "" 0 line 6
#0 %s(6): Swoole\Coroutine::yield()
#1 %s(14): {closure%S}()
#2 [internal function]: {closure%S}()
#3 {main}
finally
bool(true)
goes on
sleep: Swoole\Coroutine\CanceledException "" 0 line 7
#0 %s(7): Swoole\Coroutine::sleep(100)
#1 %s(14): {closure%S}()
#2 [internal function]: {closure%S}()
#3 {main}
finally
bool(true)
goes on
pop: Swoole\Coroutine\CanceledException "" 0 line 8
#0 %s(8): Swoole\Coroutine\Channel->pop()
#1 %s(14): {closure%S}()
#2 [internal function]: {closure%S}()
#3 {main}
finally
bool(true)
goes on
pop with time: Swoole\Coroutine\CanceledException "" 0 line 9
#0 %s(9): Swoole\Coroutine\Channel->pop(100)
#1 %s(14): {closure%S}()
#2 [internal function]: {closure%S}()
#3 {main}
finally
bool(true)
goes on
