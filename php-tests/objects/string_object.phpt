--TEST--
Swoole\StringObject is an object like others: var_dump(), clone, comparing, serializing, classes that extend it
--FILE--
<?php
use Swoole\StringObject;

class Title extends StringObject
{
    public int $made = 0;
    public function __construct(string $string = '') { parent::__construct($string); $this->made = 7; }
    public function shout(): string { return strtoupper($this->string) . '!'; }
}
/** Says what it is made of. */
class Noisy extends StringObject
{
    public function __construct(string $string = '') { echo "made of $string\n"; parent::__construct($string); }
}
/** Its constructor needs what the methods do not know. */
class Needy extends StringObject
{
    public function __construct(string $string, private array $more) { parent::__construct($string); }
}
class Plain extends StringObject
{
    public function __construct() {}
}

$title = new Title('abc');
var_dump($title, $title->upper()->substr(1)->shout(), get_class($title->append('d')), $title->append('d')->made);
var_dump($title instanceof Stringable, (fn (string $text) => $text)($title), "<$title>", $title == new Title('abc'), $title == new Title('abd'));
$copy = clone $title;
var_dump($copy == $title, $copy !== $title);
$again = unserialize(serialize($title));
var_dump($again == $title, get_class($again), $again->shout(), unserialize(serialize(swoole_string("\0x")))->length());
var_dump(json_encode($title->split('b')->toArray()), get_class($title->split('b')), get_class($title->chunk()));

(new Noisy('x'))->append('y')->repeat(2);
try {
    (new Needy('x', []))->upper();
} catch (ArgumentCountError $error) {
    echo $error->getMessage(), "\n";
}
// Never filled, also not by what it makes.
var_dump((new Plain)->length(), (new Plain)->append('x')->toString());

// The property is protected; a class that takes it away has an empty string.
try {
    echo $title->string;
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
$taken = new class('abc') extends StringObject {
    public function take(): static { unset($this->string); return $this; }
    public function put(mixed $value): static { $this->string = $value; return $this; }
};
var_dump($taken->take()->toString(), $taken->put(42)->toString());
try {
    $taken->put(new stdClass)->toString();
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}

// Made without its constructor; constructed anew.
$bare = (new ReflectionClass(StringObject::class))->newInstanceWithoutConstructor();
var_dump($bare->append('x')->toString());
$bare->__construct('later');
var_dump((string) $bare);

// Nothing of it stays.
function work(): void
{
    for ($i = 0; $i < 2000; $i++) {
        swoole_string("n $i")->append(str_repeat('x', 100))->upper()->replace('N', 'm', $count)->split(' ')->join('-')->trim('-')->chunk(9);
        try {
            swoole_string('x')->repeat(-1);
        } catch (ValueError) {
        }
        try {
            swoole_string('x')->indexOf([]);
        } catch (TypeError) {
        }
    }
}
work();
$before = memory_get_usage();
work();
var_dump(memory_get_usage() - $before);
?>
--EXPECT--
object(Title)#1 (2) {
  ["string":protected]=>
  string(3) "abc"
  ["made"]=>
  int(7)
}
string(3) "BC!"
string(5) "Title"
int(7)
bool(true)
string(3) "abc"
string(5) "<abc>"
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
string(5) "Title"
string(4) "ABC!"
int(2)
string(9) "["a","c"]"
string(18) "Swoole\ArrayObject"
string(18) "Swoole\ArrayObject"
made of x
made of xy
made of xyxy
Too few arguments to function Needy::__construct(), 1 passed and exactly 2 expected
int(0)
string(0) ""
Cannot access protected property Title::$string
string(0) ""
string(2) "42"
Object of class stdClass could not be converted to string
string(1) "x"
string(5) "later"
int(0)
