--TEST--
Process\Pool: a worker that ends, however it ends, is started again; one that keeps ending waits for that
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Atomic;
use Swoole\Coroutine;
use Swoole\Process;
use Swoole\Process\Pool;

require __DIR__ . '/pool.inc.php';

$log = tempnam(sys_get_temp_dir(), 'phpt');
foreach ([true, false] as $coroutine) {
    $told = new Told();
    $times = new Atomic();
    $master = master(function () use ($told, $times, $log, $coroutine) {
        Coroutine::set(['log_file' => $log]);
        ini_set('display_errors', '0');
        $pool = new Pool(1, SWOOLE_IPC_NONE, 0, $coroutine);
        $pool->on('WorkerStart', function ($pool, $id) use ($told, $times) {
            $time = $times->add();
            $told("start $time of worker $id");
            match ($time) {
                1 => null,
                2 => throw new Exception('uncaught'),
                3 => posix_kill(getmypid(), SIGKILL),
                4 => posix_kill(getmypid(), SIGABRT),
                5 => $pool->getProcess()->exit(9),
                default => $pool->shutdown() && sleep(1000),
            };
        });
        $pool->on('WorkerStop', fn ($pool, $id) => $told("stop of worker $id"));
        $pool->start();
    });
    echo Family::end($master), "\n";
    $told->print();
    preg_match_all('/worker\(pid=\d+, id=0\) abnormal exit, status=\d+, signal=\d+/', file_get_contents($log), $lines);
    echo preg_replace('/pid=\d+/', 'pid', implode("\n", $lines[0])), "\n";
    file_put_contents($log, '');
}
echo "-- in a row\n";
$times = new Atomic();
$began = hrtime(true);
$master = master(function () use ($times, $log) {
    Coroutine::set(['log_file' => $log, 'log_level' => SWOOLE_LOG_NOTICE]);
    $pool = new Pool(1);
    $pool->on('WorkerStart', fn ($pool) => $times->add() === 12 && $pool->shutdown());
    $pool->start();
});
echo Family::end($master), "\n";
// 20, 40, 80 and then 100 ms before the seventh and those after it.
var_dump($times->get() >= 12, hrtime(true) - $began > 300e6);
var_dump(substr_count(file_get_contents($log), 'worker(id=0) keeps ending at once'));
unlink($log);
?>
--EXPECT--
code 0
start 1 of worker 0
stop of worker 0
start 2 of worker 0
start 3 of worker 0
start 4 of worker 0
start 5 of worker 0
start 6 of worker 0
stop of worker 0
worker(pid, id=0) abnormal exit, status=255, signal=0
worker(pid, id=0) abnormal exit, status=0, signal=9
worker(pid, id=0) abnormal exit, status=0, signal=6
worker(pid, id=0) abnormal exit, status=9, signal=0
code 0
start 1 of worker 0
stop of worker 0
start 2 of worker 0
start 3 of worker 0
start 4 of worker 0
start 5 of worker 0
start 6 of worker 0
worker(pid, id=0) abnormal exit, status=255, signal=0
worker(pid, id=0) abnormal exit, status=0, signal=9
worker(pid, id=0) abnormal exit, status=0, signal=6
worker(pid, id=0) abnormal exit, status=9, signal=0
-- in a row
code 0
bool(true)
bool(true)
int(1)
