--TEST--
Autoloading: a class that needs itself, two that need each other, and a loader that throws
--FILE--
<?php
spl_autoload_register(function ($class) {
    echo "loading $class\n";
    if ($class === 'Selfish') var_dump(class_exists('Selfish'));
    if ($class === 'Ping') { Co::sleep(0.002); var_dump(class_exists('Pong')); }
    if ($class === 'Pong') { Co::sleep(0.002); var_dump(class_exists('Ping')); }
    if ($class === 'Broken') { Co::sleep(0.001); throw new Exception('loader broke'); }
});
Co\run(function () {
    var_dump(class_exists('Selfish'));
    foreach (['Ping', 'Pong'] as $class) {
        go(fn () => class_exists($class));
    }
    Co::sleep(0.02);
    for ($i = 0; $i < 2; $i++) {
        go(function () {
            try {
                new Broken;
            } catch (Throwable $e) {
                echo get_class($e), ': ', $e->getMessage(), "\n";
            }
        });
    }
    Co::sleep(0.02);
    echo "end\n";
});
// Outside of coroutines as ever.
var_dump(class_exists('Selfish'));
?>
--EXPECTF--
loading Selfish
bool(false)
bool(false)
loading Ping
loading Pong
bool(false)
bool(false)
loading Broken
Error: Class "Broken" not found
Exception: loader broke
end
loading Selfish
bool(false)
bool(false)
