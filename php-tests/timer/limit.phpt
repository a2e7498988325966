--TEST--
Timer: no coroutine left for a callback: a warning, and the timer goes on
--FILE--
<?php
use Swoole\Timer;

Co::set(['max_coroutine' => 2]);
set_error_handler(function (int $level, string $message) { echo $message, "\n"; return true; });
Co\run(function () {
    $stuck = go(fn () => Co::yield());
    $calls = 0;
    Timer::tick(1, function (int $id) { echo "fires\n"; Timer::clear($id); });
    Co::sleep(0.02);
    Co::resume($stuck);
});
?>
--EXPECTREGEX--
(\S* ?exceed max number of coroutine 2
)+fires
