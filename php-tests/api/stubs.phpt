--TEST--
The loaded extension is exactly what the stubs declare
--FILE--
<?php
require __DIR__ . '/describe.inc.php';
require __DIR__ . '/stubs.inc.php';

$stubs = Stub\describe_stubs();
foreach ($stubs as $kind => $declared) {
    // A loader that finds nothing would make the comparison worthless.
    echo $kind, ': ', count($declared) > 5 ? 'found' : 'too few', "\n";
}
$differences = print_differences('', $stubs, describe_extension());
echo $differences, " differences\n";
?>
--EXPECT--
classes: found
aliases: found
functions: found
constants: found
0 differences
