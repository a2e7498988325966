--TEST--
Socket: one coroutine reads and one writes; a second one in the same direction is an error
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    [$socket, $other] = pair();
    $reader = go(function () use ($socket) {
        show($socket, $socket->recv());
    });
    try {
        $socket->recvLine();
    } catch (Swoole\Error $e) {
        echo str_replace(["Socket#$socket->fd ", "#$reader,", '#' . Co::getCid() . ' '], ['Socket#FD ', '#READER,', '#SELF '], $e->getMessage()), "\n";
        var_dump($e->getCode(), swoole_last_error());
    }
    // The other direction is free.
    $data = str_repeat('x', 1_000_000);
    $writer = go(function () use ($socket, $data) {
        show($socket, $socket->sendAll($data));
    });
    try {
        $socket->send('y');
    } catch (Swoole\Error $e) {
        echo str_replace(["Socket#$socket->fd ", "#$writer,", '#' . Co::getCid() . ' '], ['Socket#FD ', '#WRITER,', '#SELF '], $e->getMessage()), "\n";
    }
    var_dump($other->recvAll(1_000_000) === $data);
    $other->send('done');
});

$socket = new Socket(AF_INET, SOCK_STREAM, 0);
foreach (['recv', 'accept', 'recvPacket'] as $method) {
    try {
        $socket->$method();
    } catch (Swoole\Error $e) {
        echo "$method: ", $e->getMessage(), ' ', $e->getCode(), "\n";
    }
}
try {
    $socket->send('x');
} catch (Swoole\Error $e) {
    echo 'send: ', $e->getMessage(), "\n";
}
?>
--EXPECT--
Socket#FD has already been bound to another coroutine#READER, reading of the same socket in coroutine#SELF at the same time is not allowed
int(10002)
int(10002)
Socket#FD has already been bound to another coroutine#WRITER, writing of the same socket in coroutine#SELF at the same time is not allowed
1000000
bool(true)
"done"
recv: API must be called in the coroutine 10001
accept: API must be called in the coroutine 10001
recvPacket: API must be called in the coroutine 10001
send: API must be called in the coroutine
