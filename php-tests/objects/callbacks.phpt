--TEST--
Swoole\ArrayObject: callbacks that throw, change the array, suspend, exit
--FILE--
<?php
use Swoole\Coroutine;
use function Swoole\Coroutine\run;

$calls = [
    'map' => fn (callable $f) => fn ($v) => $f($v) ? $v : $v, 'filter' => fn (callable $f) => fn ($v) => $f($v) || true,
    'each' => fn (callable $f) => function (&$v) use ($f) { $f($v); $v .= '.'; }, 'reduce' => fn (callable $f) => fn ($all, $v) => $f($v) ? $all . $v : $all . $v,
    'usort' => fn (callable $f) => fn ($x, $y) => $f($x) ? $x <=> $y : $x <=> $y, 'uasort' => fn (callable $f) => fn ($x, $y) => $f($x) ? $x <=> $y : $x <=> $y,
    'uksort' => fn (callable $f) => fn ($x, $y) => $f($x) ? $x <=> $y : $x <=> $y,
];
/** The keys as well, so that a lost element is seen. */
function elements(Swoole\ArrayObject $array): string
{
    $all = $array->toArray();
    ksort($all);
    return json_encode($all);
}

echo "throw\n";
foreach ($calls as $method => $callback) {
    $array = swoole_array_list(3, 1, 2);
    $count = 0;
    try {
        $array->$method($callback(function () use (&$count) { if (++$count === 2) throw new Exception('thrown'); }));
    } catch (Exception $exception) {
        $left = $array->toArray();
        sort($left);
        echo "$method ", $exception->getMessage(), ' ', json_encode(array_map(fn ($v) => rtrim($v, '.'), $left)), "\n";
    }
}

echo "change it meanwhile\n";
foreach ($calls as $method => $callback) {
    $array = swoole_array_list(3, 1, 2);
    $result = $array->$method($callback(function () use ($array) { $array['new'] = 1; }));
    echo "$method ", is_object($result) ? json_encode($result->toArray()) : $result, ' ', elements($array), "\n";
}

echo "suspend, two coroutines each, on objects of their own and on one\n";
run(function () use ($calls) {
    foreach ($calls as $method => $callback) {
        $results = [];
        $together = swoole_array_list('3', '1', '2');
        foreach (['a', 'b'] as $who) {
            go(function () use ($who, $method, $callback, $together, &$results) {
                $own = swoole_array_list('3', '1', '2');
                $sleep = fn () => Coroutine::sleep(0.001);
                $result = $own->$method($callback($sleep));
                $results[$who] = is_object($result) ? $result->toArray() : $result;
                $together->$method($callback($sleep));
            });
        }
        Coroutine::join(array_values(array_filter(iterator_to_array(Coroutine::list()), fn ($cid) => $cid !== Coroutine::getCid())));
        echo "$method ", json_encode($results['a']), $results['a'] === $results['b'] ? ' ' : ' differs ', count($together), "\n";
    }
    // Iterated by two, each with its own object, and suspended in the loop.
    $lines = [];
    foreach (['a', 'b'] as $who) {
        go(function () use ($who, &$lines) {
            foreach (swoole_array_list(1, 2) as $value) {
                Coroutine::sleep(0.001);
                $lines[] = "$who$value";
            }
        });
    }
    Coroutine::sleep(0.1);
    sort($lines);
    echo implode(' ', $lines), "\n";
});

echo "exit\n";
run(function () {
    try {
        swoole_array_list(1, 2)->each(function () { exit(3); });
    } catch (Swoole\ExitException $exception) {
        echo $exception->getStatus(), "\n";
    }
});

echo "callables\n";
class Helper
{
    public function twice($v) { return $v * 2; }
    public static function thrice($v) { return $v * 3; }
    public function __invoke($v) { return -$v; }
    public function __call($name, $arguments) { return "$name($arguments[0])"; }
}
foreach ([[new Helper, 'twice'], 'Helper::thrice', new Helper, [new Helper, 'unknown'], 'strval', (new Helper)->twice(...)] as $callable) {
    echo json_encode(swoole_array_list(1, 2)->map($callable)->toArray()), "\n";
}
swoole_array(['k' => 'v'])->each(function (...$arguments) { echo json_encode($arguments), "\n"; });
swoole_array(['k' => 'v'])->each(function (...$arguments) { echo json_encode($arguments), "\n"; }, 'further');
?>
--EXPECT--
throw
map thrown ["1","2","3"]
filter thrown ["1","2","3"]
each thrown ["1","2","3"]
reduce thrown ["1","2","3"]
usort thrown ["1","2","3"]
uasort thrown ["1","2","3"]
uksort thrown ["1","2","3"]
change it meanwhile
map [3,1,2] {"0":3,"1":1,"2":2,"new":1}
filter [3,1,2] {"0":3,"1":1,"2":2,"new":1}
each {"0":"3.","1":"1.","2":"2.","new":"1."} {"0":"3.","1":"1.","2":"2.","new":"1."}
reduce 312 {"0":3,"1":1,"2":2,"new":1}
usort [1,2,3] [1,2,3]
uasort {"1":1,"2":2,"0":3} [3,1,2]
uksort [3,1,2] [3,1,2]
suspend, two coroutines each, on objects of their own and on one
map ["3","1","2"] 3
filter ["3","1","2"] 3
each ["3.","1.","2."] 3
reduce "312" 3
usort ["1","2","3"] 3
uasort {"1":"1","2":"2","0":"3"} 3
uksort ["3","1","2"] 3
a1 a2 b1 b2
exit
3
callables
[2,4]
[3,6]
[-1,-2]
["unknown(1)","unknown(2)"]
["1","2"]
[2,4]
["v","k"]
["v","k","further"]
