--TEST--
swoole_library_*() keep options; swoole_array_default_value()
--FILE--
<?php
var_dump(swoole_library_get_options(), swoole_library_get_option('x'));
swoole_library_set_option('x', 1);
swoole_library_set_option('y', ['z']);
echo json_encode(swoole_library_get_options()), json_encode(swoole_library_get_option('y')), "\n";
swoole_library_set_options(['only' => true]);
echo json_encode([swoole_library_get_options(), swoole_library_get_option('x')]), "\n";
// What goes may ask.
$old = new class {
    public function __destruct() { echo json_encode(swoole_library_get_option('only')), "\n"; }
};
swoole_library_set_option('only', $old);
unset($old);
swoole_library_set_option('only', 'new');

$array = ['a' => 1, 'null' => null, 5 => 'five', 'false' => false];
var_dump(swoole_array_default_value($array, 'a', 2), swoole_array_default_value($array, 'b', 2), swoole_array_default_value($array, 'b'));
var_dump(swoole_array_default_value($array, 'null', 2), swoole_array_default_value($array, 5), swoole_array_default_value($array, '5'), swoole_array_default_value($array, 'false', 2));

// Keys are what PHP makes of them.
$odd = ['' => 'empty', 1 => 'one', '01' => 'text', 0 => 'zero', -5 => 'minus'];
foreach ([null, true, false, 1.7, '1', '01', '-5', '-05', ''] as $key) echo swoole_array_default_value($odd, $key, 'none'), ' ';
echo "\n";
foreach ([[], new stdClass] as $key) {
    try {
        swoole_array_default_value($odd, $key);
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
// What is read is a copy: of an element that is a reference too.
$one = 1;
$value = swoole_array_default_value(['r' => &$one], 'r');
$value = 2;
var_dump($one);

echo "options\n";
swoole_library_set_options([]);
swoole_library_set_option('5', 'five');
swoole_library_set_option('n', null);
var_dump(swoole_library_get_option('5'), swoole_library_get_options());
$given = ['a' => [1]];
swoole_library_set_options($given);
$given['a'][] = 2;
swoole_library_get_options()['a'][] = 3;
echo json_encode(swoole_library_get_options()), "\n";
swoole_library_set_option('a', 'set');
echo json_encode($given), json_encode(swoole_library_get_options()), "\n";
foreach ([fn () => swoole_library_set_options('x'), fn () => swoole_library_set_option('x'), fn () => swoole_library_get_option([])] as $wrong) {
    try {
        $wrong();
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
array(0) {
}
NULL
{"x":1,"y":["z"]}["z"]
[{"only":true},null]
"new"
int(1)
int(2)
NULL
int(2)
string(4) "five"
string(4) "five"
bool(false)
empty one zero one one text minus none empty 
Cannot access offset of type array
Cannot access offset of type stdClass
int(1)
options
string(4) "five"
array(2) {
  [5]=>
  string(4) "five"
  ["n"]=>
  NULL
}
{"a":[1]}
{"a":[1,2]}{"a":"set"}
swoole_library_set_options(): Argument #1 ($options) must be of type array, string given
swoole_library_set_option() expects exactly 2 arguments, 1 given
swoole_library_get_option(): Argument #1 ($key) must be of type string, array given
