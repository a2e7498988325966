--TEST--
Socket: getOption() and setOption()
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\run;

run(function () {
    [$socket, $other] = connection();
    foreach ([[SOL_SOCKET, SO_REUSEADDR, 1], [SOL_SOCKET, SO_KEEPALIVE, true], [SOL_TCP, TCP_NODELAY, 1], [SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 7]]] as [$level, $name, $value]) {
        show($socket, $socket->setOption($level, $name, $value));
        show($socket, $socket->getOption($level, $name));
    }
    show($socket, $socket->getOption(SOL_SOCKET, SO_TYPE));
    show($socket, $socket->getOption(SOL_SOCKET, SO_ERROR));
    show($socket, $socket->setOption(SOL_SOCKET, SO_RCVBUF, 100_000));
    var_dump($socket->getOption(SOL_SOCKET, SO_RCVBUF) >= 100_000);
    var_dump(strlen($socket->getOption(SOL_TCP, 13)) > 2); // TCP_CONGESTION
    $info = $socket->getOption(SOL_TCP, TCP_INFO);
    var_dump($info['state'], $info['snd_mss'] > 500, count($info));
    show($socket, $socket->getOption(SOL_SOCKET, 9999));
    show($socket, $socket->setOption(SOL_SOCKET, 9999, 1));
    try {
        $socket->setOption(SOL_SOCKET, SO_LINGER, ['l_onoff' => 1]);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
    $socket->setOption(SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
    $socket->close();
    show($other, $other->recv());
    show($other, $other->send('x'));

    $udp = new Socket(AF_INET, SOCK_DGRAM, 0);
    show($udp, $udp->setOption(IPPROTO_IP, MCAST_JOIN_GROUP, ['group' => '239.1.2.3', 'interface' => 'lo']));
    show($udp, $udp->setOption(IPPROTO_IP, IP_MULTICAST_IF, 'lo'));
    show($udp, $udp->setOption(IPPROTO_IP, IP_MULTICAST_LOOP, 1));
    $udp->setOption(SOL_SOCKET, SO_REUSEADDR, 1);
    $udp->bind('239.1.2.3', 0);
    show($udp, $udp->sendto('239.1.2.3', $udp->getsockname()['port'], 'to all'));
    show($udp, $udp->recv(100, 5));
    show($udp, $udp->setOption(IPPROTO_IP, MCAST_LEAVE_GROUP, ['group' => '239.1.2.3', 'interface' => 'lo']));
    show($udp, $udp->setOption(IPPROTO_IP, MCAST_JOIN_GROUP, ['group' => '239.1.2.3', 'interface' => 'nosuch']));
});
?>
--EXPECT--
true
1
true
1
true
1
true
{"l_onoff":1,"l_linger":7}
1
0
true
bool(true)
bool(true)
int(1)
bool(true)
int(30)
false 92 Protocol not available
false 92 Protocol not available
Swoole\Coroutine\Socket::setOption(): Argument #3 ($opt_value) must have key "l_linger"
false 104 Connection reset by peer
false 32 Broken pipe
true
true
true
6
"to all"
true
false 19 No such device
