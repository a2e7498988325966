--TEST--
Process\Pool::detach(): a worker goes on alone, another takes its place
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Process;
use Swoole\Process\Pool;

require __DIR__ . '/pool.inc.php';

$told = new Told();
[$mine, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$master = master(function () use ($told, $theirs, $mine) {
    fclose($mine);
    $times = new Swoole\Atomic();
    $pool = new Pool(1);
    $pool->set(['enable_coroutine' => true]);
    $told('in the master: ' . json_encode($pool->detach()));
    $pool->on('WorkerStart', function (Pool $pool, int $id) use ($told, $times, $theirs) {
        $time = $times->add();
        if ($time === 1) {
            $told('detach() ' . json_encode([$pool->detach(), $pool->detach()]));
            Process::signal(SIGTERM, fn () => $told('SIGTERM'));
            $told('detached ' . getmypid());
            // Until the test says so.
            stream_set_blocking($theirs, false);
            while (fgets($theirs) === false) {
                Coroutine::sleep(0.001);
            }
            $told('goes on alone');
            return;
        }
        $told("start $time");
        Coroutine::sleep(1000);
    });
    $pool->on('WorkerStop', fn ($pool, $id) => $told('stopped'));
    $pool->start();
    $told('over');
});
$told->wait('start 2');
Process::kill($master);
echo Family::end($master), "\n";
// The pool is over, and it is not.
$pid = (int) substr(current(preg_grep('/^detached/', $told->lines())), 9);
Family::adopt($pid);
var_dump(Process::kill($pid, 0));
fwrite($mine, "go\n");
var_dump(eventually(fn () => !@Process::kill($pid, 0)));
Family::left($pid);
echo preg_replace('/\d{2,}/', 'pid', implode("\n", array_filter($told->lines(), fn ($line) => !str_starts_with($line, 'start')))), "\n";
?>
--EXPECT--
code 0
bool(true)
bool(true)
in the master: false
detach() [true,false]
detached pid
stopped
over
goes on alone
stopped
