--TEST--
The form of a log line; levels below log_level are dropped; control characters do not forge lines
--FILE--
<?php
function all(string $tag) {
    foreach (['DEBUG', 'TRACE', 'INFO', 'NOTICE', 'WARNING', 'ERROR'] as $name) {
        swoole_error_log(constant("SWOOLE_LOG_$name"), "$tag $name");
    }
}
all('default');
Co::set(['log_level' => SWOOLE_LOG_DEBUG]);
all('debug');
Co::set(['log_level' => SWOOLE_LOG_ERROR]);
all('error');
Co::set(['log_level' => SWOOLE_LOG_NONE]);
all('none');
Co::set(['log_level' => SWOOLE_LOG_INFO]);
swoole_error_log(SWOOLE_LOG_INFO, "one\n[2020-01-01] forged\x1b[31m\0");
swoole_error_log_ex(SWOOLE_LOG_WARNING, 1234, 'with a code');
printf("pid %s\n", getmypid() > 0 ? 'yes' : 'no');
?>
--EXPECTREGEX--
\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d %\d+\.0\]\tWARNING\tdefault WARNING
\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d %\d+\.0\]\tERROR\tdefault ERROR
\[[^]]*\]\tDEBUG\tdebug DEBUG
\[[^]]*\]\tTRACE\tdebug TRACE
\[[^]]*\]\tINFO\tdebug INFO
\[[^]]*\]\tNOTICE\tdebug NOTICE
\[[^]]*\]\tWARNING\tdebug WARNING
\[[^]]*\]\tERROR\tdebug ERROR
\[[^]]*\]\tERROR\terror ERROR
\[[^]]*\]\tINFO\tone \[2020-01-01\] forged \[31m 
\[[^]]*\]\tWARNING\t\S+ \(ERRNO 1234\): with a code
pid yes
