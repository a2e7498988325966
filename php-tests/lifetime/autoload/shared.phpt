--TEST--
Two coroutines need one class while its autoloader is suspended: the second waits for the first
--FILE--
<?php
spl_autoload_register(function ($class) {
    echo "loading $class in ", Co::getCid(), "\n";
    Co::sleep(0.005);
    if ($class === 'Missing') return;
    eval("class $class { }");
    echo "loaded $class\n";
});
Co\run(function () {
    for ($i = 0; $i < 3; $i++) {
        go(function () {
            $o = new Lazy;
            echo get_class($o), ' in ', Co::getCid(), "\n";
        });
    }
    Co::sleep(0.02);
    echo "--\n";
    for ($i = 0; $i < 2; $i++) {
        go(function () {
            echo json_encode(class_exists('Missing')), ' in ', Co::getCid(), "\n";
        });
    }
    Co::sleep(0.03);
    echo "-- different classes load side by side\n";
    foreach (['One', 'Two'] as $class) go(fn () => new $class);
    Co::sleep(0.02);
});
?>
--EXPECTF--
loading Lazy in 2
loaded Lazy
Lazy in 3
Lazy in 4
Lazy in 2
--
loading Missing in 5
false in %d
false in %d
-- different classes load side by side
loading One in 7
loading Two in 8
loaded One
loaded Two
