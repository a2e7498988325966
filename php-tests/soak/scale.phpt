--TEST--
More coroutines suspended at once than the kernel allows mappings for with a guard page each
--INI--
opcache.jit=0
--FILE--
<?php
use Swoole\Coroutine;

require __DIR__ . '/scale.inc.php';
// Without JIT: with the hot counts that tests have, its tracing keeps a buffer of 16 KB on each of the stacks.
$count = scaled(40_000, 100_000);
function status(string $key): int { preg_match("/^$key:\\s+(\\d+)/m", file_get_contents('/proc/self/status'), $match); return (int) $match[1]; }

Coroutine::set(['max_coroutine' => $count + 1]);
Co\run(function () use ($count) {
    $before = status('VmRSS');
    $cids = [];
    for ($i = 0; $i < $count; $i++) $cids[] = go(function () { Coroutine::yield(); });
    $each = (status('VmRSS') - $before) / $count;
    echo in_array(false, $cids, true) ? "refused\n" : "all there\n";
    echo Coroutine::stats()['coroutine_num'] - $count, "\n";
    echo $each < 10 ? "small\n" : "$each KB each\n";
    $maps = substr_count(file_get_contents('/proc/self/maps'), "\n");
    echo $maps < 40_000 ? "few mappings\n" : "$maps mappings\n";
    foreach ($cids as $cid) Coroutine::resume($cid);
    // Their stacks go back little by little.
    $before = status('VmRSS');
    Coroutine::sleep(0.5);
    echo status('VmRSS') < $before - 1000 ? "memory goes back\n" : 'kept ' . status('VmRSS') . " KB of $before\n";
});
?>
--EXPECT--
all there
1
small
few mappings
memory goes back
