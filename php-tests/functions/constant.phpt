--TEST--
Swoole\Constant: names of events and options
--FILE--
<?php
use Swoole\Constant;

var_dump(Constant::EVENT_WORKER_START, Constant::OPTION_HOOK_FLAGS, Constant::OPTION_OPEN_WEBSOCKET_CLOSE_FRAME);
$constants = (new ReflectionClass(Constant::class))->getConstants();
var_dump(count($constants));
foreach ($constants as $name => $value) {
    [$kind, $rest] = explode('_', $name, 2);
    $words = strtolower($rest);
    $expected = $kind === 'EVENT' ? lcfirst(str_replace('_', '', ucwords($words, '_'))) : $words;
    if ($value !== $expected) echo "$name is $value\n";
}
?>
--EXPECT--
string(11) "workerStart"
string(10) "hook_flags"
string(26) "open_websocket_close_frame"
int(232)
