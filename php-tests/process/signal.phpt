--TEST--
Process::signal(), alarm(): callbacks in coroutines, replaced, removed, refused
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

$me = getmypid();
run(function () use ($me) {
    $channel = new Coroutine\Channel(10);
    $callback = fn (string $name) => fn (...$arguments) => $channel->push([$name, $arguments, Coroutine::getCid() > 0]);
    var_dump(Process::signal(SIGUSR1, $callback('one')));
    Process::kill($me, SIGUSR1);
    echo json_encode($channel->pop(PATIENCE)), "\n";
    var_dump(Process::signal(SIGUSR1, $callback('two')), Coroutine::stats()['signal_listener_num']);
    Process::kill($me, SIGUSR1);
    echo json_encode($channel->pop(PATIENCE)), "\n";
    var_dump(with_warnings(fn () => System::waitSignal(SIGUSR1, 0.01)));
    var_dump(Process::signal(SIGUSR1, null), Coroutine::stats()['signal_listener_num']);
    var_dump(with_warnings(fn () => Process::signal(SIGUSR1)));
    var_dump(with_warnings(fn () => Process::signal(SIGKILL, $callback('never'))));
    var_dump(with_warnings(fn () => Process::signal(0, $callback('never'))));
    go(fn () => System::waitSignal(SIGUSR2, 0.01));
    var_dump(with_warnings(fn () => Process::signal(SIGUSR2, $callback('never'))));
    Coroutine::sleep(0.02);
    // In its own callback.
    Process::signal(SIGUSR2, function ($signal) use ($channel) {
        var_dump(Process::signal($signal, null));
        $channel->push('removed');
    });
    Process::kill($me, SIGUSR2);
    echo $channel->pop(PATIENCE), "\n";
});
echo "-- children\n";
// As the documentation has it.
$pids = [];
foreach ([1, 2, 3] as $code) {
    $pids[] = Family::start(new Process(function () use ($code) {
        usleep($code * 5000);
        exit($code);
    }, false, 0));
}
run(function () use ($pids) {
    $ended = [];
    $done = new Coroutine\Channel(1);
    Process::signal(SIGCHLD, function () use (&$ended, $pids, $done) {
        while ($status = Process::wait(false)) {
            $ended[array_search($status['pid'], $pids)] = $status['code'];
            Family::left($status['pid']);
        }
        if (count($ended) === 3) {
            Process::signal(SIGCHLD, null);
            $done->push(true);
        }
    });
    // Those that have ended before.
    Process::kill(getmypid(), SIGCHLD);
    $done->pop(PATIENCE);
    ksort($ended);
    echo json_encode($ended), "\n";
});
echo "-- a listener alone keeps nothing running, and stays\n";
Process::signal(SIGUSR1, fn () => print("delivered by the next loop\n"));
Event::wait();
Process::kill($me, SIGUSR1);
run(fn () => Coroutine::sleep(0.01));
Process::signal(SIGUSR1, null);
echo "-- what a signal did before\n";
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, fn () => print("pcntl\n"));
Process::signal(SIGUSR1, fn () => print("Process::signal()\n"));
Process::kill($me, SIGUSR1);
run(fn () => Coroutine::sleep(0.01));
Process::signal(SIGUSR1, null);
Process::kill($me, SIGUSR1);
echo "-- alarm()\n";
run(function () {
    $channel = new Coroutine\Channel(10);
    Process::signal(SIGALRM, fn () => $channel->push('alarm'));
    var_dump(Process::alarm(2000));
    // Again and again.
    echo $channel->pop(PATIENCE), ' ', $channel->pop(PATIENCE), "\n";
    var_dump(Process::alarm(-1));
    Coroutine::sleep(0.01);
    Process::signal(SIGALRM, null);
    $timer = Timer::after(100_000, fn () => 0);
    var_dump(with_warnings(fn () => Process::alarm(1000)));
    Timer::clear($timer);
});
var_dump(with_warnings(fn () => Process::alarm(1000, 7)));
?>
--EXPECT--
bool(true)
["one",[10],true]
bool(true)
int(1)
["two",[10],true]
  Swoole\Coroutine\System::waitSignal(): Unable to wait signal, async signal listener has been registered
bool(false)
bool(true)
int(0)
  Swoole\Process::signal(): unable to find the callback of signal [10]
bool(false)
  Swoole\Process::signal(): invalid signal number [9]
bool(false)
  Swoole\Process::signal(): invalid signal number [0]
bool(false)
  Swoole\Process::signal(): unable to listen for signal [12], a coroutine waits for it
bool(false)
bool(true)
removed
-- children
[1,2,3]
-- a listener alone keeps nothing running, and stays
delivered by the next loop
-- what a signal did before
Process::signal()
pcntl
-- alarm()
bool(true)
alarm alarm
bool(true)
  Swoole\Process::alarm(): cannot use both 'timer' and 'alarm' at the same time
bool(false)
  Swoole\Process::alarm(): setitimer() failed, Error: Invalid argument[22]
bool(false)
