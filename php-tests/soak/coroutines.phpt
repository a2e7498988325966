--TEST--
Many coroutines: created and suspended once, many at once, with what they held given back
--FILE--
<?php
use Swoole\Coroutine;

require __DIR__ . '/scale.inc.php';
$count = scaled(100_000, 1_000_000);

function resident(): int
{
    preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match);
    return (int) $match[1] * 1024;
}
/** Runs it twice: the second time must not need more than the first, give or take. */
function bounded(string $what, callable $act, int $slack = 4 << 20): void
{
    $act();
    gc_collect_cycles();
    $heap = memory_get_usage();
    $resident = resident();
    $act();
    gc_collect_cycles();
    $heap = memory_get_usage() - $heap;
    $resident = resident() - $resident;
    echo $what, $heap < 256 * 1024 ? ' bounded' : " heap grew by $heap", $resident < $slack ? '' : ", resident memory grew by $resident", "\n";
}
Co::set(['max_coroutine' => 200000]);

bounded('one after the other', function () use ($count) {
    Co\run(function () use ($count) {
        for ($i = 0; $i < $count; $i++) {
            $cid = go(function () use ($i) { $local = [$i, new stdClass]; Coroutine::yield(); });
            Coroutine::resume($cid);
        }
    });
});
bounded('20k at once', function () {
    Co\run(function () {
        $cids = [];
        for ($i = 0; $i < 20000; $i++) {
            $cids[] = go(function () use ($i) { $local = str_repeat('x', 100); Coroutine::yield(); });
        }
        if (Coroutine::stats()['coroutine_num'] !== 20001) echo "not all there\n";
        foreach ($cids as $cid) Coroutine::resume($cid);
    });
}, 16 << 20);
bounded('20k timers', function () {
    Co\run(function () {
        $done = 0;
        for ($i = 0; $i < 20000; $i++) go(function () use (&$done) { Coroutine::sleep(0.001 + mt_rand(0, 20) / 1000); $done++; });
        Coroutine::sleep(0.05);
        while ($done < 20000) Coroutine::sleep(0.001);
    });
}, 16 << 20);
bounded('50k cancelled', function () {
    Co\run(function () {
        for ($i = 0; $i < 50000; $i++) {
            $cid = go(function () {
                try { Coroutine::sleep(100); (new chan)->pop(); } catch (Coroutine\CanceledException) {}
            });
            Coroutine::cancel($cid);
            Coroutine::cancel($cid, true);
        }
    });
});
bounded('20k with buffers and fibers', function () {
    Co\run(function () {
        for ($i = 0; $i < 20000; $i++) {
            go(function () {
                ob_start();
                echo 'x';
                (new Fiber(function () { Coroutine::cancel(Coroutine::getCid()); Coroutine::sleep(0.001); }))->start();
                ob_end_clean();
            });
            if ($i % 100 === 99) Coroutine::sleep(0.002);
        }
    });
}, 16 << 20);
?>
--EXPECT--
one after the other bounded
20k at once bounded
20k timers bounded
50k cancelled bounded
20k with buffers and fibers bounded
