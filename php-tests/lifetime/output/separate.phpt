--TEST--
ob_start() of one coroutine does not catch the output of another
--FILE--
<?php
Co\run(function () {
    $done = new chan(2);
    foreach (['a', 'b'] as $name) {
        go(function () use ($name, $done) {
            ob_start();
            echo "$name-1 ";
            Co::sleep(0.001);
            echo "$name-2 ";
            ob_start(fn ($text) => strtoupper($text));
            echo "$name-inner ";
            Co::sleep(0.001);
            ob_end_flush();
            $level = ob_get_level();
            $done->push(ob_get_clean() . "level $level");
        });
    }
    echo "outside, level ", ob_get_level(), "\n";
    $first = $done->pop();
    $second = $done->pop();
    echo "$first\n$second\n";
});
?>
--EXPECT--
outside, level 0
a-1 a-2 A-INNER level 1
b-1 b-2 B-INNER level 1
