--TEST--
Swoole\Table: columns, rows, comparing, counting, foreach, limits
--FILE--
<?php
use Swoole\Table;

set_error_handler(function (int $level, string $message) {
    echo "warning: $message\n";
    return true;
});
function attempt(callable $act): void
{
    try {
        var_dump($act());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}

$t = new Table(100);
var_dump($t->size, $t->memorySize, $t->getSize());
attempt(fn () => $t->set('a', []));
attempt(fn () => $t->get('a'));
attempt(fn () => count($t));
attempt(fn () => $t->create());
attempt(fn () => [$t->column('id', Table::TYPE_INT), $t->column('name', Table::TYPE_STRING, 10), $t->column('ratio', Table::TYPE_FLOAT)]);
attempt(fn () => $t->column('id', Table::TYPE_FLOAT));
attempt(fn () => $t->column('text', Table::TYPE_STRING));
attempt(fn () => $t->column('', Table::TYPE_INT));
attempt(fn () => $t->column('x', 9));
attempt(fn () => $t->create());
attempt(fn () => $t->create());
attempt(fn () => $t->column('late', Table::TYPE_INT));
var_dump($t->size, $t->memorySize === $t->getMemorySize(), $t->memorySize > 128 * 30);

echo "rows\n";
var_dump($t->set('a', ['id' => 7, 'name' => 'Ann', 'ratio' => 0.5, 'unknown' => 1]));
echo json_encode($t->get('a')), "\n";
var_dump($t->get('a', 'name'), $t->get('a', 'none'), $t->get('b'), $t->get('b', 'id'));
var_dump($t->set('a', ['name' => '']), $t->set('b', ['id' => '12', 'ratio' => '3', 'name' => 4.5]));
echo json_encode([$t->get('a'), $t->get('b')]), "\n";
var_dump($t->add('a', ['id' => 1]), $t->add('c', ['id' => 1]), $t->update('d', ['id' => 1]), $t->update('c', ['id' => 2]), $t->get('c', 'id'));
var_dump(count($t), $t->exists('c'), $t->exist('d'), $t->del('c'), $t->delete('c'), $t->exists('c'), $t->count());
var_dump($t->set("\0\xff", ['name' => "a\0b"]), $t->get("\0\xff", 'name') === "a\0b", $t->del("\0\xff"), $t->set('', ['id' => 5]), $t->getdel('', 'id'), $t->getdel(''));
echo json_encode($t->getdel('b')), count($t), "\n";

echo "comparing\n";
$t->set('a', ['id' => 1, 'name' => 'x', 'ratio' => 2]);
var_dump($t->cmpset('a', ['id' => 2], ['id' => 3]), $t->cmpset('a', ['id' => 1, 'name' => 'x'], ['id' => 3]), $t->get('a', 'id'));
var_dump($t->cmpset('a', ['name' => 'xy'], ['id' => 4]), $t->cmpset('a', ['nothing' => 1], ['id' => 4]), $t->cmpset('none', [], ['id' => 4]), $t->get('a', 'id'));
var_dump($t->cmpdel('a', ['ratio' => 3]), $t->cmpdel('a', ['ratio' => 2]), $t->cmpdel('a', []));

echo "counting\n";
var_dump($t->incr('n', 'id'), $t->incr('n', 'id', 5), $t->decr('n', 'id', 10), $t->decr('n', 'id'), $t->incr('n', 'ratio', 1.5), $t->decr('n', 'ratio'), $t->incr('m', 'ratio'));
attempt(fn () => $t->incr('n', 'name'));
attempt(fn () => $t->decr('n', 'nothing'));
attempt(fn () => $t->incr('n', 'id', 'x'));

echo "limits\n";
$long = str_repeat('k', 63);
var_dump($t->set($long, ['id' => 1]), $t->get($long, 'id'), $t->del($long));
attempt(fn () => $t->set("{$long}k", ['id' => 1]));
attempt(fn () => $t->get("{$long}k"));
Co::set(['log_date_format' => 'D']);
var_dump($t->set('s', ['name' => '0123456789abcdef']), $t->get('s', 'name'), $t->set('s', ['name' => '0123456789abcdefg']), $t->get('s', 'name'));
attempt(fn () => $t['s']);
attempt(fn () => $t->set('s', ['name' => new stdClass()]));
attempt(fn () => clone $t);

echo "foreach\n";
foreach ($t as $key => $_) {
    $t->del($key);
}
var_dump(count($t));
for ($i = 0; $i < 120; $i++) {
    $t->set("row $i", ['id' => $i]);
}
$seen = [];
foreach ($t as $key => $row) {
    foreach ($t as $_) {
        // A loop inside ends the outer one: they share their place.
        break;
    }
    $seen[$key] = $row['id'];
    break;
}
$seen = [];
foreach ($t as $key => $row) {
    $seen[$key] = $row['id'];
}
ksort($seen, SORT_NATURAL);
var_dump(count($seen), array_values($seen) === range(0, 119), $t->valid(), $t->current(), $t->key());

echo "figures\n";
$figures = $t->stats();
echo implode(' ', array_keys($figures)), "\n";
var_dump($figures['num'], $figures['insert_count'] >= 120, $figures['total_slice_num'], $figures['conflict_count'] > 0, $figures['available_slice_num'] < 128);
$full = new Table(1);
$full->column('n', Table::TYPE_INT);
$full->create();
var_dump($full->size);
$kept = 0;
set_error_handler(fn () => true);
for ($i = 0; $i < 1000; $i++) {
    $kept += (int) $full->set("k$i", ['n' => $i]);
}
var_dump($kept === count($full), $kept >= 64, $kept <= 128, $full->stats()['available_slice_num']);
for ($i = 0; $i < 1000; $i++) {
    if (($value = $full->get("k$i", 'n')) !== false && $value !== $i) {
        echo "k$i is $value\n";
    }
    $full->del("k$i");
}
var_dump(count($full), $full->stats()['available_slice_num']);
var_dump($full->destroy());
attempt(fn () => $full->get('k1'));

$t = swoole_table('8', 'id:i,name:s:32');
$t->set('x', ['id' => 1, 'name' => 'from a text']);
echo get_class($t), ' ', json_encode($t->get('x')), "\n";
attempt(fn () => swoole_table(8, 'id:q'));
?>
--EXPECTF--
NULL
NULL
int(128)
Swoole\Error: table is not created or has been destroyed
Swoole\Error: table is not created or has been destroyed
Swoole\Error: table is not created or has been destroyed
warning: Swoole\Table::create(): the table has no columns
bool(false)
array(3) {
  [0]=>
  bool(true)
  [1]=>
  bool(true)
  [2]=>
  bool(true)
}
bool(false)
warning: Swoole\Table::column(): the length of string type values has to be more than zero
bool(false)
warning: Swoole\Table::column(): the column name is empty
bool(false)
warning: Swoole\Table::column(): unknown column type
bool(false)
bool(true)
warning: Swoole\Table::create(): the table has been created already
bool(false)
warning: Swoole\Table::column(): unable to add column after table has been created
bool(false)
int(128)
bool(true)
bool(true)
rows
bool(true)
{"id":7,"name":"Ann","ratio":0.5}
string(3) "Ann"
bool(false)
bool(false)
bool(false)
bool(true)
bool(true)
[{"id":7,"name":"","ratio":0.5},{"id":12,"name":"4.5","ratio":3}]
bool(false)
bool(true)
bool(false)
bool(true)
int(2)
int(3)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
int(2)
bool(true)
bool(true)
bool(true)
bool(true)
int(5)
bool(false)
{"id":12,"name":"4.5","ratio":3}1
comparing
bool(false)
bool(true)
int(3)
bool(false)
bool(false)
bool(false)
int(3)
bool(false)
bool(true)
bool(false)
counting
int(1)
int(6)
int(-4)
int(-5)
float(1.5)
float(0.5)
float(1)
warning: Swoole\Table::incr(): can't execute 'incr' on a string type column
bool(false)
warning: Swoole\Table::decr(): column[nothing] does not exist
bool(false)
TypeError: Swoole\Table::incr(): Argument #3 ($incrby) must be of type int|float, string given
limits
bool(true)
int(1)
bool(true)
warning: Swoole\Table::set(): key length exceeds the limit of 63 bytes
bool(false)
warning: Swoole\Table::get(): key length exceeds the limit of 63 bytes
bool(false)
[D %s.0]	WARNING	table_marshal_values(): [key=s,field=name]string value is too long
bool(true)
string(16) "0123456789abcdef"
bool(true)
string(16) "0123456789abcdef"
Error: Cannot use object of type Swoole\Table as array
Error: Object of class stdClass could not be converted to string
Error: Trying to clone an uncloneable object of class Swoole\Table
foreach
int(0)
int(120)
bool(true)
bool(false)
NULL
NULL
figures
num conflict_count conflict_max_level insert_count update_count delete_count available_slice_num total_slice_num
int(120)
bool(true)
int(128)
bool(true)
bool(true)
int(64)
bool(true)
bool(true)
bool(true)
int(0)
int(0)
int(64)
bool(true)
Swoole\Error: table is not created or has been destroyed
Swoole\Table {"id":1,"name":"from a text"}
Swoole\Exception: unknown field type [q] of [id]
