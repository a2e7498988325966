--TEST--
Classes marked @not-serializable or @uninstantiable in the stubs are so
--FILE--
<?php
require __DIR__ . '/describe.inc.php';
require __DIR__ . '/stubs.inc.php';

$arguments = [Swoole\Coroutine\Http\Client::class => ['127.0.0.1'], Swoole\Coroutine\Http2\Client::class => ['127.0.0.1'], Swoole\Coroutine\Http\Server::class => ['127.0.0.1'], Swoole\Coroutine\Server::class => ['127.0.0.1'], Swoole\Coroutine\Server\Connection::class => [new Swoole\Coroutine\Socket(2, 1)], Swoole\ConnectionPool::class => [fn () => 1], Swoole\Coroutine\Socket::class => [2, 1], Swoole\Coroutine\Client::class => [1], Swoole\Table::class => [64], Swoole\Process::class => ['strlen'], Swoole\Process\Pool::class => [1]];

foreach (Stub\describe_stubs()['classes'] as $name => $_) {
    $doc = (new ReflectionClass("Stub\\$name"))->getDocComment();
    if (str_contains($doc, '@uninstantiable')) {
        try {
            new $name();
            echo "$name was instantiated\n";
        } catch (Error $error) {
            echo $error->getMessage(), "\n";
        }
    }
    if (str_contains($doc, '@not-serializable')) {
        $object = new $name(...($arguments[$name] ?? []));
        try {
            echo serialize($object), "\n";
        } catch (Exception $exception) {
            echo $exception->getMessage(), "\n";
        }
        try {
            clone $object;
            echo "$name was cloned\n";
        } catch (Error $error) {
            echo $error->getMessage(), "\n";
        }
    }
}
?>
--EXPECT--
Serialization of 'Swoole\Coroutine\Channel' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Channel
The object of Swoole\Coroutine can not be created for security reasons
Serialization of 'Swoole\Coroutine\Client' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Client
Serialization of 'Swoole\Coroutine\Server' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Server
Serialization of 'Swoole\Coroutine\Server\Connection' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Server\Connection
Serialization of 'Swoole\Coroutine\Http2\Client' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Http2\Client
Serialization of 'Swoole\Coroutine\Http\Client' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Http\Client
Serialization of 'Swoole\Http\Request' is not allowed
Trying to clone an uncloneable object of class Swoole\Http\Request
Serialization of 'Swoole\Http\Response' is not allowed
Trying to clone an uncloneable object of class Swoole\Http\Response
Serialization of 'Swoole\Http\Cookie' is not allowed
Trying to clone an uncloneable object of class Swoole\Http\Cookie
Serialization of 'Swoole\Coroutine\Http\Server' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Http\Server
Serialization of 'Swoole\Process' is not allowed
Trying to clone an uncloneable object of class Swoole\Process
Serialization of 'Swoole\Process\Pool' is not allowed
Trying to clone an uncloneable object of class Swoole\Process\Pool
The object of Swoole\Runtime can not be created for security reasons
Serialization of 'Swoole\Coroutine\Scheduler' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Scheduler
Serialization of 'Swoole\Atomic' is not allowed
Trying to clone an uncloneable object of class Swoole\Atomic
Serialization of 'Swoole\Lock' is not allowed
Trying to clone an uncloneable object of class Swoole\Lock
Serialization of 'Swoole\Table' is not allowed
Trying to clone an uncloneable object of class Swoole\Table
Serialization of 'Swoole\Atomic\Long' is not allowed
Trying to clone an uncloneable object of class Swoole\Atomic\Long
Serialization of 'Swoole\Coroutine\Socket' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Socket
Serialization of 'Swoole\Coroutine\WaitGroup' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\WaitGroup
Serialization of 'Swoole\Coroutine\Barrier' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Barrier
Serialization of 'Swoole\Coroutine\Lock' is not allowed
Trying to clone an uncloneable object of class Swoole\Coroutine\Lock
Serialization of 'Swoole\ConnectionPool' is not allowed
Trying to clone an uncloneable object of class Swoole\ConnectionPool
The object of Swoole\Coroutine\System can not be created for security reasons
The object of Swoole\Timer can not be created for security reasons
Serialization of 'Swoole\WebSocket\Group' is not allowed
Trying to clone an uncloneable object of class Swoole\WebSocket\Group
