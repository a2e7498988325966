--TEST--
swoole_ignore_error(): lines with that code are not written
--FILE--
<?php
swoole_error_log_ex(SWOOLE_LOG_WARNING, 1001, 'written');
swoole_ignore_error(1001);
swoole_error_log_ex(SWOOLE_LOG_WARNING, 1001, 'ignored');
swoole_error_log_ex(SWOOLE_LOG_WARNING, 1002, 'another code');
var_dump(swoole_last_error());
?>
--EXPECTREGEX--
\[[^]]*\]\tWARNING\t\S+ \(ERRNO 1001\): written
\[[^]]*\]\tWARNING\t\S+ \(ERRNO 1002\): another code
int\(1002\)
