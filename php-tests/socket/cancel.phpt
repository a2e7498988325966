--TEST--
Socket: what ends a wait: Coroutine::cancel(), cancel(), close(), an exception
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    $data = str_repeat('x', 10_000_000);
    $waits = [
        'recv' => fn($socket) => $socket->recv(),
        'recvAll' => fn($socket) => $socket->recvAll(10),
        'recvLine' => fn($socket) => $socket->recvLine(),
        'recvPacket' => fn($socket) => $socket->recvPacket(),
        'recvfrom' => fn($socket) => $socket->recvfrom($peer),
        'readVector' => fn($socket) => $socket->readVector([1, 2]),
    ];
    foreach ($waits as $name => $wait) {
        echo "$name\n";
        foreach (['Coroutine::cancel', 'cancel', 'close'] as $how) {
            [$socket, $other] = pair();
            $cid = go(function () use ($socket, $wait, $how) {
                show($socket, $wait($socket));
                var_dump(Coroutine::isCanceled() === ($how === 'Coroutine::cancel'), $socket->getBoundCid(SWOOLE_EVENT_READ));
            });
            if ($socket->getBoundCid(SWOOLE_EVENT_READ) !== $cid) {
                echo "who waits is not known\n";
            }
            // On the spot: what the coroutine prints comes before the next line.
            $done = $how === 'Coroutine::cancel' ? Coroutine::cancel($cid) : $socket->$how();
            echo $how, ' ', json_encode($done), "\n";
        }
    }

    echo "writing\n";
    [$socket, $other] = pair();
    $cid = go(function () use ($socket, $data) {
        $sent = $socket->sendAll($data);
        var_dump($sent > 0 && $sent < strlen($data), $socket->errCode);
    });
    var_dump($socket->getBoundCid(SWOOLE_EVENT_WRITE) === $cid, $socket->cancel(), $socket->cancel(SWOOLE_EVENT_WRITE));
    var_dump($socket->cancel(SWOOLE_EVENT_WRITE), $socket->cancel(7), $socket->getBoundCid(7));

    echo "accepting\n";
    $listening = listening();
    go(fn() => show($listening, $listening->accept()));
    var_dump($listening->cancel());
    go(fn() => show($listening, $listening->accept()));
    var_dump($listening->close());

    echo "connecting\n";
    // A backlog that is full does not answer; or this machine has no such route, which is an error at once.
    $connecting = new Socket(AF_INET, SOCK_STREAM, 0);
    $cid = go(function () use ($connecting) {
        $result = $connecting->connect('192.0.2.1', 9);
        var_dump($result, in_array($connecting->errCode, [125, 101, 113, 13, 110], true));
    });
    Coroutine::exists($cid) && Coroutine::cancel($cid);

    echo "an exception\n";
    [$socket, $other] = pair();
    $cid = go(function () use ($socket) {
        try {
            $socket->recv();
        } catch (Coroutine\CanceledException $e) {
            echo get_class($e), "\n";
        }
        // The socket goes on.
        show($socket, $socket->recv());
    });
    var_dump(Coroutine::cancel($cid, true));
    $other->send('on');
});
?>
--EXPECT--
recv
false 125 Operation canceled
bool(true)
int(0)
Coroutine::cancel true
false 125 Operation canceled
bool(true)
int(0)
cancel true
false 125 Operation canceled
bool(true)
int(0)
close true
recvAll
false 125 Operation canceled
bool(true)
int(0)
Coroutine::cancel true
false 125 Operation canceled
bool(true)
int(0)
cancel true
false 125 Operation canceled
bool(true)
int(0)
close true
recvLine
false 125 Operation canceled
bool(true)
int(0)
Coroutine::cancel true
false 125 Operation canceled
bool(true)
int(0)
cancel true
false 125 Operation canceled
bool(true)
int(0)
close true
recvPacket
false 125 Operation canceled
bool(true)
int(0)
Coroutine::cancel true
false 125 Operation canceled
bool(true)
int(0)
cancel true
false 125 Operation canceled
bool(true)
int(0)
close true
recvfrom
false 125 Operation canceled
bool(true)
int(0)
Coroutine::cancel true
false 125 Operation canceled
bool(true)
int(0)
cancel true
false 125 Operation canceled
bool(true)
int(0)
close true
readVector
false 125 Operation canceled
bool(true)
int(0)
Coroutine::cancel true
false 125 Operation canceled
bool(true)
int(0)
cancel true
false 125 Operation canceled
bool(true)
int(0)
close true
writing
bool(true)
int(125)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
int(0)
accepting
false 125 Operation canceled
bool(true)
false 125 Operation canceled
bool(true)
connecting
bool(false)
bool(true)
an exception
Swoole\Coroutine\CanceledException
bool(true)
"on"
