--TEST--
Fatal errors in coroutines: message, shutdown functions, status, wherever the coroutine was started
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
$acts = [
    'user error' => '@trigger_error("by the user", E_USER_ERROR);',
    'memory' => '$s = []; while (true) $s[] = str_repeat("x", 100000);',
    'compile' => 'eval("abstract final class X {}");',
    'require' => '@require "/no/such/file";',
];
$places = [
    'in run' => 'Co\run(function () { ACT });',
    'after a suspension' => 'Co\run(function () { Co::sleep(0.001); ACT });',
    'nested' => 'Co\run(function () { go(function () { go(function () { ACT }); echo "wrong\n"; }); echo "wrong\n"; });',
    'in a resumed one' => 'Co\run(function () { $c = go(function () { Co::yield(); ACT }); go(function () use ($c) { Co::resume($c); echo "wrong\n"; }); });',
    'in a defer' => 'Co\run(function () { defer(function () { ACT }); });',
    'at the top level' => 'go(function () { ACT }); echo "wrong\n";',
    'at script end' => 'go(function () { Co::sleep(0.001); ACT });',
    'in a destructor' => 'class D { function __destruct() { ACT } } Co\run(function () { $d = new D; });',
];
$shorten = fn ($text) => preg_replace('/PHP Fatal error:  (.{11}).*?(\n(?=shutdown)|$)/s', '$1, ', $text);
foreach ($acts as $what => $act) {
    foreach ($places as $where => $place) {
        echo "$what $where: ";
        $after = $where === 'at script end' ? '' : ' echo "wrong\n";';
        child('register_shutdown_function(fn () => print("shutdown function, ")); ' . str_replace('ACT', $act, $place) . $after,
            ['memory_limit' => '16M'], fn ($text) => rtrim($shorten($text), ", \n") . "\n");
    }
}
?>
--EXPECT--
user error in run: by the user, shutdown function
status 255
user error after a suspension: by the user, shutdown function
status 255
user error nested: by the user, shutdown function
status 255
user error in a resumed one: by the user, shutdown function
status 255
user error in a defer: by the user, shutdown function
status 255
user error at the top level: by the user, shutdown function
status 255
user error at script end: shutdown function, by the user
status 255
user error in a destructor: by the user, shutdown function
status 255
memory in run: Allowed mem, shutdown function
status 255
memory after a suspension: Allowed mem, shutdown function
status 255
memory nested: Allowed mem, shutdown function
status 255
memory in a resumed one: Allowed mem, shutdown function
status 255
memory in a defer: Allowed mem, shutdown function
status 255
memory at the top level: Allowed mem, shutdown function
status 255
memory at script end: shutdown function, Allowed mem
status 255
memory in a destructor: Allowed mem, shutdown function
status 255
compile in run: Cannot use , shutdown function
status 255
compile after a suspension: Cannot use , shutdown function
status 255
compile nested: Cannot use , shutdown function
status 255
compile in a resumed one: Cannot use , shutdown function
status 255
compile in a defer: Cannot use , shutdown function
status 255
compile at the top level: Cannot use , shutdown function
status 255
compile at script end: shutdown function, Cannot use
status 255
compile in a destructor: Cannot use , shutdown function
status 255
require in run: Uncaught Er, shutdown function
status 255
require after a suspension: Uncaught Er, shutdown function
status 255
require nested: Uncaught Er, shutdown function
status 255
require in a resumed one: Uncaught Er, shutdown function
status 255
require in a defer: Uncaught Er, shutdown function
status 255
require at the top level: Uncaught Er, shutdown function
status 255
require at script end: shutdown function, Uncaught Er
status 255
require in a destructor: Uncaught Er, shutdown function
status 255
