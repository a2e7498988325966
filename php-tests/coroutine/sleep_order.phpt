--TEST--
Who sleeps is woken in the order of due times; a cancelled sleeper leaves nothing behind
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    $order = [];
    $cids = [];
    foreach ([0.05, 0.01, 0.03, 86400 * 365 * 500, 0.02, 0.04, INF] as $i => $seconds) {
        $cids[] = go(function () use ($i, $seconds, &$order) {
            $order[] = Coroutine::sleep($seconds) ? $i : "cancelled $i";
        });
    }
    // However late the loop comes to look: the longest due goes first.
    usleep_natively(60_000);
    Coroutine::sleep(0.001);
    Coroutine::cancel($cids[6]);
    Coroutine::cancel($cids[3]);
    echo implode(', ', $order), "\n";

    // One that is due may be cancelled before its turn; what it waits for then is another matter.
    $log = [];
    $a = go(function () use (&$b, &$log) {
        Coroutine::sleep(0.001);
        $log[] = 'a cancels b: ' . json_encode(Coroutine::cancel($b));
    });
    $b = go(function () use (&$log) {
        $log[] = 'b slept: ' . json_encode(Coroutine::sleep(0.002));
        $log[] = 'b again: ' . json_encode(Coroutine::sleep(0.02));
        $log[] = 'b yields: ' . json_encode(Coroutine::yield());
    });
    usleep_natively(10_000);
    Coroutine::join([$a]);
    Coroutine::sleep(0.03);
    echo json_encode(Coroutine::cancel($b)), "\n", implode("\n", $log), "\n";
});
/** Blocks the process. */
function usleep_natively(int $microseconds): void
{
    for ($end = microtime(true) + $microseconds / 1e6; microtime(true) < $end; );
}
// Nobody is left: the loop has ended. A loop starts anew with what is left of none.
Co\run(fn () => print(json_encode(Coroutine::sleep(0.001)) . ' ' . Coroutine::stats()['event_num'] . "\n"));
?>
--EXPECT--
1, 4, 2, 5, 0, cancelled 6, cancelled 3
true
b slept: false
a cancels b: true
b again: true
b yields: false
true 0
