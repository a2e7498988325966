--TEST--
stats(): keys in order, and figures that follow
--FILE--
<?php
use Swoole\Coroutine;

echo implode(' ', array_keys(Coroutine::stats())), "\n";
function figures() {
    $s = Coroutine::stats();
    echo $s['coroutine_num'], ' ', $s['coroutine_peak_num'], ' ', $s['coroutine_last_cid'], "\n";
}
figures();
Co\run(function () {
    figures();
    $a = go(fn () => Coroutine::yield());
    go(function () { go(function () { figures(); }); });
    figures();
    Coroutine::resume($a);
    figures();
});
figures();
var_dump(Coroutine::stats()['c_stack_size']);
?>
--EXPECT--
event_num signal_listener_num aio_task_num aio_worker_num aio_idle_worker_num aio_pending_release_worker_num aio_peak_worker_num aio_created_worker_num aio_released_worker_num aio_scale_up_count aio_scale_down_count aio_queue_size c_stack_size coroutine_num coroutine_peak_num coroutine_last_cid
0 0 0
1 1 1
4 4 4
2 4 4
1 4 4
0 4 4
int(2097152)
