--TEST--
Swoole\ArrayObject: single elements, the ends, keys as PHP's arrays have them
--FILE--
<?php
$show = fn (Swoole\ArrayObject $array) => print(json_encode($array->toArray()) . "\n");

$a = swoole_array(['hello', 'world']);
var_dump($a->get(0), $a->get('1'), $a->getOr(2), $a->getOr(2, 'or'), $a->getOr(0, 'or'), $a->first(), $a->last(), $a->firstKey(), $a->lastKey());
var_dump(swoole_array()->first(), swoole_array()->last(), swoole_array()->firstKey(), swoole_array()->lastKey(), swoole_array([null])->first());
var_dump(in_array($a->randomGet(), ['hello', 'world'], true), swoole_array(['k' => 'only'])->randomGet());

echo "changed\n";
$show($a->set(0, 'swoole'));
var_dump($a->pushBack('java'), $a->pushFront('go'));
$show($a->insert(2, 'rust'));
$show($a->insert(-1, ['array']));
$show($a->insert(99, null));
$show($a->append('c++')->append('swift', 'kotlin')->append()->append(null, null));
var_dump($a->popBack(), $a->popFront(), swoole_array()->popBack(), swoole_array()->popFront());
$show($a->delete(0)->delete('nosuch'));
$show($a->remove('rust')->remove('nosuch'));
$show($a->remove('0')->remove(0));
$show(swoole_array(['1', 1, 2, 1])->remove(1));
$show(swoole_array(['1', 1, 2, 1])->remove(1, false));
$show($b = swoole_array([1, 2, 3, 4]));
$show($b->splice(1, 2, ['x', 'y', 'z']));
$show($b->splice(-1));
$show($b->splice(0, 0, 'w'));
$show($b);
$show($b->clear());
var_dump(count($b), $b->isEmpty(), $b->pushBack('new'), $b->toArray());

echo "as an array\n";
$c = swoole_array();
$c['a'] = 1;
$c[] = 2;
$c[7] = 3;
$c[] = 4;
var_dump(isset($c['a'], $c[8]), isset($c['z']), empty($c['a']), $c['a'], $c['z'] ?? 'none', $c[8]);
unset($c['a'], $c['nosuch']);
$c['n'] = null;
var_dump(isset($c['n']), $c->exists('n'), $c->get('n'), $c->getOr('n', 'or'), $c['n'] ?? 'none');
$show($c);
var_dump($c['z']);
try {
    $c->get('z');
} catch (OutOfBoundsException $exception) {
    echo $exception->getMessage(), "\n";
}
try {
    $c->get(99);
} catch (OutOfBoundsException $exception) {
    echo $exception->getMessage(), "\n";
}
$c['list'] = [1];
$c['list'][] = 2; // PHP's notice: the element is a copy.
$c[7] += 10;
$c['list'] = [...$c['list'], 3];
$show($c);

echo "keys\n";
$k = swoole_array();
foreach ([1, '1', '01', 1.7, true, false, null, '', '-5', '-0', ' 1', PHP_INT_MIN, '9223372036854775808'] as $key) {
    $k->set($key, var_export($key, true));
}
var_dump($k->toArray());
var_dump($k[1.2], $k[true], $k->get(null), isset($k['01']), $k->exists(''), isset($k['1']));
foreach ([[], new stdClass] as $key) {
    foreach ([fn () => $k[$key], fn () => $k->get($key), fn () => $k->set($key, 1), fn () => isset($k[$key]), fn () => $k->delete($key)] as $use) {
        try {
            $use();
        } catch (TypeError $error) {
            echo $error->getMessage(), "\n";
        }
    }
}
// The next key is taken.
$full = swoole_array([PHP_INT_MAX => 'last']);
foreach ([fn () => $full[] = 1, fn () => $full->append(1), fn () => $full->pushBack(1)] as $push) {
    try {
        $push();
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
$show($full);

echo "copies and references\n";
$array = ['x' => 1, 'y' => 2];
$d = swoole_array($array);
$out = $d->toArray();
$d['x'] = 'changed';
$d->append('more')->ksort();
var_dump($array, $out);
$variable = 1;
$e = swoole_array(['r' => &$variable, 'p' => 1]);
$e['r'] = 2;
$e->each(function (&$value) { $value = "$value!"; });
var_dump($variable, $e['r'], $e->get('p'));
$e->delete('r');
var_dump($variable);
?>
--EXPECTF--
string(5) "hello"
string(5) "world"
NULL
string(2) "or"
string(5) "hello"
string(5) "hello"
string(5) "world"
int(0)
int(1)
NULL
NULL
NULL
NULL
NULL
bool(true)
string(4) "only"
changed
["swoole","world"]
int(3)
int(4)
["go","swoole","rust","world","java"]
["go","swoole","rust","world",["array"],"java"]
["go","swoole","rust","world",["array"],"java",null]
["go","swoole","rust","world",["array"],"java",null,"c++","swift","kotlin",null,null]
NULL
string(2) "go"
NULL
NULL
{"1":"rust","2":"world","3":["array"],"4":"java","5":null,"6":"c++","7":"swift","8":"kotlin","9":null}
{"2":"world","3":["array"],"4":"java","5":null,"6":"c++","7":"swift","8":"kotlin","9":null}
{"2":"world","3":["array"],"4":"java","5":null,"6":"c++","7":"swift","8":"kotlin","9":null}
{"0":"1","2":2,"3":1}
{"1":1,"2":2,"3":1}
[1,2,3,4]
[2,3]
[4]
[]
["w",1,"x","y","z"]
[]
int(0)
bool(true)
int(1)
array(1) {
  [0]=>
  string(3) "new"
}
as an array
bool(true)
bool(false)
bool(false)
int(1)
string(4) "none"
int(4)
bool(false)
bool(true)
NULL
NULL
string(4) "none"
{"0":2,"7":3,"8":4,"n":null}

Warning: Undefined array key "z" in %s on line %d
NULL
Undefined array key "z"
Undefined array key 99

Notice: Indirect modification of overloaded element of Swoole\ArrayObject has no effect in %s on line %d
{"0":2,"7":13,"8":4,"n":null,"list":[1,3]}
keys
array(9) {
  [1]=>
  string(4) "true"
  ["01"]=>
  string(4) "'01'"
  [0]=>
  string(5) "false"
  [""]=>
  string(2) "''"
  [-5]=>
  string(4) "'-5'"
  ["-0"]=>
  string(4) "'-0'"
  [" 1"]=>
  string(4) "' 1'"
  [-9223372036854775808]=>
  string(22) "-9223372036854775807-1"
  ["9223372036854775808"]=>
  string(21) "'9223372036854775808'"
}
string(4) "true"
string(4) "true"
string(2) "''"
bool(true)
bool(true)
bool(true)
Cannot access offset of type array
Cannot access offset of type array
Cannot access offset of type array
Cannot access offset of type array
Cannot access offset of type array
Cannot access offset of type stdClass
Cannot access offset of type stdClass
Cannot access offset of type stdClass
Cannot access offset of type stdClass
Cannot access offset of type stdClass
Cannot add element to the array as the next element is already occupied
Cannot add element to the array as the next element is already occupied
Cannot add element to the array as the next element is already occupied
{"9223372036854775807":"last"}
copies and references
array(2) {
  ["x"]=>
  int(1)
  ["y"]=>
  int(2)
}
array(2) {
  ["x"]=>
  int(1)
  ["y"]=>
  int(2)
}
string(2) "2!"
string(2) "2!"
string(2) "1!"
string(2) "2!"
