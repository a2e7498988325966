--TEST--
run() turns the hooks on unless the script has chosen
--FILE--
<?php
Co::set(['hook_flags' => 0]);
Co\run(fn () => print(json_encode(Co::getOptions()) . "\n"));
(new Swoole\Coroutine\Scheduler)->set(['hook_flags' => 3]);
Co\run(fn () => print(json_encode(Co::getOptions()) . "\n"));
?>
--EXPECT--
{"hook_flags":0}
{"hook_flags":3}
