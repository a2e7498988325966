--TEST--
swoole.enable_preemptive_scheduler in php.ini
--INI--
swoole.enable_preemptive_scheduler=On
--FILE--
<?php
$stop = false;
Co\run(function () use (&$stop) {
    go(function () use (&$stop) { for ($end = microtime(true) + 20; !$stop && microtime(true) < $end; ); echo $stop ? "stopped\n" : "never interrupted\n"; });
    $stop = true;
});
?>
--EXPECT--
stopped
