--TEST--
System::readFile(), writeFile(): what cannot be opened is in the log; open_basedir holds
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    System::readFile('/no/such/file');
    System::writeFile('/no/such/file', 'x', FILE_APPEND);
});
ini_set('open_basedir', __DIR__);
Co\run(function () {
    var_dump(System::readFile('/etc/passwd'), is_string(System::readFile(__FILE__)));
});
?>
--EXPECTF--
[%s]	WARNING	System::read_file(): open(/no/such/file, O_RDONLY) failed, Error: No such file or directory[2]
[%s]	WARNING	System::write_file(): open(/no/such/file, %d) failed, Error: No such file or directory[2]

Warning: Swoole\Coroutine\System::readFile(): open_basedir restriction in effect. File(/etc/passwd) is not within the allowed path(s): (%s) in %s on line %d
bool(false)
bool(true)
