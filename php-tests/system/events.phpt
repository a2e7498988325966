--TEST--
System::waitEvent(): readable, writable, time, what is no descriptor
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    var_dump(System::waitEvent($a, SWOOLE_EVENT_WRITE) === SWOOLE_EVENT_WRITE);
    var_dump(System::waitEvent($a, SWOOLE_EVENT_READ, 0.01), swoole_last_error());
    go(function () use ($b) { Co::sleep(0.01); fwrite($b, 'x'); });
    var_dump(System::waitEvent($a) === SWOOLE_EVENT_READ, fread($a, 10));
    fwrite($b, 'y');
    var_dump(System::waitEvent($a, SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE, 1) === (SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE), fread($a, 10));

    // Two wait for one descriptor, and it is watched besides.
    Swoole\Event::add($a, function ($a) { echo "watched\n"; Swoole\Event::del($a); });
    for ($i = 0; $i < 2; $i++) {
        go(function () use ($a) { var_dump(System::waitEvent($a) === SWOOLE_EVENT_READ); });
    }
    fwrite($b, 'z');
    Co::sleep(0.05);
    fread($a, 10);

    go(function () use ($b) { Co::sleep(0.01); fclose($b); });
    var_dump(System::waitEvent($a) === SWOOLE_EVENT_READ, fread($a, 10), feof($a));
    // A regular file never makes anybody wait.
    var_dump(System::waitEvent(fopen(__FILE__, 'r')) === SWOOLE_EVENT_READ);
    set_error_handler(function ($level, $message) { echo $message, "\n"; return true; });
    var_dump(System::waitEvent('x'), System::waitEvent($a, 1));
    var_dump(System::waitEvent(9999), swoole_last_error());
});
?>
--EXPECTREGEX--
bool\(true\)
bool\(false\)
int\(10018\)
bool\(true\)
string\(1\) "x"
bool\(true\)
string\(1\) "y"
(bool\(true\)\n|watched\n){3}bool\(true\)
string\(0\) ""
bool\(true\)
bool\(true\)
Swoole\\Coroutine\\System::waitEvent\(\): invalid file descriptor passed
Swoole\\Coroutine\\System::waitEvent\(\): unknown fd type
Swoole\\Coroutine\\System::waitEvent\(\): invalid events
bool\(false\)
bool\(false\)
bool\(false\)
int\(9\)
