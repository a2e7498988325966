--TEST--
Request and Response made by a script, and what both refuse: unset, clone, serialize
--FILE--
<?php
use Swoole\Http\Request;
use Swoole\Http\Response;

function attempt(callable $do): void
{
    swoole_clear_error();
    try {
        echo json_encode([$do(), swoole_last_error()]), "\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}

foreach ([Request::class, Response::class] as $class) {
    echo "-- $class\n";
    foreach ((new ReflectionClass($class))->getProperties() as $property) {
        echo $property->getName(), ' ', json_encode($property->getDefaultValue()), "\n";
    }
    $object = new $class();
    foreach (array_keys(get_object_vars($object)) as $name) {
        attempt(function () use ($object, $name) {
            unset($object->$name);
        });
    }
    attempt(fn () => clone $object);
    attempt(fn () => serialize($object));
    attempt(fn () => unserialize(sprintf('O:%d:"%s":0:{}', strlen($class), $class)));
    $object->header = ['a' => 'b'];
    $object->header['c'] = 'd';
    echo json_encode($object->header), "\n";
    $child = eval("return new class extends $class { public \$mine = 1; };");
    echo json_encode([$child->mine, $child->header]), "\n";
}

echo "-- calls\n";
$request = new Request();
attempt(fn () => $request->rawContent());
attempt(fn () => $request->getContent());
attempt(fn () => $request->getMethod());
$response = new Response();
foreach ([
    fn () => $response->header('a', 'b'),
    fn () => $response->status(200),
    fn () => $response->cookie('a', 'b'),
    fn () => $response->initHeader(),
    fn () => $response->isWritable(),
    fn () => $response->write('x'),
    fn () => $response->end('x'),
    fn () => $response->redirect('/'),
    fn () => $response->upgrade(),
    fn () => $response->recv(),
    fn () => $response->push('x'),
    fn () => $response->ping(),
    fn () => $response->disconnect(),
    fn () => $response->close(),
] as $call) {
    attempt($call);
}
?>
--EXPECT--
-- Swoole\Http\Request
fd 0
streamId 0
header null
server null
cookie null
get null
files null
post null
tmpfiles null
Error: Property fd of class Swoole\Http\Request cannot be unset
Error: Property streamId of class Swoole\Http\Request cannot be unset
Error: Property header of class Swoole\Http\Request cannot be unset
Error: Property server of class Swoole\Http\Request cannot be unset
Error: Property cookie of class Swoole\Http\Request cannot be unset
Error: Property get of class Swoole\Http\Request cannot be unset
Error: Property files of class Swoole\Http\Request cannot be unset
Error: Property post of class Swoole\Http\Request cannot be unset
Error: Property tmpfiles of class Swoole\Http\Request cannot be unset
Error: Trying to clone an uncloneable object of class Swoole\Http\Request
Exception: Serialization of 'Swoole\Http\Request' is not allowed
Exception: Unserialization of 'Swoole\Http\Request' is not allowed
{"a":"b","c":"d"}
[1,null]
-- Swoole\Http\Response
fd 0
socket null
header null
cookie null
trailer null
Error: Property fd of class Swoole\Http\Response cannot be unset
Error: Property socket of class Swoole\Http\Response cannot be unset
Error: Property header of class Swoole\Http\Response cannot be unset
Error: Property cookie of class Swoole\Http\Response cannot be unset
Error: Property trailer of class Swoole\Http\Response cannot be unset
Error: Trying to clone an uncloneable object of class Swoole\Http\Response
Exception: Serialization of 'Swoole\Http\Response' is not allowed
Exception: Unserialization of 'Swoole\Http\Response' is not allowed
{"a":"b","c":"d"}
[1,null]
-- calls
[false,7106]
[false,7106]
[false,7106]
[false,7106]
[false,7106]
[false,7106]
[false,7106]
[false,0]
[false,7106]
[false,7106]
[false,7106]
[false,7106]
[false,1004]
[false,1004]
[false,1004]
[false,1004]
[false,1004]
