--TEST--
A larger c_stack_size holds for coroutines made after it, and goes deeper
--FILE--
<?php
function depth($n) { return $n === 0 ? 0 : array_map('depth', [$n - 1])[0] + 1; }
Co\run(function () { echo depth(500), "\n"; });
Co::set(['c_stack_size' => '32M']);
Co\run(function () { go(function () { Co::sleep(0.001); echo depth(40000), "\n"; }); });
Co::set(['c_stack_size' => 0]);
// The least there is, 64 KB, of which PHP 8.3 and later keep 48 in reserve.
Co\run(function () { echo depth(PHP_VERSION_ID < 80300 ? 50 : 10), "\n"; });
?>
--EXPECTF--
500
40000
%r(50|10)%r
