--TEST--
System: an autoloader that reads its files with System::readFile()
--FILE--
<?php
use Swoole\Coroutine\System;

$folder = sys_get_temp_dir() . '/swoole_autoload_' . getmypid();
mkdir($folder);
foreach (['Base' => '', 'Child' => ' extends Base', 'Other' => ' implements Contract'] as $class => $rest) {
    file_put_contents("$folder/$class.php", "class $class$rest { public function __toString(): string { return '$class'; } }");
}
file_put_contents("$folder/Contract.php", 'interface Contract {}');
Co\run(function () use ($folder) {
    $loaded = [];
    spl_autoload_register(function (string $class) use ($folder, &$loaded) {
        $loaded[] = $class;
        eval(System::readFile("$folder/$class.php"));
    });
    $seen = [];
    foreach (['Child', 'Other', 'Child', 'Base'] as $class) {
        go(function () use ($class, &$seen) {
            $seen[] = (string) new $class();
        });
    }
    while (count($seen) < 4) {
        System::sleep(0.001);
    }
    sort($seen);
    sort($loaded);
    echo implode(' ', $seen), "\n", implode(' ', $loaded), "\n";
});
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
Base Child Child Other
Base Child Contract Other
