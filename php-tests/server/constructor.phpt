--TEST--
Server::__construct(): what cannot be bound, with the exception's class, code and message
--FILE--
<?php
use Swoole\Coroutine\Http\Server;

function attempt(string $what, mixed ...$arguments): void
{
    try {
        $server = new Server(...$arguments);
        echo "$what: bound, ", json_encode([preg_replace("~/.*~", "/PATH", $server->host), $server->port === 0 ? 0 : 'a port', $server->ssl, $server->fd > 2]), "\n";
    } catch (Throwable $e) {
        $message = preg_replace('~:[1-9]\d{3,4}\)~', ':PORT)', $e->getMessage());
        echo "$what: ", get_class($e), ' ', $e->getCode(), ' ', preg_replace('~/.*(?=:0\))~', '/PATH', $message), "\n";
    }
}

attempt('empty host', '');
attempt('no arguments');
attempt('five arguments', '127.0.0.1', 0, false, false, 1);
attempt('a name', 'no-such-host.invalid', 0);
attempt('half an address', '127.0.0', 0);
attempt('too large an address', '256.0.0.1', 0);
attempt('bad IPv6', '::g', 0);
attempt('port too large', '127.0.0.1', 99999);
attempt('port negative', '127.0.0.1', -1);
attempt('port no number', '127.0.0.1', 'x');
attempt('port null', '127.0.0.1', []);
attempt('not ours', '192.0.2.1', 9502);
attempt('any port', '127.0.0.1');
attempt('numeric string', '127.0.0.1', '0');
attempt('localhost', 'localhost');

$first = new Server('127.0.0.1');
attempt('in use', '127.0.0.1', $first->port);
attempt('in use, reuse_port', '127.0.0.1', $first->port, false, true);
var_dump(swoole_last_error());

$shared = new Server('127.0.0.1', 0, false, true);
attempt('reuse_port on both', '127.0.0.1', $shared->port, false, true);
attempt('reuse_port on one', '127.0.0.1', $shared->port);

$port = $first->port;
unset($first);
attempt('free again', '127.0.0.1', $port);

$path = sys_get_temp_dir() . '/swoole-' . getmypid() . '.sock';
attempt('unix', "unix:$path");
var_dump(file_exists($path));
attempt('unix, three slashes', "unix://$path", 7);
touch($path);
attempt('unix, exists', "unix:$path");
var_dump(file_exists($path));
unlink($path);
attempt('unix, no directory', "unix:$path/x");
attempt('unix, no path', 'unix:');
attempt('unix, too long', 'unix:/' . str_repeat('x', 200));
?>
--EXPECT--
empty host: Swoole\Exception 22 host is empty
no arguments: ArgumentCountError 0 Swoole\Coroutine\Http\Server::__construct() expects at least 1 argument, 0 given
five arguments: ArgumentCountError 0 Swoole\Coroutine\Http\Server::__construct() expects at most 4 arguments, 5 given
a name: Swoole\Exception 722 bind(no-such-host.invalid:0) failed
half an address: Swoole\Exception 722 bind(127.0.0:0) failed
too large an address: Swoole\Exception 722 bind(256.0.0.1:0) failed
bad IPv6: Swoole\Exception 722 bind(::g:0) failed
port too large: Swoole\Exception 723 bind(127.0.0.1:PORT) failed
port negative: Swoole\Exception 723 bind(127.0.0.1:-1) failed
port no number: TypeError 0 Swoole\Coroutine\Http\Server::__construct(): Argument #2 ($port) must be of type int, string given
port null: TypeError 0 Swoole\Coroutine\Http\Server::__construct(): Argument #2 ($port) must be of type int, array given
not ours: Swoole\Exception 99 bind(192.0.2.1:PORT) failed
any port: bound, ["127.0.0.1","a port",false,true]
numeric string: bound, ["127.0.0.1","a port",false,true]
localhost: bound, ["localhost","a port",false,true]
in use: Swoole\Exception 98 bind(127.0.0.1:PORT) failed
in use, reuse_port: Swoole\Exception 98 bind(127.0.0.1:PORT) failed
int(98)
reuse_port on both: bound, ["127.0.0.1","a port",false,true]
reuse_port on one: Swoole\Exception 98 bind(127.0.0.1:PORT) failed
free again: bound, ["127.0.0.1","a port",false,true]
unix: bound, ["unix:\/PATH",0,false,true]
bool(false)
unix, three slashes: bound, ["unix:\/PATH",0,false,true]
unix, exists: Swoole\Exception 98 bind(unix:/PATH:0) failed
bool(true)
unix, no directory: Swoole\Exception 2 bind(unix:/PATH:0) failed
unix, no path: Swoole\Exception 22 bind(unix::0) failed
unix, too long: Swoole\Exception 22 bind(unix:/PATH:0) failed
