--TEST--
A handler of pcntl_signal() with plain callbacks, in a forked child, and its exceptions
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
pcntl_async_signals(true);
$waiting = null;
pcntl_signal(SIGUSR1, function () use (&$waiting) {
    echo Co::getCid(), "\n";
    Co::resume($waiting);
});
// A child made before the loop has the handler and a loop of its own.
$pid = pcntl_fork();
swoole_async_set(['enable_coroutine' => false]);
Co\run(function () use (&$waiting, $pid) {
    $limit = Swoole\Timer::after(60_000, fn () => die("no handler ran\n"));
    $waiting = Co::getCid();
    $target = getmypid();
    proc_close(proc_open("(sleep 0.5; kill -10 $target) &", [], $pipes));
    Co::yield();
    Swoole\Timer::clear($limit);
});
if (!$pid) {
    exit(7);
}
pcntl_waitpid($pid, $status);
echo 'child ', pcntl_wexitstatus($status), "\n";
swoole_async_set(['enable_coroutine' => true]);

pcntl_signal(SIGUSR1, function () { throw new RuntimeException('from the handler'); });
register_shutdown_function(fn () => print("shut down\n"));
Co\run(function () {
    proc_close(proc_open('(sleep 0.5; kill -10 ' . getmypid() . ') &', [], $pipes));
    Co::sleep(60);
    echo "not reached\n";
});
?>
--EXPECTF--
-1
-1
child 7

Fatal error: Uncaught RuntimeException: from the handler in %s:%d
Stack trace:
#0 [internal function]: {closure%S}(10, Array)
#1 {main}
  thrown in %s on line %d
shut down
