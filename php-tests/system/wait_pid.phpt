--TEST--
System::waitPid() of children that PHP started, without pcntl
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    $processes = [];
    for ($i = 0; $i < 10; $i++) {
        // It goes on when its input ends: proc_get_status() would take the status of one that has ended.
        $processes[$i] = proc_open(['sh', '-c', "read line; sleep 0.0$i; exit $i"], [['pipe', 'r']], $pipes);
        $pid = proc_get_status($processes[$i])['pid'];
        go(function () use ($pid, $i, &$codes, &$processes) {
            $status = System::waitPid($pid, 60);
            $codes[$i] = $status['pid'] === $pid ? $status['code'] : 'another';
            unset($processes[$i]);
        });
        fclose($pipes[0]);
    }
    while (count($codes ?? []) < 10) Co::sleep(0.001);
    ksort($codes);
    echo json_encode($codes), "\n";

    $process = proc_open(['sleep', '100'], [], $pipes);
    $pid = proc_get_status($process)['pid'];
    var_dump(System::waitPid($pid, 0.01), swoole_last_error());
    go(function () use ($process) { Co::sleep(0.01); proc_terminate($process, 15); });
    echo json_encode(array_slice(System::waitPid($pid), 1)), "\n";
});
?>
--EXPECT--
[0,1,2,3,4,5,6,7,8,9]
bool(false)
int(110)
{"code":0,"signal":15}
