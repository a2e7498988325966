--TEST--
exit, an uncaught exception and a fatal error in a Fiber in a coroutine
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
foreach (['throw new Exception("boom");', 'exit(3);', '@trigger_error("fatal", E_USER_ERROR);', 'str_repeat("x", 1 << 40);'] as $act) {
    child('
    register_shutdown_function(fn () => print("shutdown function\n"));
    Co\run(function () {
        go(function () {
            (new Fiber(function () { Co::sleep(0.001); ' . $act . ' }))->start();
        });
        Co::sleep(0.01);
        echo "not reached\n";
    });');
}
?>
--EXPECTF--
PHP Fatal error:  Uncaught Exception: boom in %s
%A
shutdown function
status 255
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s
%A
shutdown function
status 255
PHP Fatal error:  fatal in %s
shutdown function
status 255
PHP Fatal error:  Allowed memory size %s
shutdown function
status 255
