--TEST--
getBackTrace() and printBackTrace(): of the running coroutine, a suspended one, one that has resumed another
--FILE--
<?php
use Swoole\Coroutine;

function inner($argument) { Coroutine::yield(); }
class Outer { public function method() { inner([1]); } public static function own() { Coroutine::printBackTrace(); return Coroutine::getBackTrace(); } }

Co\run(function () {
    echo implode(' < ', array_column(Outer::own(), 'function')), "\n";
    $cid = go(function () { (new Outer)->method(); });
    $trace = Coroutine::getBackTrace($cid);
    foreach ($trace as $frame) {
        echo ($frame['class'] ?? ''), ($frame['type'] ?? ''), $frame['function'], ' line ', $frame['line'] ?? '-', ' object ', isset($frame['object']) ? 'yes' : 'no',
            ' args ', json_encode($frame['args'] ?? null), "\n";
    }
    var_dump(isset(Coroutine::getBackTrace($cid, 0)[2]['object']), isset(Coroutine::getBackTrace($cid, DEBUG_BACKTRACE_IGNORE_ARGS)[1]['args']), count(Coroutine::getBackTrace($cid, 0, 2)));
    Coroutine::printBackTrace($cid);
    Coroutine::printBackTrace($cid, DEBUG_BACKTRACE_IGNORE_ARGS, 2);

    echo "-- a parent\n";
    $parent = Coroutine::getCid();
    go(function () use ($parent) { Coroutine::printBackTrace($parent); });
    Coroutine::resume($cid);

    echo "-- in a generator\n";
    $cid = go(function () { foreach ((function () { yield inner(1); })() as $_) {} });
    Coroutine::printBackTrace($cid, DEBUG_BACKTRACE_IGNORE_ARGS);
    Coroutine::resume($cid);

    echo "-- nobody\n";
    swoole_clear_error();
    var_dump(Coroutine::getBackTrace(1000), swoole_last_error());
    swoole_clear_error();
    Coroutine::printBackTrace(1000);
    var_dump(swoole_last_error());
});
function main() { return Coroutine::getBackTrace(); }
echo implode(' < ', array_column(main(), 'function')), "\n";
?>
--EXPECTF--
#0 %sbacktrace.php(8): Outer::own()
#1 [internal function]: {closure%S}()
getBackTrace < own < {closure%S}
Swoole\Coroutine::yield line 4 object no args []
inner line 5 object no args [[1]]
Outer->method line 9 object yes args []
{closure%S} line - object no args []
bool(false)
bool(false)
int(2)
#0 %sbacktrace.php(4): Swoole\Coroutine::yield()
#1 %sbacktrace.php(5): inner(Array)
#2 %sbacktrace.php(9): Outer->method()
#3 [internal function]: {closure%S}()
#0 %sbacktrace.php(4): Swoole\Coroutine::yield()
#1 %sbacktrace.php(5): inner()
-- a parent
#0 %sbacktrace.php(%d): go(Object(Closure))
#1 [internal function]: {closure%S}()
-- in a generator
#0 %sbacktrace.php(4): Swoole\Coroutine::yield()
#1 %sbacktrace.php(%d): inner()
#2 %sbacktrace.php(%d): {closure%S}()
#3 [internal function]: {closure%S}()
-- nobody
bool(false)
int(10016)
int(10016)
getBackTrace < main
