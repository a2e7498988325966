--TEST--
log_file, log_date_format, log_date_with_microseconds
--FILE--
<?php
$file = tempnam(sys_get_temp_dir(), 'log');
file_put_contents($file, "kept\n");
Co::set(['log_file' => $file, 'log_date_format' => '%Y|%H']);
swoole_error_log(SWOOLE_LOG_WARNING, 'one');
Co::set(['log_date_with_microseconds' => true]);
swoole_error_log(SWOOLE_LOG_WARNING, 'two');
Co::set(['log_date_format' => '', 'log_date_with_microseconds' => false]);
swoole_error_log(SWOOLE_LOG_WARNING, 'three');
Co::set(['log_file' => '', 'log_date_format' => str_repeat('%A', 100)]);
swoole_error_log(SWOOLE_LOG_WARNING, 'to standard output');
Co::set(['log_date_format' => '%Y', 'log_file' => '/nonexistent/dir/file']);
swoole_error_log(SWOOLE_LOG_WARNING, 'still there');
echo file_get_contents($file);
unlink($file);
?>
--EXPECTREGEX--
\[[^]]* %\d+\.0\]\tWARNING\tto standard output
\[\d{4} %\d+\.0\]\tWARNING\t\S*log_file\[\/nonexistent\/dir\/file\] cannot be opened, Error: No such file or directory.*
\[\d{4} %\d+\.0\]\tWARNING\tstill there
kept
\[\d{4}\|\d\d %\d+\.0\]\tWARNING\tone
\[\d{4}\|\d\d ?<\.\d{6}> %\d+\.0\]\tWARNING\ttwo
\[[^]]*%\d+\.0\]\tWARNING\tthree
