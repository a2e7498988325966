--TEST--
swoole_last_error(), swoole_clear_error(), swoole_errno()
--FILE--
<?php
var_dump(swoole_last_error());
@Co::resume(5);
var_dump(swoole_last_error());
var_dump(swoole_clear_error(), swoole_last_error());
swoole_error_log_ex(SWOOLE_LOG_DEBUG, 8501, 'not written');
var_dump(swoole_last_error());
var_dump(is_int(swoole_errno()));
// A success does not reset it, and it is one for the process.
Co\run(function () {
    Co::cancel(999);
    go(fn () => var_dump(swoole_last_error()));
    Co::sleep(0.001);
    var_dump(swoole_last_error());
});
var_dump(swoole_last_error());
?>
--EXPECT--
int(0)
int(503)
NULL
int(0)
int(8501)
bool(true)
int(10016)
int(10016)
int(10016)
