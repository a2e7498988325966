--TEST--
SWOOLE_HOOK_SLEEP: in a Fiber, a generator, a destructor, a defer, an output buffer, a sort
--FILE--
<?php
class Slow
{
    public function __destruct()
    {
        usleep(1000);
        echo "destructor\n";
    }
}
Co\run(function () {
    $fiber = new Fiber(function () { usleep(1000); echo "fiber\n"; Fiber::suspend(1); });
    $fiber->start();
    foreach ((function () { usleep(1000); yield 'generator'; })() as $value) echo $value, "\n";
    $slow = new Slow;
    unset($slow);
    ob_start();
    usleep(1000);
    echo 'buffer';
    echo strtoupper(ob_get_clean()), "\n";
    $list = [3, 1, 2];
    usort($list, function ($a, $b) { usleep(1); return $a <=> $b; });
    echo json_encode($list), "\n";
    go(function () { defer(function () { usleep(1000); echo "defer\n"; }); });
});
?>
--EXPECT--
fiber
generator
destructor
BUFFER
[1,2,3]
defer
