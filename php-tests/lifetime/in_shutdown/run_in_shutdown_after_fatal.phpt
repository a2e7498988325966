--TEST--
After a fatal error in a coroutine, shutdown functions run; coroutines started there run to their first suspension
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
child('
register_shutdown_function(function () {
    echo "shutdown, ", error_get_last()["message"] ?? "no error", "\n";
    var_dump(Co::getCid());
    go(function () { echo "in a new one\n"; Co::sleep(0.001); echo "never\n"; });
    Co\run(function () { echo "in run\n"; Co::sleep(0.001); echo "never\n"; });
    echo "shutdown ends\n";
});
Co\run(function () {
    go(function () { Co::sleep(0.001); echo "never\n"; });
    Co::sleep(0.0001);
    trigger_error("user fatal", E_USER_ERROR);
});
');
?>
--EXPECTF--
%APHP Fatal error:  user fatal in %s on line %d
shutdown, user fatal
int(-1)
in a new one
in run
shutdown ends
status 255
