--TEST--
set() and getOptions()
--FILE--
<?php
use Swoole\Coroutine;

var_dump(Coroutine::getOptions());
var_dump(Coroutine::set(['max_coroutine' => 10, 'unknown' => 'kept']));
Coroutine::set(['unknown2' => [1]]);
echo json_encode(Coroutine::getOptions()), "\n";
echo json_encode((new Swoole\Coroutine\Scheduler)->getOptions()), "\n";
Co\run(fn () => print(json_encode(Coroutine::getOptions()) . "\n"));
try {
    Coroutine::set(5);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
foreach (['c_stack_size' => '1M', 'stack_size' => 300000, 'c_stack_size ' => 0] as $key => $value) {
    Coroutine::set([trim($key) => $value]);
    echo json_encode($value), ' ', Coroutine::stats()['c_stack_size'] >= 65536 ? Coroutine::stats()['c_stack_size'] : 'too small', "\n";
}
Coroutine::set(['stack_size' => '64K', 'c_stack_size' => '512K']);
echo Coroutine::stats()['c_stack_size'], "\n";
?>
--EXPECT--
NULL
NULL
{"max_coroutine":10,"unknown":"kept","unknown2":[1]}
{"max_coroutine":10,"unknown":"kept","unknown2":[1]}
{"max_coroutine":10,"unknown":"kept","unknown2":[1],"hook_flags":2143287295}
Swoole\Coroutine::set(): Argument #1 ($options) must be of type array, int given
"1M" 1048576
300000 303104
0 65536
524288
