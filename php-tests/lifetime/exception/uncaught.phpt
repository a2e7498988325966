--TEST--
An uncaught exception ends the script: text, defers, shutdown functions, status 255
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
child('set_exception_handler(fn ($e) => print("handler: wrong\n"));
register_shutdown_function(function () { echo "shutdown function: ", substr(error_get_last()["message"], 0, 30), "\n"; });
function thrower() { throw new RuntimeException("boom"); }
try {
    Co\run(function () {
        go(function () { Co::sleep(0.001); echo "other coroutine: wrong\n"; });
        go(function () {
            defer(function () { echo "defer, in ", Co::getCid(), "\n"; });
            thrower();
        });
        echo "creator: wrong\n";
    });
} catch (Throwable $e) {
    echo "caught around run: wrong\n";
} finally {
    echo "finally around run: wrong\n";
}
echo "after run: wrong\n";
');
?>
--EXPECTF--
PHP Fatal error:  Uncaught RuntimeException: boom in %s:4
Stack trace:
#0 %s(10): thrower()
#1 [internal function]: {closure%S}()
#2 {main}
  thrown in %s on line 4
defer, in 3
shutdown function: Uncaught RuntimeException: boo
status 255
