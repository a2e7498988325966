--TEST--
A process' pipe: messages, bytes, large ones, time, closing, the dead
--EXTENSIONS--
pcntl
sockets
--FILE--
<?php
use Swoole\Process;

require __DIR__ . '/family.inc.php';

echo "-- messages\n";
$process = new Process(function (Process $child) {
    $child->write('one');
    $child->write('two');
    $child->write(strrev($child->read()));
    $child->write(str_repeat('x', 100_000));
    $child->write((string) strlen($child->read(200_000)));
});
$pid = Family::start($process);
var_dump($process->read(), $process->read(2), $process->write('abc'), $process->read());
var_dump(strlen($process->read(200_000)));
var_dump($process->write(str_repeat('y', 150_000)), $process->read());
echo Family::end($pid), "\n";
// Nobody is there any more: the end, not a wait for ever.
var_dump($process->read());
var_dump(with_warnings(fn () => $process->write('x')));
// More than a message can be.
$process = new Process(fn ($child) => $child->read());
$pid = Family::start($process);
var_dump(with_warnings(fn () => $process->write(str_repeat('z', 64 << 20))));
$process->write('go');
echo Family::end($pid), "\n";

echo "-- bytes\n";
$process = new Process(function (Process $child) {
    $child->write('one');
    $child->write('two');
    for ($all = 0; $all < 5_000_000 && ($data = $child->read(65536)) !== ''; $all += strlen($data));
    $child->write("$all");
}, false, SOCK_STREAM);
$pid = Family::start($process);
for ($got = ''; strlen($got) < 6; $got .= $process->read(1));
var_dump($got);
// The kernel has not so much room: it waits until the child has read.
var_dump($process->write(str_repeat('y', 5_000_000)), $process->read());
echo Family::end($pid), "\n";
var_dump($process->read(), with_warnings(fn () => $process->write('x')));

echo "-- time\n";
$process = new Process(fn () => sleep(1000));
$pid = Family::start($process);
$process->setTimeout(0.02);
$fd = $process->pipe;
$masked = fn (callable $act) => with_warnings(function () use ($act, $fd) {
    ob_start();
    $result = $act();
    $text = ob_get_clean();
    echo str_replace("($fd,", '(#,', $text);
    return $result;
});
var_dump(@$process->read(), swoole_errno(), swoole_last_error());
$masked(fn () => $process->read());
var_dump($process->setBlocking(false));
$process->setTimeout(-1);
$masked(fn () => $process->read(100));
// Until it is full.
for ($sent = 0; @$process->write('message') === 7; $sent++);
var_dump($sent > 0, swoole_errno());
Process::kill($pid);
echo Family::end($pid), "\n";

echo "-- closing\n";
$process = new Process(function (Process $child) {
    var_dump($child->read());
    $child->write('bye');
}, false, SOCK_STREAM);
$pid = Family::start($process);
var_dump($process->close(Process::PIPE_WRITE), $process->read());
echo Family::end($pid), "\n";
var_dump($process->close());
var_dump(with_warnings(fn () => $process->close()));
var_dump(with_warnings(fn () => $process->read()));
var_dump(with_warnings(fn () => $process->write('x')));
$none = new Process(fn () => 0, false, 0);
foreach (['read' => [], 'write' => ['x'], 'close' => [], 'setTimeout' => [1], 'setBlocking' => [true], 'exportSocket' => []] as $method => $arguments) {
    var_dump(with_warnings(fn () => $none->$method(...$arguments)));
}
// The parent's object is gone, and with it the pipe.
$process = new Process(fn ($child) => exit($child->read() === '' ? 0 : 1), false, SOCK_STREAM);
$pid = Family::start($process);
unset($process);
echo Family::end($pid), "\n";

echo "-- again\n";
$process = new Process(fn ($child) => $child->write($child->read() . '!'));
$fd = $process->pipe;
foreach (['one', 'two'] as $text) {
    $pid = Family::start($process);
    $process->write($text);
    echo $process->read(), ' ', Family::end($pid), ' ', $process->pipe === $fd ? 'same' : 'other', "\n";
}
?>
--EXPECTF--
-- messages
string(3) "one"
string(2) "tw"
int(3)
string(3) "cba"
int(100000)
int(150000)
string(6) "150000"
code 0
string(0) ""
  Swoole\Process::write(): write(%d, 1 bytes) failed, Error: Connection refused[111]
bool(false)
  Swoole\Process::write(): write(%d, 67108864 bytes) failed, Error: Message too long[90]
bool(false)
code 0
-- bytes
string(6) "onetwo"
int(5000000)
string(7) "5000000"
code 0
  Swoole\Process::write(): write(%d, 1 bytes) failed, Error: Broken pipe[32]
string(0) ""
bool(false)
-- time
bool(false)
int(11)
int(11)
  Swoole\Process::read(): read(#, 8192) failed, Error: Resource temporarily unavailable[11]
bool(true)
  Swoole\Process::read(): read(#, 100) failed, Error: Resource temporarily unavailable[11]
bool(true)
int(11)
signal 15
-- closing
string(0) ""
bool(true)
string(3) "bye"
code 0
bool(true)
  Swoole\Process::close(): no pipe, cannot close the pipe
bool(false)
  Swoole\Process::read(): no pipe, cannot read from pipe
bool(false)
  Swoole\Process::write(): no pipe, cannot write into pipe
bool(false)
  Swoole\Process::read(): no pipe, cannot read from pipe
bool(false)
  Swoole\Process::write(): no pipe, cannot write into pipe
bool(false)
  Swoole\Process::close(): no pipe, cannot close the pipe
bool(false)
  Swoole\Process::setTimeout(): no pipe, cannot set timeout
bool(false)
  Swoole\Process::setBlocking(): no pipe, cannot set blocking
bool(false)
  Swoole\Process::exportSocket(): no pipe, cannot export stream
bool(false)
code 0
-- again
one! code 0 same
two! code 0 same
