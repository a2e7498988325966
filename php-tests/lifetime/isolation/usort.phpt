--TEST--
Suspending inside the callbacks of sorting functions and array functions of several coroutines
--FILE--
<?php
$lines = [];
Co\run(function () use (&$lines) {
    foreach ([1, -1] as $direction) {
        foreach (['usort', 'uksort', 'uasort'] as $function) {
            go(function () use ($direction, $function, &$lines) {
                $list = $function === 'uksort' ? [3 => 'c', 1 => 'a', 2 => 'b'] : [3, 1, 2];
                $function($list, function ($a, $b) use ($direction) {
                    Co::sleep(mt_rand(1, 3) / 1000);
                    return $direction * ($a <=> $b);
                });
                $lines[] = json_encode([$function, $direction, array_values($list)]);
            });
        }
        go(function () use ($direction, &$lines) {
            $list = [1, 2, 3];
            array_walk($list, function (&$x) use ($direction) { Co::sleep(0.001); $x *= $direction; });
            $diff = array_udiff([1, 2, 3], [2 * $direction], function ($a, $b) { Co::sleep(0.001); return $a <=> $b; });
            $text = preg_replace_callback('/\d/', function ($m) use ($direction) { Co::sleep(0.001); return $m[0] * $direction; }, 'a1b2');
            $lines[] = json_encode(['walk', $direction, $list, array_values($diff), $text]);
        });
    }
});
sort($lines);
echo implode("\n", $lines), "\n";
?>
--EXPECT--
["uasort",-1,[3,2,1]]
["uasort",1,[1,2,3]]
["uksort",-1,["c","b","a"]]
["uksort",1,["a","b","c"]]
["usort",-1,[3,2,1]]
["usort",1,[1,2,3]]
["walk",-1,[-1,-2,-3],[1,2,3],"a-1b-2"]
["walk",1,[1,2,3],[1,3],"a1b2"]
