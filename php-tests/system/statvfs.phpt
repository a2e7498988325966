--TEST--
System::statvfs(): also outside a coroutine
--FILE--
<?php
use Swoole\Coroutine\System;

$found = System::statvfs('/');
echo implode(' ', array_keys($found)), "\n";
var_dump($found['bsize'] > 0, $found['blocks'] > 0, $found['namemax'] >= 14);
var_dump(System::statvfs('/no/such/path'));
Co\run(fn () => var_dump(Co::statvfs('/')['blocks'] === $found['blocks']));
?>
--EXPECT--
bsize frsize blocks bfree bavail files ffree favail fsid flag namemax
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
