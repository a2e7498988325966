--TEST--
System: output buffers stay their coroutine's; a command's output goes past them
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    ob_start(fn ($text) => "[$text]");
    echo 'first';
    go(function () {
        echo "no buffer here\n";
        ob_start();
        System::sleep(0.001);
        echo "second's\n";
        System::exec('true');
        echo strtoupper(ob_get_clean());
    });
    $result = System::exec('echo output');
    System::readFile(__FILE__);
    System::sleep(0.02);
    echo ' ', trim($result['output']), ' ', ob_get_level();
    ob_end_flush();
    echo "\n";

    // In a buffer's callback.
    ob_start(fn ($text) => trim(System::exec('echo ' . escapeshellarg($text))['output']) . "!\n");
    echo 'flushed';
    ob_end_flush();
});
?>
--EXPECT--
no buffer here
SECOND'S
[first output 1]
flushed!
