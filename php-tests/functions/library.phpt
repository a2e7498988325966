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
