--TEST--
Scheduler does not turn the hooks on
--FILE--
<?php
$s = new Swoole\Coroutine\Scheduler;
$s->add(function () { var_dump(Co::getOptions()); });
$s->start();
?>
--EXPECT--
NULL
