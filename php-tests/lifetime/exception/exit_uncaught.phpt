--TEST--
exit in a coroutine, not caught: as any uncaught exception
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
foreach (['exit;', 'exit(0);', 'exit(3);', 'die("text");'] as $exit) {
    child('
    register_shutdown_function(fn () => print("shutdown function\n"));
    Co\run(function () {
        defer(fn () => print("defer\n"));
        Co::sleep(0.001);
        ' . $exit . '
    });
    echo "wrong\n";');
}
// In a defer, a destructor and a shutdown function.
child('Co\run(function () { defer(function () { exit(4); }); });');
child('register_shutdown_function(function () { exit(5); }); Co\run(function () { Co::sleep(0.001); });');
child('Co\run(function () { go(function () { exit(4); }); });', [], fn ($text) => strtok($text, "\n"));
?>
--EXPECTF--
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s:7
%A
defer
shutdown function
status 255
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s:7
%A
defer
shutdown function
status 255
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s:7
%A
defer
shutdown function
status 255
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s:7
%A
defer
shutdown function
status 255
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s:2
%A
status 255
status 5
PHP Fatal error:  Uncaught Swoole\ExitException: swoole exit in %s:2
status 255
