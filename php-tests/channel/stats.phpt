--TEST--
length, isEmpty, isFull, stats
--FILE--
<?php
Co\run(function () {
    $chan = new chan(2);
    $show = fn () => print($chan->length() . ' ' . json_encode([$chan->isEmpty(), $chan->isFull()]) . ' ' . json_encode($chan->stats()) . "\n");
    $show();
    $chan->push(1);
    $show();
    $chan->push(2);
    $show();
    go(fn () => $chan->push(3));
    go(fn () => $chan->push(4));
    $show();
    for ($i = 0; $i < 4; $i++) $chan->pop();
    for ($i = 0; $i < 3; $i++) go(fn () => $chan->pop());
    $show();
    for ($i = 0; $i < 3; $i++) $chan->push($i);
    $show();
});
?>
--EXPECT--
0 [true,false] {"consumer_num":0,"producer_num":0,"queue_num":0}
1 [false,false] {"consumer_num":0,"producer_num":0,"queue_num":1}
2 [false,true] {"consumer_num":0,"producer_num":0,"queue_num":2}
2 [false,true] {"consumer_num":0,"producer_num":2,"queue_num":2}
0 [true,false] {"consumer_num":3,"producer_num":0,"queue_num":0}
0 [true,false] {"consumer_num":0,"producer_num":0,"queue_num":0}
