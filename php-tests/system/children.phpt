--TEST--
System::wait(), waitPid(): children, time, and whose children are left alone
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine\System;

$fork = function (int $status, float $after = 0) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        usleep((int) ($after * 1e6));
        posix_kill(getmypid(), $status < 0 ? -$status : 0);
        // No shutdown function runs in the child.
        pcntl_exec('/bin/sh', ['-c', "exit $status"]);
    }
    return $pid;
};
$a = $fork(3);
$b = $fork(4, 0.05);
$c = $fork(-9);
Co\run(function () use ($a, $b, $c) {
    $status = System::waitPid($b);
    var_dump($status['pid'] === $b, $status['code'], $status['signal']);
    $others = [System::wait(), System::wait()];
    usort($others, fn ($x, $y) => $x['pid'] <=> $y['pid']);
    var_dump(array_column($others, 'pid') === [$a, $c], array_column($others, 'code'), array_column($others, 'signal'));

    var_dump(System::wait(), swoole_last_error());
    var_dump(System::wait(0.01), swoole_last_error());
    var_dump(System::waitPid($a), swoole_last_error());
    var_dump(System::waitPid($a, 0.01), swoole_last_error());
    var_dump(System::waitPid(1, 0.01), swoole_last_error());

    // Those of proc_open() and exec() are not wait()'s to take.
    $process = proc_open('exit 7', [], $pipes);
    $cid = go(fn () => print(System::exec('sleep 0.05; exit 6')['code'] . " from exec()\n"));
    $none = System::wait(0.1);
    Co::join([$cid]);
    var_dump($none);
    var_dump(proc_close($process));
    // But waitPid() takes what it is asked for.
    $process = proc_open('read line; exit 8', [['pipe', 'r']], $pipes);
    // While it runs: of one that has ended proc_get_status() takes the status away.
    $pid = proc_get_status($process)['pid'];
    fclose($pipes[0]);
    var_dump(System::waitPid($pid, 10)['code'] ?? null);
});
?>
--EXPECT--
bool(true)
int(4)
int(0)
bool(true)
array(2) {
  [0]=>
  int(3)
  [1]=>
  int(0)
}
array(2) {
  [0]=>
  int(0)
  [1]=>
  int(9)
}
bool(false)
int(10)
bool(false)
int(110)
bool(false)
int(10)
bool(false)
int(110)
bool(false)
int(110)
6 from exec()
bool(false)
int(7)
int(8)
