--TEST--
array_walk() and array_walk_recursive() whose callbacks suspend, in two coroutines at once
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    foreach (['a' => 1, 'b' => 10] as $name => $factor) {
        go(function () use ($name, $factor, &$result) {
            $list = [1, [2, 3], 4];
            array_walk_recursive($list, function (&$value, $key, $extra) use ($factor) {
                Coroutine::sleep(0.001);
                $value = $value * $factor + $extra;
            }, $factor);
            $result[$name] = $list;
            $plain = ['x' => 1, 'y' => 2];
            array_walk($plain, function (&$value, $key) use ($factor) { Coroutine::sleep(0.001); $value = $key . $value * $factor; });
            $result[$name][] = $plain;
        });
    }
    Coroutine::join(range(2, 3));
    ksort($result);
    echo json_encode($result), "\n";
});
?>
--EXPECT--
{"a":[2,[3,4],5,{"x":"x1","y":"y2"}],"b":[20,[30,40],50,{"x":"x10","y":"y20"}]}
