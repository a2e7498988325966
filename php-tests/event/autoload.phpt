--TEST--
Event: an autoloader that waits in a callback, while the same descriptor goes on
--DESCRIPTION--
Who waits for the same class goes on before the loader returns.
--FILE--
<?php
use Swoole\{Coroutine, Event};

require __DIR__ . '/pair.inc.php';

spl_autoload_register(function (string $class) {
    echo "loading $class\n";
    Coroutine::sleep(0.01);
    eval("class $class { public static function take(string \$text) { echo \"$class takes \$text\\n\"; } }");
});
Co\run(function () {
    [$a, $b] = pair();
    Event::add($a, function ($a) {
        $text = fread($a, 1);
        Handler::take($text);
    });
    fwrite($b, '1');
    Coroutine::sleep(0.001);
    fwrite($b, '2');
    Coroutine::sleep(0.05);
    fwrite($b, '3');
    Coroutine::sleep(0.005);
    Event::del($a);
});
?>
--EXPECT--
loading Handler
Handler takes 2
Handler takes 1
Handler takes 3
