--TEST--
Socket: what is made, its properties, and what is no socket
--EXTENSIONS--
sockets
--FILE--
<?php
use Swoole\Coroutine\Socket;

$socket = new Socket(AF_INET, SOCK_DGRAM, SOL_UDP);
var_dump($socket->fd > 2, $socket->domain === AF_INET, $socket->type === SOCK_DGRAM, $socket->protocol === SOL_UDP);
var_dump($socket->errCode, $socket->errMsg, $socket->isClosed(), $socket instanceof Co\Socket);
$socket->tag = 'mine';

foreach ([
    fn() => new Socket(999, 999, 0),
    fn() => new Socket(PHP_INT_MAX, SOCK_STREAM, 0),
    fn() => new Socket(AF_INET, SOCK_STREAM, SOL_UDP),
    fn() => clone $socket,
    fn() => serialize($socket),
    fn() => $socket->__construct(AF_INET, SOCK_STREAM, 0),
    function () use ($socket) { unset($socket->errCode); },
    fn() => (new ReflectionClass(Socket::class))->newInstanceWithoutConstructor()->close(),
] as $wrong) {
    try {
        $wrong();
        echo "nothing wrong\n";
    } catch (Throwable $e) {
        printf("%s: %s (%d)\n", get_class($e), $e->getMessage(), $e->getCode());
    }
}

class Mine extends Socket
{
    public function __construct()
    {
    }
}
try {
    (new Mine)->getsockname();
} catch (Swoole\Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
int(0)
string(0) ""
bool(false)
bool(true)
Swoole\Coroutine\Socket\Exception: new Socket() failed. Error: Invalid argument [22] (22)
Swoole\Coroutine\Socket\Exception: new Socket() failed. Error: Invalid argument [22] (22)
Swoole\Coroutine\Socket\Exception: new Socket() failed. Error: Protocol not supported [93] (93)
Error: Trying to clone an uncloneable object of class Swoole\Coroutine\Socket (0)
Exception: Serialization of 'Swoole\Coroutine\Socket' is not allowed (0)
Swoole\Error: socket has already been constructed (600)
Error: Property errCode of class Swoole\Coroutine\Socket cannot be unset (0)
Swoole\Error: must call constructor first (600)
must call constructor first
