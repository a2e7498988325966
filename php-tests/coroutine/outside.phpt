--TEST--
API that needs a coroutine, called outside: Swoole\Error with code 10001, which can be caught
--FILE--
<?php
use Swoole\Coroutine;

$chan = new chan(1);
$calls = [
    'yield' => fn () => Coroutine::yield(),
    'suspend' => fn () => Coroutine::suspend(),
    'isCanceled' => fn () => Coroutine::isCanceled(),
    'Coroutine::defer' => fn () => Coroutine::defer(fn () => 1),
    'defer' => fn () => defer(fn () => 1),
    'sleep' => fn () => Coroutine::sleep(1),
    'System::sleep' => fn () => Coroutine\System::sleep(1),
    'join' => fn () => Coroutine::join([1]),
    'setTimeLimit' => fn () => Coroutine::setTimeLimit(1),
    'WaitGroup::wait' => fn () => (new Coroutine\WaitGroup(1))->wait(),
    'Barrier::wait' => function () { $b = Coroutine\Barrier::make(); $other = $b; Coroutine\Barrier::wait($b); },
    'ConnectionPool::get' => fn () => (new Swoole\ConnectionPool(fn () => 1))->get(),
    'push' => fn () => $chan->push(1),
    'pop' => fn () => $chan->pop(),
];
foreach ($calls as $name => $call) {
    swoole_clear_error();
    try {
        $call();
        echo "$name: nothing thrown\n";
    } catch (Swoole\Error $e) {
        echo "$name: ", $e->getMessage(), ' ', $e->getCode(), ' ', swoole_last_error(), "\n";
    }
}
var_dump($chan->length(), $chan->stats(), $chan->close());
?>
--EXPECT--
yield: API must be called in the coroutine 10001 10001
suspend: API must be called in the coroutine 10001 10001
isCanceled: API must be called in the coroutine 10001 10001
Coroutine::defer: API must be called in the coroutine 10001 10001
defer: API must be called in the coroutine 10001 10001
sleep: API must be called in the coroutine 10001 10001
System::sleep: API must be called in the coroutine 10001 10001
join: API must be called in the coroutine 10001 10001
setTimeLimit: API must be called in the coroutine 10001 10001
WaitGroup::wait: API must be called in the coroutine 10001 10001
Barrier::wait: API must be called in the coroutine 10001 10001
ConnectionPool::get: API must be called in the coroutine 10001 10001
push: API must be called in the coroutine 10001 10001
pop: API must be called in the coroutine 10001 10001
int(0)
array(3) {
  ["consumer_num"]=>
  int(0)
  ["producer_num"]=>
  int(0)
  ["queue_num"]=>
  int(0)
}
bool(true)
