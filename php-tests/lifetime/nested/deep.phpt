--TEST--
Coroutines inside coroutines, a thousand deep, each suspending at its level
--FILE--
<?php
function level(int $n, array &$log) {
    if ($n === 0) {
        Co::sleep(0.001);
        $log[] = 'bottom';
        return;
    }
    go(function () use ($n, &$log) { level($n - 1, $log); });
    Co::sleep(0.002);
    $log[] = $n;
}
$log = [];
Co\run(function () use (&$log) { level(1000, $log); });
var_dump(count($log), $log[0], count(array_unique($log)));
// Resume chains: each resumes the next, the last one ends, all go on.
Co\run(function () {
    $cids = [];
    $n = 500;
    $done = 0;
    for ($i = 0; $i < $n; $i++) {
        $cids[$i] = go(function () use (&$cids, $i, $n, &$done) {
            Co::yield();
            if ($i + 1 < $n) Co::resume($cids[$i + 1]);
            $done++;
        });
    }
    Co::resume($cids[0]);
    var_dump($done);
});
?>
--EXPECT--
int(1001)
string(6) "bottom"
int(1001)
int(500)
