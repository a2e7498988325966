--TEST--
Swoole\StringObject: every method, chained; the object itself does not change
--FILE--
<?php
use Swoole\StringObject;

$s = swoole_string('php and swoole');
foreach ([
    'length' => [[]], 'indexOf' => [['a'], ['o', 10], ['z'], ['e', -1]], 'lastIndexOf' => [['o'], ['o', -4], ['z']],
    'pos' => [['a'], ['z']], 'rpos' => [['o']], 'ipos' => [['AND'], ['Z']],
    'contains' => [['swoole'], ['Swoole'], ['']], 'startsWith' => [['php'], ['and']], 'endsWith' => [['swoole'], ['and'], ['']],
    'equals' => [['php and swoole'], ['php'], [$s, true], [$s->upper()], [null], ['php and swoole', true]],
    'reverse' => [[]], 'upper' => [[]], 'substr' => [[4], [4, 3], [-6], [0, -7], [4, null], [99]],
    'char' => [[0], [-1], [13], [14]], 'repeat' => [[2], [0]], 'append' => [['!'], [5], [1.5], [true], [null], [$s]],
    'replace' => [['swoole', 'rust'], [['php', 'and'], ['a', 'b']], ['x', 'y']], 'chunkSplit' => [[7], [7, '|'], []],
    'split' => [[' '], [' ', 2], [' ', -1], ['x']], 'chunk' => [[5], [99]], 'toString' => [[]], '__toString' => [[]],
] as $method => $calls) {
    foreach ($calls as $arguments) {
        $result = $s->$method(...$arguments);
        $shown = match (true) {
            $result instanceof StringObject => 'S' . json_encode((string) $result),
            $result instanceof Swoole\ArrayObject => 'A' . json_encode($result->toArray()),
            default => json_encode($result),
        };
        echo "$method(", implode(', ', array_map(fn ($value) => is_object($value) ? get_class($value) : json_encode($value), $arguments)), ") $shown\n";
    }
}
var_dump((string) $s, swoole_string()->toString(), (string) _string('short'));

// What counts as equal to numbers in a string.
var_dump(swoole_string('10')->equals(10), swoole_string('10')->equals(10, true), swoole_string('10')->equals('1e1'));
foreach (['trim', 'ltrim', 'rtrim', 'lTrim', 'rTrim'] as $method) {
    echo json_encode([(string) swoole_string(" \t\n\0a \r\x0B")->$method(), (string) swoole_string('--a-')->$method('-')]), "\n";
}
echo swoole_string(' Hello World ')->trim()->lower()->replace('world', 'php')->append('!')->split(' ')->join('-')->upper(), "\n";
swoole_string('a-b-a')->replace('a', 'c', $count);
var_dump($count);
echo swoole_string('abc')->replace(search: 'a', replace: 'b'), ' ', swoole_string('abc')->substr(length: 1, offset: 1), ' ', swoole_string('abcabc')->indexOf(needle: 'a', offset: 1), "\n";
// Bytes: not text, NUL, not UTF-8.
var_dump(swoole_string("a\0\xff")->length(), swoole_string("a\0\xff")->reverse()->toString() === "\xff\0a");

// Wrong arguments, and those that PHP's function refuses.
foreach ([
    'indexOf' => [[], [[]], ['a', 'x'], ['a', 99], ['a', 0, 1]], 'substr' => [[], ['x'], [0, []]], 'repeat' => [[-1]],
    'append' => [[], [new stdClass]], 'equals' => [[], [new stdClass]], 'split' => [['']], 'chunk' => [[0]], 'chunkSplit' => [[0]],
    'replace' => [['a'], [new stdClass, 'b'], ['a', ['b']]], 'char' => [[], ['x']], 'trim' => [[[]]],
] as $method => $calls) {
    foreach ($calls as $arguments) {
        try {
            $s->$method(...$arguments);
            echo "$method: accepted\n";
        } catch (Error $error) {
            echo get_class($error), ': ', $error->getMessage(), "\n";
        }
    }
}
try {
    swoole_string([]);
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
length() 14
indexOf("a") 4
indexOf("o", 10) 10
indexOf("z") false
indexOf("e", -1) 13
lastIndexOf("o") 11
lastIndexOf("o", -4) 10
lastIndexOf("z") false
pos("a") 4
pos("z") false
rpos("o") 11
ipos("AND") 4
ipos("Z") false
contains("swoole") true
contains("Swoole") false
contains("") true
startsWith("php") true
startsWith("and") false
endsWith("swoole") true
endsWith("and") false
endsWith("") true
equals("php and swoole") true
equals("php") false
equals(Swoole\StringObject, true) true
equals(Swoole\StringObject) false
equals(null) false
equals("php and swoole", true) true
reverse() S"eloows dna php"
upper() S"PHP AND SWOOLE"
substr(4) S"and swoole"
substr(4, 3) S"and"
substr(-6) S"swoole"
substr(0, -7) S"php and"
substr(4, null) S"and swoole"
substr(99) S""
char(0) "p"
char(-1) "e"
char(13) "e"
char(14) ""
repeat(2) S"php and swoolephp and swoole"
repeat(0) S""
append("!") S"php and swoole!"
append(5) S"php and swoole5"
append(1.5) S"php and swoole1.5"
append(true) S"php and swoole1"
append(null) S"php and swoole"
append(Swoole\StringObject) S"php and swoolephp and swoole"
replace("swoole", "rust") S"php and rust"
replace(["php","and"], ["a","b"]) S"a b swoole"
replace("x", "y") S"php and swoole"
chunkSplit(7) S"php and\r\n swoole\r\n"
chunkSplit(7, "|") S"php and| swoole|"
chunkSplit() S"php and swoole\r\n"
split(" ") A["php","and","swoole"]
split(" ", 2) A["php","and swoole"]
split(" ", -1) A["php","and"]
split("x") A["php and swoole"]
chunk(5) A["php a","nd sw","oole"]
chunk(99) A["php and swoole"]
toString() "php and swoole"
__toString() "php and swoole"
string(14) "php and swoole"
string(0) ""
string(5) "short"
bool(true)
bool(false)
bool(false)
["a","a"]
["a \r\u000b","a-"]
[" \t\n\u0000a","--a"]
["a \r\u000b","a-"]
[" \t\n\u0000a","--a"]
HELLO-PHP!
int(2)
bbc b 3
int(3)
bool(true)
ArgumentCountError: Swoole\StringObject::indexOf() expects at least 1 argument, 0 given
TypeError: Swoole\StringObject::indexOf(): Argument #1 ($needle) must be of type string, array given
TypeError: Swoole\StringObject::indexOf(): Argument #2 ($offset) must be of type int, string given
ValueError: strpos(): Argument #3 ($offset) must be contained in argument #1 ($haystack)
ArgumentCountError: Swoole\StringObject::indexOf() expects at most 2 arguments, 3 given
ArgumentCountError: Swoole\StringObject::substr() expects at least 1 argument, 0 given
TypeError: Swoole\StringObject::substr(): Argument #1 ($offset) must be of type int, string given
TypeError: Swoole\StringObject::substr(): Argument #2 ($length) must be of type ?int, array given
ValueError: str_repeat(): Argument #2 ($times) must be greater than or equal to 0
ArgumentCountError: Swoole\StringObject::append() expects exactly 1 argument, 0 given
Error: Object of class stdClass could not be converted to string
ArgumentCountError: Swoole\StringObject::equals() expects at least 1 argument, 0 given
Error: Object of class stdClass could not be converted to string
ValueError: explode(): Argument #1 ($separator) %s be empty
ValueError: str_split(): Argument #2 ($length) must be greater than 0
ValueError: chunk_split(): Argument #2 ($length) must be greater than 0
ArgumentCountError: Swoole\StringObject::replace() expects at least 2 arguments, 1 given
TypeError: str_replace(): Argument #1 ($search) must be of type %s, stdClass given
TypeError: str_replace(): Argument #2 ($replace) must be of type string when argument #1 ($search) is a string
ArgumentCountError: Swoole\StringObject::char() expects exactly 1 argument, 0 given
TypeError: Swoole\StringObject::char(): Argument #1 ($index) must be of type int, string given
TypeError: Swoole\StringObject::trim(): Argument #1 ($characters) must be of type ?string, array given
swoole_string(): Argument #1 ($string) must be of type string, array given
