--TEST--
System::exec(): status, signal, output, standard error; commands run side by side
--EXTENSIONS--
posix
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    echo json_encode(System::exec('echo hello; exit 3')), "\n";
    echo json_encode(System::exec('echo to stderr >&2; echo to stdout', true)), "\n";
    echo json_encode(System::exec('kill -9 $$')), "\n";
    echo json_encode(System::exec('/no/such/command 2>/dev/null')), "\n";
    echo json_encode(Co::exec('true')), "\n";
    $big = System::exec('head -c 1000000 /dev/zero');
    var_dump($big['output'] === str_repeat("\0", 1000000));
    // The first one ends only when the second has begun.
    $fifo = tempnam(sys_get_temp_dir(), 'phpt');
    unlink($fifo);
    posix_mkfifo($fifo, 0600);
    go(function () use ($fifo) { echo System::exec("cat $fifo")['output']; unlink($fifo); });
    go(function () use ($fifo) { System::exec("echo side by side > $fifo"); });
});
Co\run(function () {
    // proc_open()'s and exec()'s children are not touched.
    $process = proc_open('exit 7', [], $pipes);
    System::exec('exit 1');
    exec('exit 5', $lines, $status);
    var_dump($status, proc_close($process));
});
try {
    System::exec('true');
} catch (Swoole\Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
{"code":3,"signal":0,"output":"hello\n"}
{"code":0,"signal":0,"output":"to stderr\nto stdout\n"}
{"code":0,"signal":9,"output":""}
{"code":127,"signal":0,"output":""}
{"code":0,"signal":0,"output":""}
bool(true)
side by side
int(5)
int(7)
API must be called in the coroutine
