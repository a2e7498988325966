--TEST--
Uncaught exceptions in other places: after a suspension, in a defer, at the top level, in a nested coroutine
--FILE--
<?php
require __DIR__ . '/../../child.inc.php';
$first = fn ($text) => preg_replace('/ in \S+:(\d+)\n.*?thrown in [^\n]*/s', ' at line $1', $text);
foreach ([
    'Co\run(function () { Co::sleep(0.001); throw new Exception("after a suspension"); }); echo "wrong";',
    'Co\run(function () { defer(fn () => print("dropped: wrong")); defer(function () { throw new Exception("in a defer"); }); }); echo "wrong";',
    'go(function () { throw new Exception("at the top level"); }); echo "wrong";',
    'go(function () { Co::sleep(0.001); throw new Exception("at script end"); }); echo "end\n";',
    'Co\run(function () { go(function () { go(function () { throw new Exception("nested"); }); echo "wrong"; }); echo "wrong"; }); echo "wrong";',
    'Co\run(function () { try { go(function () { throw new Exception("through go"); }); } catch (Exception $e) { echo "wrong"; } finally { echo "wrong"; } });',
    'Co\run(function () { $c = go(function () { Co::yield(); throw new Exception("in a resumed one"); }); Co::resume($c); echo "wrong"; });',
    'Co\run(function () { $c = new chan; go(function () use ($c) { $c->pop(); throw new Exception("in a consumer"); }); $c->push(1); echo "wrong"; });',
    'Co\run(function () { $c = go(fn () => Co::sleep(10)); Co::cancel($c, true); echo "wrong"; });',
    'Co\run("no_such_function");',
    'Co\run(function () { undefined_function(); });',
    'Co\run(function () { throw new Exception("outer", 0, new Exception("previous")); });',
    'ob_start(); echo "buffer of main\n"; Co\run(function () { throw new Exception("with a buffer"); });',
] as $code) {
    child($code, [], $first);
}
?>
--EXPECTF--
PHP Fatal error:  Uncaught Exception: after a suspension at line 2
status 255
PHP Fatal error:  Uncaught Exception: in a defer at line 2
status 255
PHP Fatal error:  Uncaught Exception: at the top level at line 2
status 255
end
PHP Fatal error:  Uncaught Exception: at script end at line 2
status 255
PHP Fatal error:  Uncaught Exception: nested at line 2
status 255
PHP Fatal error:  Uncaught Exception: through go at line 2
status 255
PHP Fatal error:  Uncaught Exception: in a resumed one at line 2
status 255
PHP Fatal error:  Uncaught Exception: in a consumer at line 2
status 255
PHP Fatal error:  Uncaught Swoole\Coroutine\CanceledException at line 2
status 255
PHP Fatal error:  Uncaught TypeError: %s at line 2
status 255
PHP Fatal error:  Uncaught Error: Call to undefined function undefined_function() at line 2
status 255
PHP Fatal error:  Uncaught Exception: previous at line 2
status 255
PHP Fatal error:  Uncaught Exception: with a buffer at line 2
buffer of main
status 255
