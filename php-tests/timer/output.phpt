--TEST--
Timer: output buffers of callbacks, and of whoever waits meanwhile
--FILE--
<?php
use Swoole\Timer;

Co\run(function () {
    ob_start();
    echo "kept back\n";
    Timer::after(1, function () {
        echo 'level ', ob_get_level(), "\n";
        ob_start(fn ($text) => "[$text]");
        echo 'left open';
    });
    Timer::after(2, fn () => print("\nsecond timer\n"));
    Co::sleep(0.02);
    ob_end_flush();
});
ob_start();
Timer::after(1, fn () => print("straight out\n"));
Swoole\Event::wait();
echo strtoupper(ob_get_clean());

// Plain callbacks write where the loop was started.
swoole_async_set(['enable_coroutine' => false]);
ob_start();
Timer::after(1, fn () => print("into the buffer\n"));
Swoole\Event::wait();
echo strtoupper(ob_get_clean());
?>
--EXPECT--
level 0
[left open]
second timer
kept back
straight out
INTO THE BUFFER
