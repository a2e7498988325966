--TEST--
Nobody overtakes: a pop waits behind earlier consumers, a push behind earlier producers
--FILE--
<?php
Co\run(function () {
    $chan = new chan(1);
    $log = [];
    $chan->push(0);
    for ($i = 1; $i <= 5; $i++) {
        go(function () use ($chan, $i, &$log) {
            for ($round = 0; $round < 3; $round++) {
                $chan->push("$i.$round");
            }
        });
    }
    while (!$chan->isEmpty()) {
        $log[] = $chan->pop();
    }
    echo implode(' ', $log), "\n";
    echo json_encode($chan->stats()), "\n";
});
?>
--EXPECT--
0 1.0 2.0 3.0 4.0 5.0 1.1 2.1 3.1 4.1 5.1 1.2 2.2 3.2 4.2 5.2
{"consumer_num":0,"producer_num":0,"queue_num":0}
