--TEST--
batch(), parallel(), map(), deadlock_check(): several coroutines, waited for together
--FILE--
<?php
use Swoole\Coroutine;
use function Swoole\Coroutine\{batch, map, parallel, deadlock_check};

Co\run(function () {
    echo json_encode(batch([])), "\n";
    echo json_encode(batch([
        'slow' => function () { Coroutine::sleep(0.005); return 'slept'; },
        7 => fn () => Coroutine::getCid() > 1,
        'never' => fn () => Coroutine::sleep(1000),
        'null' => fn () => null,
    ], 0.05)), "\n";
    foreach (Coroutine::list() as $cid) { if ($cid !== 1) Coroutine::cancel($cid); }

    $n = 0;
    parallel(3, function () use (&$n) { Coroutine::sleep(0.001); $n++; });
    var_dump($n);
    parallel(0, fn () => 1);

    echo json_encode(map(['a' => 1, 'b' => 2, 3], function ($element, $key) { Coroutine::sleep((4 - $element) / 1000); return "$key: $element"; })), "\n";
    echo json_encode(map([1], fn () => Coroutine::sleep(1000), 0.001)), "\n";
    foreach (Coroutine::list() as $cid) { if ($cid !== 1) Coroutine::cancel($cid); }
    try { batch([fn () => 1, 'no such function']); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
    try { map([1], 'no such function'); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }

    // Arguments and results are let go of.
    class Witness { public function __destruct() { echo "dies\n"; } }
    map([new Witness], fn ($x) => $x);
    echo "--\n";

    // The limit: refused ones count as done.
    Coroutine::set(['max_coroutine' => 2]);
    echo json_encode(@batch([function () { Coroutine::sleep(0.001); return 1; }, fn () => 2])), "\n";
});
deadlock_check();
go(fn () => Coroutine::yield());
Coroutine::set(['deadlock_check_disable_trace' => true]);
deadlock_check();
Coroutine::set(['enable_deadlock_check' => false]);
// Without a suspension it works outside of a coroutine.
echo json_encode(batch([fn () => 'x'])), "\n";
?>
--EXPECT--
[]
{"slow":"slept","7":true,"never":null,"null":null}
int(3)
{"a":"a: 1","b":"b: 2","0":"0: 3"}
[null]
Swoole\Coroutine\batch(): Argument #1 ($tasks) must contain only valid callbacks, function "no such function" not found or invalid function name
Swoole\Coroutine\map(): Argument #2 ($fn) must be a valid callback, function "no such function" not found or invalid function name
dies
--
[1,null]

 =================================================================
  [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
 =================================================================

 =================================================================
["x"]
