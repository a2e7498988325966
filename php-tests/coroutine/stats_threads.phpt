--TEST--
stats(): the threads for calls that block, and signals that are waited for
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\System;

function threads(): array
{
    $figures = array_filter(Coroutine::stats(), fn ($name) => str_starts_with($name, 'aio_'), ARRAY_FILTER_USE_KEY);
    return array_combine(array_map(fn ($name) => substr($name, 4), array_keys($figures)), $figures);
}

$fifo = sys_get_temp_dir() . '/swoole_stats_' . getmypid();
Coroutine::set(['aio_worker_num' => 2, 'aio_max_idle_time' => 0.01]);
echo json_encode(array_unique(threads())), "\n";
shell_exec('mkfifo ' . escapeshellarg($fifo));
Co\run(function () use ($fifo) {
    // Three that read what nobody has written yet, on two threads.
    foreach ([1, 2, 3] as $_) {
        go(fn () => System::readFile($fifo));
    }
    // Threads take their calls when they come to it.
    while (threads()['queue_size'] !== 1) {
        Coroutine::sleep(0.001);
    }
    $figures = threads();
    unset($figures['released_worker_num'], $figures['scale_down_count']);
    echo json_encode($figures), "\n";
    $writer = fopen($fifo, 'w');
    fclose($writer);
    while (threads()['task_num'] > 1) {
        Coroutine::sleep(0.001);
    }
    // The third opens the fifo only now.
    $writer = fopen($fifo, 'r+');
    fclose($writer);
});
unlink($fifo);
Co\run(function () {
    // Idle threads end.
    while (threads()['worker_num'] > 0) {
        Coroutine::sleep(0.01);
    }
    $figures = threads();
    var_dump($figures['created_worker_num'] === $figures['released_worker_num'], $figures['created_worker_num'] >= 2);
    var_dump($figures['peak_worker_num'], $figures['task_num']);

    go(fn () => System::waitSignal([10, 12], 0.01));
    var_dump(Coroutine::stats()['signal_listener_num']);
    Coroutine::sleep(0.03);
    var_dump(Coroutine::stats()['signal_listener_num']);
});
?>
--EXPECT--
{"task_num":0}
{"task_num":3,"worker_num":2,"idle_worker_num":0,"pending_release_worker_num":0,"peak_worker_num":2,"created_worker_num":2,"scale_up_count":2,"queue_size":1}
bool(true)
bool(true)
int(2)
int(0)
int(2)
int(0)
