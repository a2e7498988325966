--TEST--
Event: an autoloader that waits in a callback, while the same descriptor goes on
--DESCRIPTION--
Who waits for the same class goes on before the loader returns.
--FILE--
<?php
use Swoole\{Coroutine, Event};

require __DIR__ . '/pair.inc.php';

final class Taker
{
    public static string $texts = '';
    public static int $taken = 0;
}
spl_autoload_register(function (string $class) {
    echo "loading $class\n";
    while (Taker::$texts !== '12') Coroutine::sleep(0.001);
    eval("class $class { public static function take(string \$text) { echo \"$class takes \$text\\n\"; } }");
});
Co\run(function () {
    [$a, $b] = pair();
    Event::add($a, function ($a) {
        Taker::$texts .= $text = fread($a, 1);
        Handler::take($text);
        Taker::$taken++;
    });
    fwrite($b, '1');
    while (Taker::$texts !== '1') Coroutine::sleep(0.001);
    fwrite($b, '2');
    while (Taker::$taken < 2) Coroutine::sleep(0.001);
    fwrite($b, '3');
    while (Taker::$taken < 3) Coroutine::sleep(0.001);
    Event::del($a);
});
?>
--EXPECT--
loading Handler
Handler takes 2
Handler takes 1
Handler takes 3
