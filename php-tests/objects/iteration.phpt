--TEST--
Swoole\ArrayObject in foreach: one position an object, changes meanwhile, nested loops
--FILE--
<?php
$a = swoole_array(['x' => 1, 'y' => 2, 'z' => 3]);
foreach ($a as $key => $value) echo "$key=$value ";
echo json_encode([$a->valid(), $a->key(), $a->current()]), "\n";
foreach (swoole_array() as $value) echo 'never';
foreach (swoole_array([false, null, 0]) as $value) echo json_encode($value), ' ';
echo "\n";
$a->rewind();
$a->next();
var_dump($a->key(), $a->current(), $a->valid());

// By hand and by the functions for iterators; several times.
var_dump(iterator_to_array($a), iterator_count($a), [...$a]);
echo implode(',', [...swoole_array_list(1, 2, 3)]), "\n";

// Values may be set, and elements added: the loop sees what is there.
foreach ($a as $key => $value) {
    $a[$key] = $value * 10;
    if ($key === 'y') $a['added'] = 4;
    echo "$key=$value ";
}
echo json_encode($a->toArray()), "\n";
// Two loops over two objects, and copies, do not meet.
$b = clone $a;
foreach ($a as $x) foreach ($b as $y) $pairs[] = $x + $y;
echo count($pairs), "\n";
// Two loops over one object share its position, as with every Iterator: the outer one ends.
$times = 0;
foreach ($a as $x) foreach ($a as $y) $times++;
echo $times, "\n";
// An array is a copy of its own, and a literal one is not changed by going through it.
function literal(): Swoole\ArrayObject { return swoole_array([1, 2]); }
$first = literal();
$first->next();
var_dump(literal()->current(), $first->current(), current([1, 2]));
$array = $first->toArray();
$first->next();
var_dump($first->valid(), count($array));
// What is deleted at the position makes room for the next.
$d = swoole_array_list('a', 'b', 'c', 'd');
$d->rewind();
$d->delete(0);
var_dump($d->current(), $d->key());
$d->rewind();
$d->delete(1)->rewind();
var_dump($d->current(), $d->key());
$d->append('b')->delete(2)->delete(3);
foreach ($d as $key => $value) echo "$key=>$value ";
$d->clear()->append('b', 'c', 'd')->rewind();
echo json_encode([$d->current(), $d->clear()->valid(), $d->current(), $d->key()]), "\n";
$d->append('b', 'c', 'd');
try {
    foreach ($d as &$value);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
// A loop that ends early, by an exception too, leaves the position.
try {
    foreach ($d as $value) throw new Exception($value);
} catch (Exception $exception) {
    echo $exception->getMessage(), ' ', $d->current(), "\n";
}
function generate(Swoole\ArrayObject $array) { yield from $array; }
foreach (generate($d) as $key => $value) echo "$key=>$value ";
echo "\n";
?>
--EXPECT--
x=1 y=2 z=3 [false,null,false]
false null 0 
string(1) "y"
int(2)
bool(true)
array(3) {
  ["x"]=>
  int(1)
  ["y"]=>
  int(2)
  ["z"]=>
  int(3)
}
int(3)
array(3) {
  ["x"]=>
  int(1)
  ["y"]=>
  int(2)
  ["z"]=>
  int(3)
}
1,2,3
x=1 y=2 z=3 added=4 {"x":10,"y":20,"z":30,"added":40}
16
4
int(1)
int(2)
int(1)
bool(false)
int(2)
string(1) "b"
int(1)
string(1) "c"
int(2)
4=>b ["b",false,false,null]
An iterator cannot be used with foreach by reference
b b
0=>b 1=>c 2=>d 
