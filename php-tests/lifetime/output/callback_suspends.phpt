--TEST--
An output callback that suspends, and one that throws
--FILE--
<?php
Co\run(function () {
    go(function () {
        ob_start(function ($text) { Co::sleep(0.002); return "[$text]"; });
        echo 'slow';
        ob_end_flush();
        echo "\n";
    });
    go(function () {
        ob_start();
        echo "other\n";
        ob_end_flush();
    });
    echo "while the callback sleeps\n";
    Co::sleep(0.01);
    go(function () {
        ob_start(function ($text) { throw new Exception('from the callback'); });
        echo 'x';
        try {
            ob_end_flush();
        } catch (Exception $e) {
            echo $e->getMessage(), ' level ', ob_get_level(), "\n";
        }
    });
});
?>
--EXPECTF--
other
while the callback sleeps
[slow]
%Afrom the callback level 0
