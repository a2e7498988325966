--TEST--
The stubs are valid PHP and document everything they declare
--SKIPIF--
<?php
if (!function_exists('exec')) die('skip exec() is disabled');
?>
--FILE--
<?php
require __DIR__ . '/describe.inc.php';
require __DIR__ . '/stubs.inc.php';

$php = escapeshellarg(getenv('TEST_PHP_EXECUTABLE') ?: PHP_BINARY);
foreach (Stub\files() as $file) {
    exec("$php -n -l " . escapeshellarg($file) . ' 2>&1', $output, $status);
    if ($status !== 0) {
        echo implode("\n", $output), "\n";
    }
    $output = [];
    // A constant's docblock is not reachable by reflection.
    $lines = file($file);
    foreach ($lines as $number => $line) {
        if (preg_match('/^const (\w+)/', $line, $match) && !preg_match('~^/\*\* .+ \*/$~', rtrim($lines[$number - 1]))) {
            echo "$match[1] has no docblock\n";
        }
    }
}

$undocumented = function (string $name, $reflection): void {
    if (strlen((string) $reflection->getDocComment()) < 12) {
        echo "$name has no docblock\n";
    }
    if ($reflection instanceof ReflectionFunctionAbstract) {
        preg_match_all('/@param .*?\$(\w+)/', $reflection->getDocComment(), $described);
        $names = array_map(fn ($parameter) => $parameter->getName(), $reflection->getParameters());
        foreach (array_diff($described[1], $names) as $unknown) {
            echo "$name describes a parameter \$$unknown it does not have\n";
        }
    }
};
$declared = Stub\describe_stubs();
foreach ($declared['classes'] as $name => $members) {
    $class = new ReflectionClass("Stub\\$name");
    $undocumented($name, $class);
    foreach ($members['methods'] as $method => $_) {
        $undocumented("$name::$method()", $class->getMethod($method));
    }
    foreach ($members['properties'] as $property => $_) {
        $undocumented("$name::\$$property", $class->getProperty($property));
    }
}
foreach ($declared['functions'] as $name => $_) {
    $undocumented("$name()", new ReflectionFunction("Stub\\$name"));
}
echo count($declared['classes']) > 5 ? "checked\n" : "nothing found\n";
?>
--EXPECT--
checked
