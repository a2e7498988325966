--TEST--
set(): what has no effect is named in the log at NOTICE; name_resolver; display_errors
--INI--
swoole.display_errors=On
--FILE--
<?php
use Swoole\Coroutine;

Coroutine::set(['enable_signalfd' => true]);
Coroutine::set(['log_level' => SWOOLE_LOG_NOTICE, 'enable_signalfd' => true, 'my_own' => 1, 'max_coroutine' => 10]);
swoole_async_set(['use_async_resolver' => true, 'enable_coroutine' => true]);
Coroutine::set(['log_level' => SWOOLE_LOG_WARNING, 'my_own' => 2]);
Coroutine::set(['name_resolver' => 'x']);
Coroutine::set(['name_resolver' => []]);
Coroutine::set(['display_errors' => false]);
Coroutine::set(['name_resolver' => 'x']);
Coroutine::resume(99);
echo swoole_last_error(), "\n";
Coroutine::set(['display_errors' => true]);
Coroutine::resume(99);
?>
--EXPECTF--
[%s]	NOTICE	options without effect: enable_signalfd, my_own
[%s]	NOTICE	options without effect: use_async_resolver

Warning: Swoole\Coroutine::set(): name_resolver must be an array in %s on line %d
503

Warning: Swoole\Coroutine::resume(): can not resume the coroutine which is in IO operation or non-existent in %s on line %d
