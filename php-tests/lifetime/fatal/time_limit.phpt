--TEST--
max_execution_time inside coroutines
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
foreach ([
    'Co\run(function () { Co::sleep(0.001); while (true); });',
    'Co\run(function () { go(function () { go(function () { while (true); }); }); });',
] as $code) {
    child('register_shutdown_function(fn () => print("shutdown function\n")); ' . $code . ' echo "wrong\n";', ['max_execution_time' => 1]);
}
// Waiting is not executing, and a limit set anew inside counts anew.
child('Co\run(function () { set_time_limit(1); Co::sleep(1.2); echo "waited\n"; });');
?>
--EXPECTF--
PHP Fatal error:  Maximum execution time of 1 second exceeded in %s on line 2
shutdown function
status 255
PHP Fatal error:  Maximum execution time of 1 second exceeded in %s on line 2
shutdown function
status 255
waited
status 0
