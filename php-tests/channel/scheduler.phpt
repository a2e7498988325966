--TEST--
Channel: across loops; one that a loop has left waiting; Scheduler and parallel tasks
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Channel;
use Swoole\Coroutine\Scheduler;

Coroutine::set(['enable_deadlock_check' => false]);
$channel = new Channel(1);
Co\run(function () use ($channel) {
    echo $channel->pop(), " arrived late\n";
});
echo "the first loop has ended\n";
var_dump($channel->stats());
Co\run(function () use ($channel) {
    $channel->push('what the first loop waited for');
    echo "pushed\n";
});

$scheduler = new Scheduler();
$sum = new Channel(10);
$scheduler->parallel(4, fn (Channel $sum) => $sum->push(Coroutine::getCid() > 0), $sum);
$scheduler->add(function () use ($sum) {
    $all = [];
    while (count($all) < 4) {
        $all[] = $sum->pop();
    }
    echo json_encode($all), "\n";
});
$scheduler->start();
?>
--EXPECT--
the first loop has ended
array(3) {
  ["consumer_num"]=>
  int(1)
  ["producer_num"]=>
  int(0)
  ["queue_num"]=>
  int(0)
}
what the first loop waited for arrived late
pushed
[true,true,true,true]
