--TEST--
Process::wait(), kill(): also beside System::wait(), exec() and proc_open()
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine\System;
use Swoole\Process;
use function Swoole\Coroutine\run;

require __DIR__ . '/family.inc.php';

var_dump(Process::wait(), swoole_errno(), Process::wait(false));
$sleeper = new Process(fn () => sleep(1000), false, 0);
$pid = Family::start($sleeper);
var_dump(Process::wait(false), Process::kill($pid, 0), Process::kill($pid));
var_dump(Process::wait() === ['pid' => $pid, 'code' => 0, 'signal' => SIGTERM]);
Family::left($pid);
var_dump(with_warnings(fn () => Process::kill($pid)), swoole_errno(), swoole_last_error());
var_dump(with_warnings(fn () => Process::kill(99999999)));
var_dump(with_warnings(fn () => Process::kill(getmypid(), 1000)));
$pid = Family::start(new Process(fn () => exit(3), false, 0));
var_dump(Process::wait(true) === ['pid' => $pid, 'code' => 3, 'signal' => 0]);
Family::left($pid);

echo "-- coroutines\n";
$quick = Family::start(new Process(fn () => exit(4), false, 0));
$slow = Family::start(new Process(function () {
    usleep(50_000);
    exit(5);
}, false, 0));
run(function () use ($quick, $slow) {
    $ticks = 0;
    go(function () use (&$ticks) {
        for (; $ticks < 1000; $ticks++) {
            System::sleep(0.001);
        }
    });
    // This one blocks the others, ...
    $status = Process::wait();
    var_dump($status['pid'] === $quick, $ticks);
    // ... and this one does not.
    $status = System::wait();
    var_dump($status['pid'] === $slow, $status['code'], $ticks > 0);
    $ticks = 1000;
});
Family::left($quick);
Family::left($slow);

echo "-- others\n";
$opened = proc_open('exit 7', [], $pipes);
$pid = Family::start(new Process(fn () => usleep(20_000), false, 0));
var_dump(Process::wait()['pid'] === $pid, Process::wait(), swoole_errno());
Family::left($pid);
var_dump(proc_close($opened));
?>
--EXPECTF--
bool(false)
int(10)
bool(false)
bool(false)
bool(true)
bool(true)
bool(true)
  Swoole\Process::kill(): kill(%d, 15) failed, Error: No such process[3]
bool(false)
int(3)
int(3)
  Swoole\Process::kill(): kill(99999999, 15) failed, Error: No such process[3]
bool(false)
  Swoole\Process::kill(): kill(%d, 1000) failed, Error: Invalid argument[22]
bool(false)
bool(true)
-- coroutines
bool(true)
int(0)
bool(true)
int(5)
bool(true)
-- others
bool(true)
bool(false)
int(10)
int(7)
