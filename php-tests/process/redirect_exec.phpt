--TEST--
A process whose standard input and output are the pipe; exec()
--EXTENSIONS--
pcntl
sockets
--FILE--
<?php
use Swoole\Process;

require __DIR__ . '/family.inc.php';

function all(Process $process): string
{
    for ($all = ''; ($data = $process->read()) !== ''; $all .= $data);
    return $all;
}
$before = array_map(fn ($fd) => @readlink("/proc/self/fd/$fd"), scandir('/proc/self/fd'));
// Whatever type is asked for, even none, it is a stream.
$process = new Process(function () {
    ob_start();
    echo 'echoed ', trim(fgets(STDIN)), "\n";
    fwrite(STDOUT, "written\n");
}, true, 0);
$pid = Family::start($process);
$process->write("line\n");
echo all($process), Family::end($pid), "\n";

$process = new Process(function (Process $child) {
    echo 'before ';
    $child->exec('/bin/sh', ['-c', 'read line; echo "$0 $1 $line"; exit 6', 'zero', 12]);
    echo "not reached\n";
}, true, SOCK_STREAM, true);
$pid = Family::start($process);
$process->write("line\n");
echo all($process), Family::end($pid), "\n";

$process = new Process(function (Process $child) {
    ini_set('html_errors', '0');
    var_dump($child->exec('sh', ['-c', 'echo found']));
    var_dump(swoole_errno());
    var_dump($child->exec('', []));
    var_dump($child->exec(__DIR__, []));
}, false, 0);
echo Family::end(Family::start($process)), "\n";
// A program has none of the pipes, nor of what the loop has open.
go(fn () => Swoole\Coroutine::sleep(0.001));
Swoole\Event::wait();
$process = new Process(fn ($child) => $child->exec('/bin/sh', ['-c', 'for fd in /proc/$$/fd/*; do echo "${fd##*/} $(readlink $fd)"; done']), true);
$pid = Family::start($process);
preg_match_all('/^(\d+) (socket:.*|.*event.*)$/m', all($process), $matches, PREG_SET_ORDER);
$inherited = array_filter($matches, fn ($match) => $match[1] > 2 && !in_array($match[2], $before));
var_dump(count($matches) >= 2, array_column($inherited, 0));
echo Family::end($pid), "\n";
?>
--EXPECTF--
written
echoed line
code 0
before zero 12 line
code 6

Warning: Swoole\Process::exec(): execv(sh) failed, Error: No such file or directory[2] in %s on line %d
bool(false)
int(2)

Warning: Swoole\Process::exec(): exec file name is empty in %s on line %d
bool(false)

Warning: Swoole\Process::exec(): execv(%s) failed, Error: Permission denied[13] in %s on line %d
bool(false)
code 0
bool(true)
array(0) {
}
code 0
