--TEST--
Runtime: which hooks are on, by Runtime, by Coroutine::set() and by run()
--FILE--
<?php
use Swoole\Runtime;

var_dump(Runtime::getHookFlags());
go(fn () => print('go() turns nothing on: ' . Runtime::getHookFlags() . "\n"));
swoole_event_wait();
var_dump(Runtime::enableCoroutine(), Runtime::getHookFlags() === SWOOLE_HOOK_ALL);
var_dump(Runtime::setHookFlags(SWOOLE_HOOK_SLEEP), Runtime::getHookFlags(), Co::getOptions()['hook_flags']);
Co::set(['hook_flags' => SWOOLE_HOOK_TCP | SWOOLE_HOOK_SLEEP]);
var_dump(Runtime::getHookFlags());
Co\run(fn () => var_dump(Runtime::getHookFlags()));
Runtime::setHookFlags(SWOOLE_HOOK_CURL | SWOOLE_HOOK_NATIVE_CURL);
var_dump(Runtime::getHookFlags() === SWOOLE_HOOK_NATIVE_CURL);
Runtime::enableCoroutine(0);
var_dump(Runtime::getHookFlags());
Co\run(fn () => var_dump(Runtime::getHookFlags()));
try {
    new Runtime;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
int(0)
go() turns nothing on: 0
bool(true)
bool(true)
bool(true)
int(512)
int(512)
int(514)
int(514)
bool(true)
int(0)
int(0)
The object of Swoole\Runtime can not be created for security reasons
