--TEST--
System: every wait can be cancelled, and with an exception
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $process = proc_open(['sleep', '100'], [], $pipes);
    $pid = proc_get_status($process)['pid'];
    $waits = [
        'sleep' => fn () => System::sleep(100),
        'exec' => fn () => System::exec('exec sleep 100'),
        'waitPid' => fn () => System::waitPid($pid),
        'waitSignal' => fn () => System::waitSignal(10),
        'waitEvent' => fn () => System::waitEvent($a),
    ];
    foreach ($waits as $name => $wait) {
        foreach ([false, true] as $throw) {
            $cid = go(function () use ($wait, $name) {
                try {
                    $result = $wait();
                    echo $name, ' ', json_encode($result), ' ', swoole_last_error(), ' ', json_encode(Co::isCanceled()), "\n";
                } catch (Swoole\Coroutine\CanceledException $e) {
                    echo "$name exception\n";
                }
            });
            Co::cancel($cid, $throw);
        }
    }
    proc_terminate($process, 9);
    proc_close($process);
    System::exec('pkill -9 -P ' . getmypid() . ' sleep');
});
?>
--EXPECT--
sleep false 10017 true
sleep exception
exec false 10017 true
exec exception
waitPid false 10017 true
waitPid exception
waitSignal false 10017 true
waitSignal exception
waitEvent false 10017 true
waitEvent exception
