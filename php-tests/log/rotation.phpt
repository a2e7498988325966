--TEST--
log_rotation: a file for each month, day, hour or minute
--FILE--
<?php
$file = tempnam(sys_get_temp_dir(), 'log');
unlink($file);

/** The files there are, by what follows the name, each with its lines' texts. */
function files(): array
{
    global $file;
    $found = [];
    foreach (glob("$file*") as $path) {
        preg_match_all('/\t(\w+)$/m', file_get_contents($path), $texts);
        $found[substr($path, strlen($file))] = implode(' ', $texts[1]);
        unlink($path);
    }
    return $found;
}

$formats = [
    SWOOLE_LOG_ROTATION_SINGLE => '', SWOOLE_LOG_ROTATION_MONTHLY => '.Ym', SWOOLE_LOG_ROTATION_DAILY => '.Ymd',
    SWOOLE_LOG_ROTATION_HOURLY => '.YmdH', SWOOLE_LOG_ROTATION_EVERY_MINUTE => '.YmdHi', 99 => '',
];
putenv('TZ=UTC');
foreach ($formats as $rotation => $format) {
    foreach ([Co::set(...), swoole_async_set(...)] as $set) {
        // Whatever the order, no file without a date is made.
        $before = gmdate($format);
        $set(['log_file' => $file, 'log_rotation' => $rotation]);
        swoole_error_log(SWOOLE_LOG_WARNING, 'text');
        $after = gmdate($format);
        $files = files();
        // The clock may turn meanwhile.
        echo $rotation, ' ', $files === [$before => 'text'] || array_keys($files) === [$before, $after] ? 'named by its time' : json_encode($files), "\n";
    }
}

// Another time begins: the clock is put forward by a change of the time zone, by an hour and by a month.
Co::set(['log_file' => $file, 'log_rotation' => SWOOLE_LOG_ROTATION_HOURLY]);
foreach (['UTC', 'XXX-1', 'XXX-1', 'XXX-2', 'UTC'] as $number => $zone) {
    putenv("TZ=$zone");
    swoole_error_log(SWOOLE_LOG_WARNING, "line$number");
}
echo implode(', ', files()), "\n";

// The next file cannot be opened: nothing is lost.
putenv('TZ=UTC');
Co::set(['log_file' => $file]);
foreach (range(1, 3) as $hour) {
    mkdir($file . gmdate('.YmdH', time() + 3600 * $hour));
}
swoole_error_log(SWOOLE_LOG_WARNING, 'before');
putenv('TZ=XXX-1');
swoole_error_log(SWOOLE_LOG_WARNING, 'after');
Co::set(['log_file' => '']);
array_map('rmdir', glob("$file*", GLOB_ONLYDIR));
echo implode(', ', files()), "\n";
?>
--EXPECT--
0 named by its time
0 named by its time
1 named by its time
1 named by its time
2 named by its time
2 named by its time
3 named by its time
3 named by its time
4 named by its time
4 named by its time
99 named by its time
99 named by its time
line0 line4, line1 line2, line3
before after
