--TEST--
System::waitSignal(): a signal, one of several, time, what it cannot wait for; afterwards all is as before
--EXTENSIONS--
posix
--FILE--
<?php
use Swoole\Coroutine\System;

require __DIR__ . '/../child.inc.php';
const USR1 = 10, USR2 = 12, TERM = 15;

Co\run(function () {
    $me = getmypid();
    go(function () use ($me) { Co::sleep(0.01); posix_kill($me, USR1); });
    var_dump(System::waitSignal(USR1));
    go(function () use ($me) { Co::sleep(0.01); posix_kill($me, USR2); });
    var_dump(System::waitSignal([USR1, USR2, USR1], 60));
    var_dump(System::waitSignal(USR1, 0.01), swoole_last_error());

    set_error_handler(function ($level, $message) { echo $message, "\n"; return true; });
    go(function () { var_dump(System::waitSignal([USR1, TERM])); });
    var_dump(System::waitSignal(USR1));
    // What is started meanwhile can be signalled as usual.
    $process = proc_open(['sleep', '100'], [], $pipes);
    $pid = proc_get_status($process)['pid'];
    posix_kill($pid, TERM);
    echo json_encode(array_slice(System::waitPid($pid), 1)), "\n";
    posix_kill($me, TERM);
    Co::sleep(0.05);
    foreach ([0, -1, 65, 9, 19, []] as $bad) {
        var_dump(System::waitSignal($bad));
    }
});

child(<<<'PHP'
Co\run(function () {
    var_dump(Swoole\Coroutine\System::waitSignal(15, 0.01));
    exec('kill -15 ' . getmypid());
    Co::sleep(60);
});
PHP);
?>
--EXPECT--
int(10)
int(12)
bool(false)
int(10018)
Swoole\Coroutine\System::waitSignal(): Unable to wait signal, async signal listener has been registered
bool(false)
{"code":0,"signal":15}
int(15)
Swoole\Coroutine\System::waitSignal(): Invalid signal in the given list
bool(false)
Swoole\Coroutine\System::waitSignal(): Invalid signal in the given list
bool(false)
Swoole\Coroutine\System::waitSignal(): Invalid signal in the given list
bool(false)
Swoole\Coroutine\System::waitSignal(): Invalid signal in the given list
bool(false)
Swoole\Coroutine\System::waitSignal(): Invalid signal in the given list
bool(false)
Swoole\Coroutine\System::waitSignal(): Invalid signal in the given list
bool(false)
bool(false)
signal 15
