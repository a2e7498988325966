--TEST--
Process\Pool: what is called in which process, when, and with what
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

foreach ([true, false] as $coroutine) {
    $told = new Told();
    $started = new Atomic();
    $master = master(function () use ($told, $started, $coroutine) {
        $pool = new Pool(2, SWOOLE_IPC_NONE, 0, $coroutine);
        $told(json_encode([$pool->master_pid, $pool->workerPid, $pool->workerId, $pool->workers, $pool->running, $pool->workerRunning]));
        $pool->on('start', fn (...$a) => $told('Start ' . json_encode([count($a), $a[0] === $pool, $pool->master_pid === getmypid(), $pool->getProcess()])));
        $pool->on('WorkerStart', function (...$a) use ($pool, $told, $started) {
            [, $id] = $a;
            $told("WorkerStart $id " . json_encode([count($a), $a[0] === $pool, $pool->workerId, $pool->workerPid === getmypid(),
                $pool->master_pid === posix_getppid(), Coroutine::getCid() > 0, $pool->getProcess()->pid === getmypid(),
                $pool->getProcess() === $pool->getProcess($id), $pool->getProcess(1 - $id)->id]));
            $started->add();
            if ($id === 0) {
                eventually(fn () => $started->get() === 2);
                $pool->shutdown();
            }
            for (;;) {
                sleep(1000);
            }
        });
        $pool->on('workerstop', fn (...$a) => $told("WorkerStop {$a[1]} " . json_encode([count($a), $a[0] === $pool, Coroutine::getCid() > 0, $pool->workerRunning])));
        $pool->on('SHUTDOWN', fn (...$a) => $told('Shutdown ' . json_encode([count($a), $pool->master_pid === getmypid(), $pool->running])));
        $told('returned ' . json_encode($pool->start()));
        exit(6);
    });
    echo Family::end($master), "\n";
    $told->print('WorkerSt', 'Shutdown');
}
?>
--EXPECT--
code 6
[-1,-1,-1,null,true,true]
Start [1,true,true,false]
Shutdown [1,true,false]
WorkerStart 0 [2,true,0,true,true,true,true,true,1]
WorkerStart 1 [2,true,1,true,true,true,true,true,0]
WorkerStop 0 [2,true,false,false]
WorkerStop 1 [2,true,false,false]
returned null
code 6
[-1,-1,-1,null,true,true]
Start [1,true,true,false]
Shutdown [1,true,false]
WorkerStart 0 [2,true,0,true,true,false,true,true,1]
WorkerStart 1 [2,true,1,true,true,false,true,true,0]
returned null
