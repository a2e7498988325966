--TEST--
Timer: an autoloader in a callback waits for another timer; a callback in a class that is loaded late
--FILE--
<?php
use Swoole\Timer;

spl_autoload_register(function (string $class) {
    echo "loading $class\n";
    Co::sleep(0.005);
    eval("class $class { public static function fire() { echo '$class fired', \"\\n\"; } }");
});
Co\run(function () {
    Timer::after(1, function () {
        Late::fire();
    });
    Timer::after(2, fn () => print("another timer meanwhile\n"));
    Co::sleep(0.03);
    Timer::after(1, 'Later::fire');
    Timer::after(1, [Late::class, 'fire']);
});
?>
--EXPECT--
loading Late
another timer meanwhile
Late fired
loading Later
Later fired
Late fired
