--TEST--
swoole.use_shortname=Off: no short name exists, everything else does
--INI--
swoole.use_shortname=Off
--FILE--
<?php
foreach (['Co', 'chan', 'Co\Channel', 'Co\System', 'Co\Scheduler', 'Co\Http\Server'] as $class) {
    if (class_exists($class)) echo "class $class exists\n";
}
foreach (['go', 'defer', 'Co\run', 'Co\go', 'Co\defer', '_string', '_mbstring', '_array'] as $function) {
    if (function_exists($function)) echo "function $function exists\n";
}
var_dump(class_exists('Swoole\Coroutine\Channel'), function_exists('Swoole\Coroutine\run'), function_exists('swoole_string'));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
