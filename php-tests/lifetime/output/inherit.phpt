--TEST--
A new coroutine writes straight out, whatever its creator buffers; the creator's buffer is there again after it
--FILE--
<?php
ob_start();
echo "main 1\n";
Co\run(function () {
    echo "straight, level ", ob_get_level(), "\n";
    ob_start();
    echo "buffered in a coroutine\n";
    go(function () { echo "straight too, level ", ob_get_level(), "\n"; });
    $text = ob_get_clean();
    echo "had: $text";
});
echo "main 2\n";
$text = ob_get_clean();
echo "had: ", json_encode($text), "\n";
?>
--EXPECT--
straight, level 0
straight too, level 0
had: buffered in a coroutine
had: "main 1\nmain 2\n"
