--TEST--
Process: processors, priorities, names
--EXTENSIONS--
pcntl
--FILE--
<?php
use Swoole\Process;

require __DIR__ . '/family.inc.php';

$child = function (callable $callback): void {
    echo Family::end(Family::start(new Process($callback, false, 0))), "\n";
};
$child(function () {
    $all = Process::getAffinity();
    var_dump(count($all) >= 1, Process::setAffinity([$all[0]]), Process::getAffinity() === [$all[0]]);
    var_dump(with_warnings(fn () => Process::setAffinity([])));
    var_dump(with_warnings(fn () => Process::setAffinity([-1])));
    var_dump(with_warnings(fn () => Process::setAffinity([1024])));
    var_dump(with_warnings(fn () => Process::setAffinity([1023])), swoole_errno());
});
$child(function (Process $process) {
    $before = $process->getPriority(PRIO_PROCESS);
    // 19 is the nicest.
    $after = min($before + 1, 19);
    var_dump(is_int($before), $process->setPriority(PRIO_PROCESS, $before + 1), $process->getPriority(PRIO_PROCESS) === $after);
    var_dump($process->getPriority(PRIO_PROCESS, getmypid()) === $after, is_int($process->getPriority(PRIO_USER)));
    var_dump(with_warnings(fn () => $process->getPriority(PRIO_PROCESS, 99999999)), swoole_errno());
    var_dump(with_warnings(fn () => $process->setPriority(7, 0)));
});
$child(function (Process $process) {
    var_dump($process->name('the name of a test'));
    var_dump(rtrim(file_get_contents('/proc/self/cmdline'), "\0"));
});
// Of a child, by its parent.
$process = new Process(fn ($child) => $child->read());
$pid = Family::start($process);
$process->setPriority(PRIO_PROCESS, 5);
var_dump($process->getPriority(PRIO_PROCESS), pcntl_getpriority($pid));
$process->write('go');
echo Family::end($pid), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
  Swoole\Process::setAffinity(): no cpu id given
bool(false)
  Swoole\Process::setAffinity(): invalid cpu id [-1]
bool(false)
  Swoole\Process::setAffinity(): invalid cpu id [1024]
bool(false)
  Swoole\Process::setAffinity(): sched_setaffinity() failed, Error: Invalid argument[22]
bool(false)
int(22)
code 0
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
  Swoole\Process::getPriority(): getpriority() failed, Error: No such process[3]
bool(false)
int(3)
  Swoole\Process::setPriority(): setpriority() failed, Error: Invalid argument[22]
bool(false)
code 0
bool(true)
string(18) "the name of a test"
code 0
int(5)
int(5)
code 0
