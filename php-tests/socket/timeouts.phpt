--TEST--
Socket: time limits of calls, of a socket, of the process
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

Coroutine::set(['socket_read_timeout' => 0.02]);
run(function () {
    [$one, $other] = pair();
    // Named by the call.
    show($one, $one->recv(10, 0.01));
    echo swoole_last_error(), ' ', swoole_errno(), "\n";
    // The option.
    show($one, $one->recv());
    // Of the socket.
    var_dump($one->getOption(SOL_SOCKET, SO_RCVTIMEO));
    show($one, $one->setOption(SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 30000]));
    echo json_encode($one->getOption(SOL_SOCKET, SO_RCVTIMEO)), "\n";
    $start = microtime(true);
    show($one, $one->recv());
    var_dump(microtime(true) - $start >= 0.029);
    // Without a limit: longer than all of those.
    go(function () use ($other) {
        Coroutine::sleep(0.1);
        $other->send('late');
    });
    show($one, $one->recv(10, -1));
    // For all of it, not for each wait.
    go(function () use ($other) {
        for ($i = 0; $i < 40 && $other->send('.'); $i++) {
            Coroutine::sleep(0.01);
        }
    });
    $got = $one->recvAll(100000, 0.1);
    var_dump(strlen($got) > 1 && strlen($got) < 40, $one->errCode);
    $one->close();

    $listening = listening();
    show($listening, $listening->accept(0.01));
    // Nobody takes this.
    [$full, $unread] = pair();
    show($full, $full->sendAll(str_repeat('x', 10_000_000), 0.05) < 10_000_000);
    var_dump($full->errCode);
    show($full, $full->send('x', 0.01));
    $full->setOption(SOL_SOCKET, SO_SNDTIMEO, ['sec' => 0, 'usec' => 10000]);
    show($full, $full->send('x'));
    foreach ([['usec' => 1], 5] as $wrong) {
        try {
            $full->setOption(SOL_SOCKET, SO_SNDTIMEO, $wrong);
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
});
?>
--EXPECT--
false 110 Connection timed out
110 110
false 110 Connection timed out
array(2) {
  ["sec"]=>
  int(0)
  ["usec"]=>
  int(0)
}
true
{"sec":0,"usec":30000}
false 110 Connection timed out
bool(true)
"late"
bool(true)
int(110)
false 110 Connection timed out
true
int(110)
false 110 Connection timed out
false 110 Connection timed out
ValueError: Swoole\Coroutine\Socket::setOption(): Argument #3 ($opt_value) must have key "sec"
TypeError: Swoole\Coroutine\Socket::setOption(): Argument #3 ($opt_value) must be of type array, int given
