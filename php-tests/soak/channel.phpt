--TEST--
A million hand-overs through a channel
--FILE--
<?php
require __DIR__ . '/scale.inc.php';
$count = scaled(500_000, 10_000_000);
Co\run(function () use ($count) {
    $chan = new chan(1);
    $back = new chan(64);
    $sum = 0;
    go(function () use ($chan, &$sum) {
        while (($item = $chan->pop()) !== null) $sum += $item[0];
    });
    for ($i = 0; $i < 1000; $i++) $chan->push([1]);
    $heap = memory_get_usage();
    for ($i = 0; $i < $count - 1000; $i++) $chan->push([1]);
    echo memory_get_usage() - $heap < 65536 ? "bounded\n" : "grew\n";
    $chan->push(null);
    // Ten producers, ten consumers, timeouts among them.
    for ($i = 0; $i < 10; $i++) {
        go(function () use ($back) { for ($n = 0; $n < 25000; $n++) $back->push($n, 60); });
        go(function () use ($back, &$sum) { for ($n = 0; $n < 25000; $n++) { if ($back->pop(60) !== false) $sum++; } });
    }
    $expect = $count + 250000;
    while ($sum < $expect && $back->stats()['consumer_num'] + $back->length() > 0) Co::sleep(0.001);
    echo $sum - $count, "\n";
});
?>
--EXPECT--
bounded
250000
