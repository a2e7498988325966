--TEST--
Server: declared properties, unset, clone, serialize, subclassing, set() and handle()
--FILE--
<?php
use Swoole\Coroutine\Http\Server;

function attempt(callable $do): void
{
    try {
        var_dump($do());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}

foreach ((new ReflectionClass(Server::class))->getProperties() as $property) {
    echo $property->getName(), ' ', json_encode($property->getDefaultValue()), ' ', $property->getType() ?? 'untyped', "\n";
}
$server = new Server('127.0.0.1', 0);
echo json_encode([$server->settings, $server->errCode, $server->errMsg]), "\n";

foreach (['fd', 'host', 'port', 'ssl', 'settings', 'errCode', 'errMsg'] as $name) {
    attempt(function () use ($server, $name) {
        unset($server->$name);
    });
}
attempt(fn () => clone $server);
attempt(fn () => serialize($server));
attempt(fn () => unserialize('O:28:"Swoole\Coroutine\Http\Server":0:{}'));
var_dump((new ReflectionClass(Server::class))->isFinal());
@$server->own = 1;
unset($server->own);
var_dump(isset($server->own));

echo "-- set\n";
attempt(fn () => $server->set([]));
var_dump($server->settings);
attempt(fn () => $server->set(['a' => 1, 'b' => 2]));
attempt(fn () => $server->set(['b' => 3, 'unknown' => null, 5 => 'five']));
echo json_encode($server->settings), "\n";
attempt(fn () => $server->set('x'));

echo "-- handle\n";
class Greeter
{
    public function hello() {}
    public static function all() {}
    private function hidden() {}
}
attempt(fn () => $server->handle('/', 'strlen'));
attempt(fn () => $server->handle('/', [new Greeter(), 'hello']));
attempt(fn () => $server->handle('', 'Greeter::all'));
attempt(fn () => $server->handle('noslash', function () {}));
swoole_clear_error();
attempt(fn () => $server->handle('/', 'no_such_function'));
var_dump(swoole_last_error());
attempt(fn () => $server->handle('/', ['Greeter', 'nothing']));
attempt(fn () => $server->handle('/', [new Greeter(), 'hidden']));
attempt(fn () => $server->handle('/', 5));
attempt(fn () => $server->handle('/'));
?>
--EXPECTF--
fd -1 untyped
host null untyped
port -1 untyped
ssl false untyped
settings null untyped
errCode 0 untyped
errMsg "" untyped
[null,0,""]
Error: Property fd of class Swoole\Coroutine\Http\Server cannot be unset
Error: Property host of class Swoole\Coroutine\Http\Server cannot be unset
Error: Property port of class Swoole\Coroutine\Http\Server cannot be unset
Error: Property ssl of class Swoole\Coroutine\Http\Server cannot be unset
Error: Property settings of class Swoole\Coroutine\Http\Server cannot be unset
Error: Property errCode of class Swoole\Coroutine\Http\Server cannot be unset
Error: Property errMsg of class Swoole\Coroutine\Http\Server cannot be unset
Error: Trying to clone an uncloneable object of class Swoole\Coroutine\Http\Server
Exception: Serialization of 'Swoole\Coroutine\Http\Server' is not allowed
Exception: Unserialization of 'Swoole\Coroutine\Http\Server' is not allowed
bool(true)
bool(false)
-- set
bool(false)
NULL
bool(true)
bool(true)
{"a":1,"b":3,"unknown":null,"5":"five"}
TypeError: Swoole\Coroutine\Http\Server::set(): Argument #1 ($settings) must be of type array, string given
-- handle
bool(true)
bool(true)
bool(true)
bool(true)

Warning: Swoole\Coroutine\Http\Server::handle(): function 'no_such_function' is not callable in %s on line %d
bool(false)
int(503)

Warning: Swoole\Coroutine\Http\Server::handle(): function 'Greeter::nothing' is not callable in %s on line %d
bool(false)

Warning: Swoole\Coroutine\Http\Server::handle(): function 'Greeter::hidden' is not callable in %s on line %d
bool(false)

Warning: Swoole\Coroutine\Http\Server::handle(): function '5' is not callable in %s on line %d
bool(false)
ArgumentCountError: Swoole\Coroutine\Http\Server::handle() expects exactly 2 arguments, 1 given
