--TEST--
Process\Pool and signals: ending, a second time, starting anew, and a master that is killed
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Process;
use Swoole\Process\Pool;
use Swoole\Timer;

require __DIR__ . '/pool.inc.php';

/** A pool of two whose workers tell what happens; $work is done in each. */
function pool(Told $told, bool $coroutine, callable $work, ?callable $setup = null): int
{
    return master(function () use ($told, $coroutine, $work, $setup) {
        $pool = new Pool(2);
        $pool->set(['enable_coroutine' => $coroutine]);
        $setup && $setup($pool);
        $pool->on('WorkerStart', function ($pool, $id) use ($told, $work) {
            $work($pool, $id);
        });
        $pool->on('WorkerStop', fn ($pool, $id) => $told("stopped $id"));
        $pool->start();
        $told('over');
    });
}
$started = function (Told $told) {
    $told('started');
    for (;;) {
        sleep(1000);
    }
};

echo "-- SIGINT\n";
$told = new Told();
$master = pool($told, true, fn () => $started($told));
$told->wait('started', 2);
Process::kill($master, SIGINT);
echo Family::end($master), "\n";
$told->print('stopped');

echo "-- handled by the script\n";
$told = new Told();
$master = pool($told, true, function ($pool, $id) use ($told) {
    // As the documentation has it.
    $running = true;
    Process::signal(SIGTERM, function () use (&$running) {
        $running = false;
    });
    $told('started');
    while ($running) {
        Coroutine::sleep(0.001);
    }
    $told("ended $id");
});
$told->wait('started', 2);
Process::kill($master);
echo Family::end($master), "\n";
$told->print('ended', 'stopped');

echo "-- WorkerExit\n";
$told = new Told();
$master = pool($told, true, function ($pool, $id) use ($told) {
    $timer = Timer::tick(1000, fn () => 0);
    $pool->timer = $timer;
    $told("pid $id " . getmypid());
    $told('started');
}, fn ($pool) => $pool->on('WorkerExit', function ($pool, $id) use ($told) {
    Coroutine::sleep(0.03);
    Timer::clear($pool->timer);
    $told("exit $id " . json_encode([$pool->workerRunning, Coroutine::getCid() > 0]));
}));
$told->wait('started', 2);
// As a service manager does it that signals all processes: a worker gets it from its master too.
foreach (preg_grep('/^pid/', $told->lines()) as $line) {
    Process::kill((int) substr($line, 6));
}
Process::kill($master);
echo Family::end($master), "\n";
$lines = preg_grep('/^(exit|stopped|over)/', $told->lines());
sort($lines);
echo implode("\n", $lines), "\n";

echo "-- a second time\n";
$told = new Told();
$master = pool($told, false, function () use ($told, $started) {
    pcntl_signal(SIGTERM, SIG_IGN);
    $started($told);
});
$told->wait('started', 2);
Process::kill($master);
usleep(20_000);
var_dump(Process::kill($master, 0), $told->count('over'));
Process::kill($master);
echo Family::end($master), "\n";
$told->print();

echo "-- SIGUSR1\n";
$told = new Told();
$master = pool($told, true, function ($pool, $id) use ($told) {
    $told('started');
    $told("pid $id " . getmypid());
    Coroutine::sleep(1000);
});
$told->wait('started', 2);
Process::kill($master, SIGUSR1);
$told->wait('started', 4);
Process::kill($master);
echo Family::end($master), "\n";
$lines = $told->lines();
$pids = array_unique(preg_grep('/^pid/', $lines));
var_dump(count($pids));
// The second was left alone until the first had ended.
$first_stop = array_search('stopped 0', $lines);
$second_stop = array_search('stopped 1', $lines);
var_dump($first_stop !== false && $first_stop < $second_stop);
var_dump($told->count('stopped 0'), $told->count('stopped 1'));

echo "-- a master that is killed\n";
$told = new Told();
$master = pool($told, true, function ($pool, $id) use ($told) {
    $told('started');
    $told('pid ' . getmypid());
    Coroutine::sleep(1000);
});
$told->wait('started', 2);
Process::kill($master, SIGKILL);
echo Family::end($master), "\n";
$told->wait('stopped 0');
$told->wait('stopped 1');
foreach (preg_grep('/^pid/', $told->lines()) as $line) {
    var_dump(eventually(fn () => !@Process::kill((int) substr($line, 4), 0)));
}
?>
--EXPECT--
-- SIGINT
code 0
started
started
stopped 0
stopped 1
over
-- handled by the script
code 0
started
started
ended 0
ended 1
stopped 0
stopped 1
over
-- WorkerExit
code 0
exit 0 [false,true]
exit 1 [false,true]
over
stopped 0
stopped 1
-- a second time
bool(true)
int(0)
code 0
started
started
over
-- SIGUSR1
code 0
int(4)
bool(true)
int(2)
int(2)
-- a master that is killed
signal 9
bool(true)
bool(true)
