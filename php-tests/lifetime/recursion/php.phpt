--TEST--
PHP recursion without end in a coroutine meets the memory limit, not the stack
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
child('
function down($n) { return down($n + 1) + 1; }
Co\run(function () { go(function () { Co::sleep(0.001); down(0); }); });
', ['memory_limit' => '32M']);
// Deep but finite: the frames go where they came from.
child('
function down($n) { if ($n === 0) { Co::sleep(0.001); return 0; } return down($n - 1) + 1; }
Co\run(function () {
    for ($i = 0; $i < 3; $i++) go(function () { echo down(20000), "\n"; });
});
Co\run(function () { go(function () { echo down(10), "\n"; }); });
');
?>
--EXPECTF--
PHP Fatal error:  Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in %s on line %d
status 255
20000
20000
20000
10
status 0
