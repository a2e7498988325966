--TEST--
A process is not made in a coroutine, nor while the loop runs, nor while threads work; and what waits after that
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\System;
use Swoole\Event;
use Swoole\Process;
use Swoole\Timer;
use function Swoole\Coroutine\run;

require __DIR__ . '/family.inc.php';

$refused = function (callable $act, string $where) {
    try {
        $act();
    } catch (Swoole\Error $error) {
        echo "$where: {$error->getMessage()}\n";
    }
};
run(function () use ($refused) {
    $process = new Process(fn () => print("not reached\n"));
    $refused(fn () => $process->start(), 'coroutine');
    $refused(fn () => Process::daemon(), 'daemon() in a coroutine');
    var_dump($process->pid);
});
// Called by the loop, and in no coroutine.
swoole_async_set(['enable_coroutine' => false]);
Timer::after(1, fn () => $refused(fn () => (new Process('phpinfo'))->start(), 'callback'));
Event::wait();
swoole_async_set(['enable_coroutine' => true]);
// A thread is at work: on a pipe that nobody writes to yet.
$fifo = tempnam(sys_get_temp_dir(), 'phpt');
unlink($fifo);
posix_mkfifo($fifo, 0600);
go(fn () => var_dump(System::readFile($fifo)));
$refused(fn () => (new Process('phpinfo'))->start(), 'thread');
var_dump(with_warnings(fn () => Process::daemon()));
file_put_contents($fifo, 'content');
Event::wait();
unlink($fifo);
// Idle threads are no obstacle.
echo Family::end(Family::start(new Process(function () {
    run(fn () => var_dump(strlen(System::readFile(__FILE__)) === filesize(__FILE__)));
}))), "\n";
?>
--EXPECT--
coroutine: must be forked outside the coroutine
daemon() in a coroutine: must be forked outside the coroutine
NULL
callback: must be forked outside the coroutine
thread: unable to create Swoole\Process with async-io threads
  Swoole\Process::daemon(): the event loop has begun already, call it before anything else
bool(false)
string(7) "content"
bool(true)
code 0
