--TEST--
Event: output buffers of callbacks and deferred functions
--FILE--
<?php
use Swoole\{Coroutine, Event};

require __DIR__ . '/pair.inc.php';

Co\run(function () {
    [$a, $b] = pair();
    ob_start();
    echo "kept back\n";
    Event::add($a, function ($a) {
        Event::del($a);
        ob_start(fn ($text) => "[$text]");
        echo 'callback ', ob_get_level();
        Coroutine::sleep(0.005);
        echo ' goes on';
    });
    fwrite($b, 'x');
    Event::defer(function () {
        echo 'deferred ', ob_get_level(), "\n";
    });
    Coroutine::sleep(0.02);
    echo "\n";
    ob_end_flush();
});
?>
--EXPECT--
deferred 0
[callback 1 goes on]kept back

