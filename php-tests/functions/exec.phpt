--TEST--
swoole_exec(), swoole_shell_exec(): only the coroutine waits
--FILE--
<?php
try {
    swoole_exec('true');
} catch (Swoole\Error $e) {
    echo $e->getMessage(), "\n";
}
Co\run(function () {
    $fifo = sys_get_temp_dir() . '/swoole_exec_' . getmypid();
    shell_exec('mkfifo ' . escapeshellarg($fifo));
    // Each waits for the other.
    $read = new Swoole\Coroutine\Channel();
    go(fn () => $read->push(swoole_shell_exec("cat < $fifo")));
    var_dump(swoole_exec("echo hello > $fifo"), $read->pop());
    unlink($fifo);

    var_dump(swoole_exec('printf "one  \v\nt\vwo\n\nthree \n"; exit 3', $lines, $code));
    echo json_encode([$lines, $code]), "\n";
    swoole_exec('echo more', $lines, $code);
    echo json_encode([$lines, $code]), "\n";
    $text = 'replaced';
    var_dump(swoole_exec('printf none', $text), $text, swoole_exec('kill -9 $$', $none, $code), $none, $code);
    var_dump(swoole_shell_exec('true'), swoole_shell_exec('printf "a \n"'), swoole_shell_exec('exit 1'));
    $cid = go(fn () => var_dump(swoole_exec('sleep 1'), swoole_last_error()));
    Co::cancel($cid);
});
?>
--EXPECT--
API must be called in the coroutine
string(0) ""
string(6) "hello
"
string(5) "three"
[["one","t\u000bwo","","three"],3]
[["one","t\u000bwo","","three","more"],0]
string(4) "none"
array(1) {
  [0]=>
  string(4) "none"
}
string(0) ""
array(0) {
}
int(0)
NULL
string(3) "a 
"
NULL
bool(false)
int(10017)
