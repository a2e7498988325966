--TEST--
swoole.display_errors=Off: calls fail without a warning
--INI--
swoole.display_errors=Off
--FILE--
<?php
var_dump(Swoole\Coroutine::resume(99), swoole_last_error());
ini_set('swoole.display_errors', '1');
Swoole\Coroutine::resume(99);
?>
--EXPECTF--
bool(false)
int(503)

Warning: Swoole\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent in %s on line %d
