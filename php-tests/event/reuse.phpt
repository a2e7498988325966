--TEST--
Event: a descriptor that is removed and closed gives its number to the next at once
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

Co\run(function () {
    $numbers = [];
    for ($i = 0; $i < 50; $i++) {
        [$a, $b] = pair();
        $numbers[] = Event::add($a, function ($a) use ($i) {
            if (fread($a, 10) !== "m$i") echo "wrong at $i\n";
            Event::del($a);
            fclose($a);
        });
        fwrite($b, "m$i");
        if ($i % 2) {
            Event::del($a);
            fclose($a);
            fclose($b);
        } else {
            Co::sleep(0.001);
            while (Event::isset($numbers[$i])) Co::sleep(0.001);
            fclose($b);
        }
    }
    echo count(array_unique($numbers)) < 10 ? "numbers were used again\n" : "not a test of reuse\n";
});
?>
--EXPECT--
numbers were used again
