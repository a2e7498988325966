--TEST--
A larger c_stack_size holds for coroutines made after it, and goes deeper
--FILE--
<?php
function depth($n) { return $n === 0 ? 0 : array_map('depth', [$n - 1])[0] + 1; }
Co\run(function () { echo depth(500), "\n"; });
Co::set(['c_stack_size' => '32M']);
Co\run(function () { go(function () { Co::sleep(0.001); echo depth(40000), "\n"; }); });
Co::set(['c_stack_size' => 0]);
Co\run(function () { echo depth(50), "\n"; });
?>
--EXPECT--
500
40000
50
