--TEST--
System: in shutdown functions; what is under way when the script ends
--FILE--
<?php
use Swoole\Coroutine\System;

$fifo = sys_get_temp_dir() . '/swoole_in_shutdown_' . getmypid();
shell_exec('mkfifo ' . escapeshellarg($fifo));
register_shutdown_function(function () use ($fifo) {
    Co\run(function () use ($fifo) {
        echo trim(System::exec('echo in a shutdown function')['output']), "\n";
        var_dump(System::gethostbyname('127.0.0.1'), strlen(System::readFile(__FILE__)) > 100, System::sleep(0.001));
        System::exec("echo told in the shutdown function > $fifo");
    });
    unlink($fifo);
});
go(function () use ($fifo) {
    echo System::exec("cat < $fifo")['output'];
});
echo "the script ends\n";
?>
--EXPECT--
the script ends
in a shutdown function
string(9) "127.0.0.1"
bool(true)
bool(true)
told in the shutdown function
