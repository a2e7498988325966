--TEST--
Swoole\ArrayObject: what makes another array, looks for values, sorts
--FILE--
<?php
use Swoole\ArrayObject;

/** A result, and the array that it came from where it has changed. */
function shown(mixed $result): string
{
    return match (true) {
        $result instanceof ArrayObject => 'A' . json_encode((object) $result->toArray()),
        $result instanceof Swoole\StringObject => 'S' . json_encode((string) $result),
        is_object($result) => get_class($result),
        default => json_encode($result),
    };
}

$rows = [['id' => 3, 'n' => 'c'], ['id' => 1, 'n' => 'a']];
$cases = [
    [['a' => 1, 'b' => 2, 5 => 1]] ,
    'keys' => [[]], 'values' => [[]], 'flip' => [[]], 'unique' => [[]], 'reverse' => [[], [true]], 'chunk' => [[2], [2, true]],
    'slice' => [[1], [1, 1], [-1, null, true], [0, -1]], 'sum' => [[]], 'product' => [[]], 'count' => [[]], 'isEmpty' => [[]],
    'map' => [[fn ($v) => $v * 10], [fn ($v, $w) => "$v$w", ['x', 'y', 'z']]], 'filter' => [[], [fn ($v) => $v > 1], [fn ($k) => $k === 'a', ARRAY_FILTER_USE_KEY]],
    'reduce' => [[fn ($sum, $v) => $sum + $v], [fn ($sum, $v) => $sum + $v, 100]], 'join' => [[], [', ']],
    'contains' => [[2], ['2'], ['2', false], [null]], 'search' => [[1], ['1'], ['1', false]], 'indexOf' => [[1], [9]], 'lastIndexOf' => [[1], [9], ['1', false], ['1']],
    'exists' => [['a'], [5], ['5'], ['z']], 'serialize' => [[]],
];
$array = array_shift($cases)[0];
foreach ($cases as $method => $calls) {
    foreach ($calls as $arguments) {
        echo "$method ", shown(swoole_array($array)->$method(...$arguments)), "\n";
    }
}
echo shown(swoole_array($rows)->column('n')), shown(swoole_array($rows)->column('n', 'id')), shown(swoole_array($rows)->column(null, 'id')), "\n";
echo shown(swoole_array()->sum()), shown(swoole_array()->join(',')), shown(swoole_array()->isEmpty()), shown(swoole_array([0.5, 1])->sum()), "\n";
var_dump(swoole_array($array)->toArray() === $array, swoole_array($array)->__toArray() === $array, swoole_array_list()->toArray());
echo json_encode(swoole_array_list(1, null, [2], k: 3)->toArray()), json_encode(_array(['x'])->toArray()), "\n";

echo "sorted\n";
$mixed = ['b' => 'img12', 'a' => 'IMG2', 'd' => 'img1', 'c' => 'img10'];
$longer = fn ($x, $y) => strlen($x) <=> strlen($y) ?: strcmp($x, $y);
foreach ([
    'sort' => [[], [SORT_NATURAL | SORT_FLAG_CASE]], 'rsort' => [[]], 'usort' => [[$longer]], 'asort' => [[]], 'arsort' => [[]], 'uasort' => [[$longer]],
    'ksort' => [[]], 'krsort' => [[]], 'uksort' => [['strcmp']], 'natsort' => [[]], 'natcasesort' => [[]],
] as $method => $calls) {
    foreach ($calls as $arguments) {
        $sorted = swoole_array($mixed);
        $result = $sorted->$method(...$arguments);
        echo $method, $result === $sorted ? ' ' : ' another object ', json_encode($sorted->toArray()), "\n";
    }
}
mt_srand(5);
$shuffled = swoole_array(range(1, 50));
var_dump($shuffled->shuffle() === $shuffled, $shuffled->toArray() !== range(1, 50), $shuffled->sort()->toArray() === range(1, 50));

echo "chained\n";
echo swoole_array_list(3, 1, 2, 3)->append(9, 8)->unique()->sort()->map(fn ($v) => $v * 2)->reverse()->join('-')->append('!'), "\n";
echo swoole_array(['x' => 1])->set('y', 2)->set('z', 3)->delete('x')->flip()->values()->join(), "\n";

echo "serialized\n";
$data = swoole_array($array)->serialize();
$other = new ArrayObject(['gone']);
var_dump($other->unserialize($data) === $other, $other->toArray() === $array);
foreach (['i:1;', 'nonsense'] as $data) {
    try {
        @$other->unserialize($data);
    } catch (UnexpectedValueException $exception) {
        echo $exception->getMessage(), ', ', json_encode($other->toArray() === $array), "\n";
    }
}

echo "wrong\n";
foreach ([
    'map' => [[], ['nosuchfunction'], [null]], 'each' => [[5]], 'usort' => [['nosuch']], 'filter' => [['nosuch']], 'reduce' => [[[]]],
    'chunk' => [[0], ['x']], 'slice' => [['x'], [0, 'x']], 'sort' => [['x']], 'sum' => [[1]], 'join' => [[[]]], 'contains' => [[]],
    'exists' => [[[]]], 'get' => [[new stdClass]], 'randomGet' => [[1]], 'insert' => [['x', 1], [1]], 'unserialize' => [[[]]], 'column' => [[[]]],
] as $method => $calls) {
    foreach ($calls as $arguments) {
        try {
            swoole_array($array)->$method(...$arguments);
            echo "$method: accepted\n";
        } catch (Error $error) {
            echo get_class($error), ': ', $error->getMessage(), "\n";
        }
    }
}
foreach ([fn () => swoole_array()->append(1, name: 2), fn () => swoole_array()->map('max', name: []), fn () => swoole_array()->sort(name: 1)] as $named) {
    try {
        $named();
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
try {
    swoole_array()->randomGet();
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
try {
    swoole_array('x');
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
echo @swoole_array([[1]])->join(), "\n";
?>
--EXPECTF--
keys A{"0":"a","1":"b","2":5}
values A{"0":1,"1":2,"2":1}
flip A{"1":5,"2":"b"}
unique A{"a":1,"b":2}
reverse A{"0":1,"b":2,"a":1}
reverse A{"5":1,"b":2,"a":1}
chunk A{"0":[1,2],"1":[1]}
chunk A{"0":{"a":1,"b":2},"1":{"5":1}}
slice A{"b":2,"0":1}
slice A{"b":2}
slice A{"5":1}
slice A{"a":1,"b":2}
sum 4
product 2
count 3
isEmpty false
map A{"a":10,"b":20,"5":10}
map A{"0":"1x","1":"2y","2":"1z"}
filter A{"a":1,"b":2,"5":1}
filter A{"b":2}
filter A{"a":1}
reduce 4
reduce 104
join S"121"
join S"1, 2, 1"
contains true
contains false
contains true
contains false
search "a"
search false
search "a"
indexOf "a"
indexOf false
lastIndexOf 5
lastIndexOf false
lastIndexOf 5
lastIndexOf false
exists true
exists true
exists true
exists false
serialize "a:3:{s:1:\"a\";i:1;s:1:\"b\";i:2;i:5;i:1;}"
A{"0":"c","1":"a"}A{"3":"c","1":"a"}A{"3":{"id":3,"n":"c"},"1":{"id":1,"n":"a"}}
0S""true1.5
bool(true)
bool(true)
array(0) {
}
{"0":1,"1":null,"2":[2],"k":3}["x"]
sorted
sort ["IMG2","img1","img10","img12"]
sort ["img1","IMG2","img10","img12"]
rsort ["img12","img10","img1","IMG2"]
usort ["IMG2","img1","img10","img12"]
asort {"a":"IMG2","d":"img1","c":"img10","b":"img12"}
arsort {"b":"img12","c":"img10","d":"img1","a":"IMG2"}
uasort {"a":"IMG2","d":"img1","c":"img10","b":"img12"}
ksort {"a":"IMG2","b":"img12","c":"img10","d":"img1"}
krsort {"d":"img1","c":"img10","b":"img12","a":"IMG2"}
uksort {"a":"IMG2","b":"img12","c":"img10","d":"img1"}
natsort {"a":"IMG2","d":"img1","c":"img10","b":"img12"}
natcasesort {"d":"img1","a":"IMG2","c":"img10","b":"img12"}
bool(true)
bool(true)
bool(true)
chained
18-16-6-4-2!
yz
serialized
bool(true)
bool(true)
The data is not that of an array, true
The data is not that of an array, true
wrong
ArgumentCountError: Swoole\ArrayObject::map() expects at least 1 argument, 0 given
TypeError: Swoole\ArrayObject::map(): Argument #1 ($callback) must be a valid callback, function "nosuchfunction" not found or invalid function name
TypeError: Swoole\ArrayObject::map(): Argument #1 ($callback) must be a valid callback, no array or string given
TypeError: Swoole\ArrayObject::each(): Argument #1 ($callback) must be a valid callback, no array or string given
TypeError: Swoole\ArrayObject::usort(): Argument #1 ($callback) must be a valid callback, function "nosuch" not found or invalid function name
TypeError: Swoole\ArrayObject::filter(): Argument #1 ($callback) must be a valid callback, function "nosuch" not found or invalid function name
TypeError: Swoole\ArrayObject::reduce(): Argument #1 ($callback) must be a valid callback, array callback must have exactly two members
ValueError: array_chunk(): Argument #2 ($length) must be greater than 0
TypeError: Swoole\ArrayObject::chunk(): Argument #1 ($length) must be of type int, string given
TypeError: Swoole\ArrayObject::slice(): Argument #1 ($offset) must be of type int, string given
TypeError: Swoole\ArrayObject::slice(): Argument #2 ($length) must be of type ?int, string given
TypeError: Swoole\ArrayObject::sort(): Argument #1 ($flags) must be of type int, string given
ArgumentCountError: Swoole\ArrayObject::sum() expects exactly 0 arguments, 1 given
TypeError: Swoole\ArrayObject::join(): Argument #1 ($separator) must be of type string, array given
ArgumentCountError: Swoole\ArrayObject::contains() expects at least 1 argument, 0 given
TypeError: %s
TypeError: Cannot access offset of type stdClass
ArgumentCountError: Swoole\ArrayObject::randomGet() expects exactly 0 arguments, 1 given
TypeError: Swoole\ArrayObject::insert(): Argument #1 ($offset) must be of type int, string given
ArgumentCountError: Swoole\ArrayObject::insert() expects exactly 2 arguments, 1 given
TypeError: Swoole\ArrayObject::unserialize(): Argument #1 ($data) must be of type string, array given
TypeError: array_column(): Argument #2 ($column_key) must be of type %s, array given
ArgumentCountError: Swoole\ArrayObject::append() does not accept unknown named parameters
ArgumentCountError: Swoole\ArrayObject::map() does not accept unknown named parameters
Error: Unknown named parameter $name
array_rand(): Argument #1 ($array) %s be empty
swoole_array(): Argument #1 ($array) must be of type array, string given
Array
