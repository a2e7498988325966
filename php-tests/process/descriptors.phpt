--TEST--
A thousand processes, one after the other and beside each other, leave no descriptors and no children behind
--EXTENSIONS--
pcntl
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Process;
use function Swoole\Coroutine\run;

require __DIR__ . '/family.inc.php';

function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}
function once(int $number): string
{
    $process = new Process(function (Process $child) use ($number) {
        if ($number % 50 === 0) {
            // A loop of its own, and a process of its own.
            run(fn () => Coroutine::sleep(0.001));
            $grandchild = new Process(fn ($child) => $child->write('grandchild'));
            $grandchild->start();
            $child->write($grandchild->read() . json_encode(array_slice(Process::wait(), 1)));
        } else {
            $child->write('child');
        }
    }, $number % 3 === 0, $number % 2 + 1);
    $pid = Family::start($process);
    $text = $process->read();
    if ($number % 7 === 0) {
        $process->exportSocket();
    }
    return $text . ' ' . Family::end($pid);
}
run(fn () => Coroutine::sleep(0.001));
once(0);
once(1);
$before = descriptors();
$ends = [];
for ($number = 0; $number < 800; $number++) {
    $end = once($number);
    $ends[$end] = ($ends[$end] ?? 0) + 1;
}
var_dump($ends);
for ($round = 0; $round < 2; $round++) {
    $family = [];
    for ($number = 0; $number < 100; $number++) {
        $family[$number] = new Process(fn ($child) => $child->write($child->read()));
        Family::start($family[$number]);
    }
    foreach ($family as $number => $process) {
        $process->write("$number");
    }
    $same = 0;
    foreach ($family as $number => $process) {
        $same += $process->read() === "$number";
        Family::end($process->pid);
    }
    var_dump($same);
    unset($family, $process);
}
var_dump(descriptors() - $before, Process::wait(false), swoole_errno());
?>
--EXPECT--
array(2) {
  ["grandchild{"code":0,"signal":0} code 0"]=>
  int(16)
  ["child code 0"]=>
  int(784)
}
int(100)
int(100)
int(0)
bool(false)
int(10)
