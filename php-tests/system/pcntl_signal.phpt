--TEST--
A handler of pcntl_signal() runs while the event loop waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
pcntl_async_signals(true);
function from_outside(int $signal) {
    // The shell sends the signal when PHP waits in the loop.
    proc_close(proc_open('(sleep 0.5; kill -' . $signal . ' ' . getmypid() . ') &', [], $pipes));
}
// Set before there is a loop.
$waiting = null;
pcntl_signal(SIGUSR1, function ($signal, $info) use (&$waiting) {
    echo "handler of $signal, ", is_array($info) ? 'with' : 'without', " information, ";
    echo Co::getCid() > 0 ? 'in a coroutine' : 'outside', "\n";
    Co::resume($waiting);
});
Co\run(function () use (&$waiting) {
    $limit = Swoole\Timer::after(60_000, fn () => die("no handler ran\n"));
    $waiting = Co::getCid();
    from_outside(SIGUSR1);
    Co::yield();
    echo "the first has come\n";

    // Set while there is one, which waits meanwhile: the handler may wait too.
    pcntl_signal(SIGUSR2, function () use (&$waiting) {
        Co::sleep(0.001);
        echo "handler, after a pause\n";
        Co::resume($waiting);
    });
    from_outside(SIGUSR2);
    Co::yield();
    echo "the second has come\n";

    // While PHP runs the handler does at once, and no further time.
    $runs = 0;
    pcntl_signal(SIGUSR2, function () use (&$runs) { $runs++; });
    posix_kill(getmypid(), SIGUSR2);
    Co::sleep(0.01);
    echo "$runs run\n";

    // Many at once: the kernel keeps one of each kind.
    pcntl_signal(SIGUSR2, function () use (&$runs, &$waiting) { $runs++; });
    for ($i = 0; $i < 1000; $i++) {
        posix_kill(getmypid(), SIGUSR2);
    }
    Co::sleep(0.01);
    echo $runs, " runs\n";

    // Not asked for: the handler waits for pcntl_signal_dispatch().
    pcntl_async_signals(false);
    posix_kill(getmypid(), SIGUSR2);
    Co::sleep(0.02);
    echo $runs, " runs\n";
    pcntl_signal_dispatch();
    echo $runs, " runs\n";
    pcntl_async_signals(true);

    pcntl_signal(SIGUSR2, SIG_IGN);
    posix_kill(getmypid(), SIGUSR2);
    Co::sleep(0.01);
    echo $runs, " runs\n";
    Swoole\Timer::clear($limit);
});
echo is_callable(pcntl_signal_get_handler(SIGUSR1)) ? "still set\n" : "lost\n";
try {
    pcntl_signal();
} catch (ArgumentCountError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
handler of 10, with information, in a coroutine
the first has come
handler, after a pause
the second has come
1 run
1001 runs
1001 runs
1002 runs
1002 runs
still set
pcntl_signal() expects at least 2 arguments, 0 given
