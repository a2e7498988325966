--TEST--
Socket: peers that stall, reset, trickle, or never end
--EXTENSIONS--
sockets
posix
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

/** Ends the connection with a reset. */
function reset_by(Socket $socket): void
{
    $socket->setOption(SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
    $socket->close();
}

run(function () {
    echo "more than there is memory for is not asked for in advance\n";
    [$client, $server] = pair();
    $server->send('little');
    $server->close();
    $before = memory_get_usage();
    var_dump($client->recvAll(PHP_INT_MAX), memory_get_peak_usage() - $before < 4_000_000);
    [$client, $server] = pair();
    $server->send('little');
    var_dump($client->recv(PHP_INT_MAX), $client->recv(1, 0.001), $client->recv(-5, 0.001));

    echo "reset while waiting to read\n";
    [$client, $server] = connection();
    go(fn() => show($client, $client->recv()));
    reset_by($server);
    Coroutine::sleep(0.01);
    show($client, $client->recv());

    echo "reset while waiting to write\n";
    [$client, $server] = connection();
    go(function () use ($client) {
        $sent = $client->sendAll(str_repeat('x', 20_000_000));
        var_dump($sent > 0 && $sent < 20_000_000, in_array($client->errCode, [104, 32], true));
    });
    reset_by($server);
    Coroutine::sleep(0.01);

    echo "reset before it is accepted\n";
    $listening = listening();
    $client = new Socket(AF_INET, SOCK_STREAM, 0);
    $client->connect('127.0.0.1', $listening->getsockname()['port']);
    reset_by($client);
    $accepted = $listening->accept(0.05);
    var_dump($accepted === false || $accepted->recv(1, 1) === false);

    echo "in the middle of a package, of a whole\n";
    [$client, $server] = connection();
    $client->setProtocol(['open_length_check' => true, 'package_length_type' => 'N', 'package_body_offset' => 4]);
    $server->send(pack('N', 10) . 'half');
    $server->shutdown(1);
    show($client, $client->recvPacket());
    show($client, bin2hex($client->recvAll(100)));
    [$client, $server] = connection();
    $server->send('some');
    $all = $client->recvAll(10, 0.02);
    var_dump($all, $client->errCode);
    reset_by($server);
    show($client, $client->recvAll(10));

    echo "trickle\n";
    [$client, $server] = connection();
    $feeder = go(function () use ($server) {
        while ($server->send('.') && Coroutine::sleep(0.002)) {
        }
    });
    $start = microtime(true);
    show($client, $client->recvLine(100000, 0.1));
    var_dump(microtime(true) - $start < 5, $client->peek() !== false);
    Coroutine::cancel($feeder);
    $client->close();

    echo "a listener without descriptors to give\n";
    $listening = listening();
    $client = new Socket(AF_INET, SOCK_STREAM, 0);
    posix_setrlimit(POSIX_RLIMIT_NOFILE, 64, 64);
    $held = [];
    try {
        while (count($held) < 100) {
            $held[] = new Socket(AF_INET, SOCK_STREAM, 0);
        }
    } catch (Socket\Exception $e) {
        echo $e->getMessage(), "\n";
    }
    show($client, $client->connect('127.0.0.1', $listening->getsockname()['port']));
    show($listening, $listening->accept(1));
    array_pop($held);
    var_dump($listening->accept(1)::class);
});
?>
--EXPECT--
more than there is memory for is not asked for in advance
string(6) "little"
bool(true)
string(6) "little"
bool(false)
bool(false)
reset while waiting to read
false 104 Connection reset by peer
""
reset while waiting to write
bool(true)
bool(true)
reset before it is accepted
bool(true)
in the middle of a package, of a whole
""
"0000000a68616c66"
string(4) "some"
int(110)
false 104 Connection reset by peer
trickle
false 110 Connection timed out
bool(true)
bool(true)
a listener without descriptors to give
new Socket() failed. Error: Too many open files [24]
true
false 24 Too many open files
string(23) "Swoole\Coroutine\Socket"
