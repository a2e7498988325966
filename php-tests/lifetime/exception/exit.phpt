--TEST--
exit in a coroutine is an exception: its class, status and flags
--FILE--
<?php
use Swoole\ExitException;

Co\run(function () {
    // Since PHP 8.4 exit is a function whose argument is 0 when it is not given.
    foreach ([0, 7, 'text', null] as $status) {
        $without = $status === null && PHP_VERSION_ID >= 80400 ? 0 : null;
        try {
            $status === null ? exit : exit($status);
        } catch (ExitException $e) {
            echo get_class($e), ' ', $e->getMessage(), ' ', $e->getCode(), ' ', json_encode($e->getStatus() === $without ? null : $e->getStatus()), ' ', $e->getFlags(), ' line ', $e->getLine(), "\n";
            var_dump($e instanceof Swoole\Exception, $e->getFlags() === SWOOLE_EXIT_IN_COROUTINE);
        }
    }
    try {
        $x = 'computed';
        die("a $x text");
    } catch (ExitException $e) {
        echo $e->getStatus(), "\n";
    } finally {
        echo "finally\n";
    }
    // Deep in calls, in an include, in eval.
    try {
        array_map(fn ($x) => exit($x), [1]);
    } catch (ExitException $e) {
        echo $e->getStatus(), "\n";
    }
    try {
        eval('exit(2);');
    } catch (ExitException $e) {
        echo $e->getStatus(), "\n";
    }
    try {
        @exit($undefined);
    } catch (ExitException $e) {
        var_dump($e->getStatus());
    }
    Co::sleep(0.001);
});
echo "after run\n";
register_shutdown_function(fn () => print(" and shutdown functions\n"));
exit('outside it is the native one');
?>
--EXPECT--
Swoole\ExitException swoole exit 0 0 2 line 9
bool(true)
bool(true)
Swoole\ExitException swoole exit 0 7 2 line 9
bool(true)
bool(true)
Swoole\ExitException swoole exit 0 "text" 2 line 9
bool(true)
bool(true)
Swoole\ExitException swoole exit 0 null 2 line 9
bool(true)
bool(true)
a computed text
finally
1
2
NULL
after run
outside it is the native one and shutdown functions
