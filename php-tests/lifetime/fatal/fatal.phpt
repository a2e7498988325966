--TEST--
Fatal errors in coroutines: message, shutdown functions, status, wherever the coroutine was started
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
$acts = [
    'user error' => 'trigger_error("by the user", E_USER_ERROR);',
    'memory' => '$s = []; while (true) $s[] = str_repeat("x", 100000);',
    'compile' => 'eval("abstract final class X {}");',
    'require' => 'require "/no/such/file";',
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
foreach ($acts as $what => $act) {
    foreach ($places as $where => $place) {
        echo "$what $where: ";
        child('register_shutdown_function(fn () => print("shutdown function, "));
            defined("X") or define("X", 1); ' . str_replace('ACT', $act, $place) . ' echo "wrong\n";',
            ['memory_limit' => '16M'],
            fn ($text) => preg_replace('/^PHP Fatal error:  (.{20}).*\n(?=shutdown)/s', '$1, ', preg_replace('/^PHP Warning:.*\n/m', '', preg_replace('/^wrong\n$/', '', $text))));
    }
}
?>
--EXPECTREGEX--
(user error [a-z ]*: (by the user in \S*.*|by the user in.*)shutdown function, 
status 255
){8}(memory [a-z ]*: Allowed memory size , shutdown function, 
status 255
){8}(compile [a-z ]*: Cannot use the final, shutdown function, 
status 255
){8}(require [a-z ]*: (Uncaught|Failed|require\(\)).*, shutdown function, 
status 255
){8}
