--TEST--
Buffers left open are flushed when the coroutine ends, through their callbacks, after the defers
--FILE--
<?php
Co\run(function () {
    go(function () {
        defer(function () { echo "defer "; });
        ob_start(fn ($text) => "outer($text)");
        echo "1 ";
        ob_start(fn ($text) => "inner($text)");
        echo "2 ";
    });
    echo "\n";
    go(function () {
        ob_start(function ($text, $phase) { return $text . ($phase & PHP_OUTPUT_HANDLER_FINAL ? "final\n" : ''); });
        echo "slept ";
        Co::sleep(0.001);
    });
    Co::sleep(0.01);
    echo "level ", ob_get_level(), "\n";
});
?>
--EXPECT--
outer(1 inner(2 defer ))
slept final
level 0
