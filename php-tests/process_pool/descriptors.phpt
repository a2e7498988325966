--TEST--
Process\Pool: workers that are exchanged again and again leave no descriptors in the master
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Process;
use Swoole\Process\Pool;

require __DIR__ . '/pool.inc.php';

$descriptors = fn () => count(scandir('/proc/self/fd'));
$told = new Told();
$master = master(function () use ($told, $descriptors) {
    $times = new Swoole\Atomic();
    $pool = new Pool(2, SWOOLE_IPC_UNIXSOCK, 0, true);
    $at_start = 0;
    $before = $descriptors();
    $pool->on('Start', function () use (&$at_start, $descriptors) {
        $at_start = $descriptors();
    });
    $pool->on('WorkerStart', function (Pool $pool) use ($times) {
        $socket = $pool->getProcess()->exportSocket();
        if ($times->add() < 60) {
            Process::kill($pool->master_pid, SIGUSR1);
        } else {
            $pool->shutdown();
        }
        $socket->recv(100, -1);
    });
    $pool->on('Shutdown', function () use (&$at_start, $descriptors, $told) {
        $told('grown by ' . ($descriptors() - $at_start));
    });
    $pool->start();
    $told('left ' . ($descriptors() - $before));
});
echo Family::end($master), "\n";
$told->print();
?>
--EXPECT--
code 0
grown by 0
left 0
