--TEST--
phpinfo() and php --ri show the extension with its directives
--FILE--
<?php
ob_start();
phpinfo(INFO_MODULES);
preg_match('/^swoole\n.*?(?=^[\w ]+\n\n)/ms', ob_get_clean() . "\nend\n\n", $found);
echo $found[0];
?>
--EXPECTF--
swoole

swoole (Rust) => enabled
Version => %d.%d.%d
API level (Swoole) => 6.2.1
coroutine => zend_fiber + tokio
TLS => rustls
HTTP/2 => h2
compression => gzip, deflate, br, zstd

Directive => Local Value => Master Value
swoole.blocking_detection => Off => Off
swoole.blocking_threshold => 100000 => 100000
swoole.display_errors => On => On
swoole.enable_fiber_mock => Off => Off
swoole.enable_library => On => On
swoole.enable_preemptive_scheduler => Off => Off
swoole.leak_detection => Off => Off
swoole.profile => Off => Off
swoole.socket_buffer_size => 8388608 => 8388608
swoole.use_shortname => On => On
