--TEST--
Swoole\ArrayObject is an object like others: var_dump(), clone, comparing, serializing, extending; cycles, destructors, memory
--FILE--
<?php
use Swoole\ArrayObject;

class Bag extends ArrayObject
{
    private int $reads = 0;
    public function offsetGet(mixed $key): mixed { $this->reads++; return parent::offsetGet($key); }
    public function reads(): int { return $this->reads; }
    public function raw(): array { return $this->array; }
    public function &reference(): array { return $this->array; }
    public function put(mixed $value): static { $this->array = $value; return $this; }
    public function take(): static { unset($this->array); return $this; }
}

$bag = new Bag([2, 1]);
$bag[] = $bag[0] + 1;
var_dump($bag, $bag->reads(), $bag instanceof Traversable, $bag instanceof Countable, $bag instanceof ArrayAccess, count($bag));
var_dump(get_class($bag->sort()->map('strval')->filter()), $bag->raw(), get_class($bag->chunk(2)), get_class($bag->splice(0, 1)));
$copy = clone $bag;
$copy[] = 'more';
var_dump(count($bag), count($copy), $bag == new Bag([2, 3]), $bag == new Bag([]));
$again = unserialize(serialize($bag));
var_dump($again->raw() === $bag->raw(), $again->reads() === $bag->reads(), get_class($again));
// After methods that work on the array by reference it is none: a copy is a copy.
$bag->sort()->append(1)->each(fn () => null)->rewind();
$copy = clone $bag;
$copy->clear();
var_dump(count($bag));

// A reference that a class has made stays one.
$reference = &$bag->reference();
$bag->append('through')->sort(SORT_STRING);
$reference[] = 'from outside';
var_dump($bag->last(), $reference === $bag->toArray());
unset($reference);

// No array: empty for what reads; PHP's function says what it wants.
var_dump($bag->take()->toArray(), count($bag), $bag->isEmpty(), $bag->append(1)->raw(), $bag->put('text')->toArray(), count($bag), $bag->current(), $bag->valid());
foreach ([fn () => $bag->sort(), fn () => $bag->map('strval'), fn () => $bag->contains(1)] as $use) {
    try {
        $use();
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
var_dump($bag->set('k', 'v')->raw());

echo "destructors look\n";
class Loud
{
    public function __construct(private ArrayObject $in, private string $name) {}
    public function __destruct() { echo $this->name, ' ', count($this->in), json_encode(array_keys($this->in->toArray())), "\n"; $this->in['by ' . $this->name] = 1; }
}
$in = new ArrayObject;
$in['set'] = new Loud($in, 'set');
$in['set'] = 1;
$in['deleted'] = new Loud($in, 'deleted');
$in->delete('deleted');
$in['unset'] = new Loud($in, 'unset');
unset($in['unset']);
$in->pushBack(new Loud($in, 'popped'));
$in->popBack();
$in['cleared'] = new Loud($in, 'cleared');
$in->clear();
var_dump($in->toArray());

echo "cycles\n";
function cycle(): WeakReference
{
    $array = swoole_array(['x']);
    $array['self'] = $array;
    $array['closure'] = fn () => $array;
    foreach ($array as $value);
    $array->sort(SORT_REGULAR)->each(fn () => null);
    return WeakReference::create($array);
}
$weak = cycle();
var_dump(gc_collect_cycles() > 0, $weak->get());

function work(): void
{
    for ($i = 0; $i < 2000; $i++) {
        $array = swoole_array_list("a$i", "b$i", [$i]);
        $array->append("c$i")->pushFront("d$i");
        $array['x'] = "e$i";
        $array['x'] = "f$i";
        unset($array[0]);
        foreach ($array as $key => $value) $array->current();
        $array->delete('x')->remove([$i])->insert(1, "g$i")->each(function (&$value) { $value .= '!'; })->usort(fn ($x, $y) => $y <=> $x);
        $array->map(fn ($value) => "$value?")->filter()->unique()->reverse()->slice(1)->keys()->flip()->join(',');
        $array->splice(0, 1, ["h$i"]);
        $array->unserialize($array->serialize());
        $array->first();
        $array->getOr('no', "or$i");
        $array->popBack();
        try {
            $array->usort(function () { throw new Exception('x'); });
            $array->each(function () { throw new Exception('x'); });
        } catch (Exception) {
        }
        try {
            $array->get('no');
        } catch (OutOfBoundsException) {
        }
        clone $array;
    }
}
work();
gc_collect_cycles();
$before = memory_get_usage();
work();
gc_collect_cycles();
var_dump(memory_get_usage() - $before);
?>
--EXPECT--
object(Bag)#1 (2) {
  ["array":protected]=>
  array(3) {
    [0]=>
    int(2)
    [1]=>
    int(1)
    [2]=>
    int(3)
  }
  ["reads":"Bag":private]=>
  int(1)
}
int(1)
bool(true)
bool(true)
bool(true)
int(3)
string(3) "Bag"
array(3) {
  [0]=>
  int(1)
  [1]=>
  int(2)
  [2]=>
  int(3)
}
string(3) "Bag"
string(3) "Bag"
int(2)
int(3)
bool(false)
bool(false)
bool(true)
bool(true)
string(3) "Bag"
int(3)
string(12) "from outside"
bool(true)
array(0) {
}
int(0)
bool(true)
array(1) {
  [0]=>
  int(1)
}
array(0) {
}
int(0)
bool(false)
bool(false)
sort(): Argument #1 ($array) must be of type array, string given
array_map(): Argument #2 ($array) must be of type array, string given
in_array(): Argument #2 ($haystack) must be of type array, string given
array(1) {
  ["k"]=>
  string(1) "v"
}
destructors look
set 1["set"]
deleted 2["set","by set"]
unset 3["set","by set","by deleted"]
popped 4["set","by set","by deleted","by unset"]
cleared 0[]
array(1) {
  ["by cleared"]=>
  int(1)
}
cycles
bool(true)
NULL
int(0)
