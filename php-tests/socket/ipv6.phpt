--TEST--
Socket: IPv6, IPv4 in IPv6, and names: all of their addresses are tried
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    $serve = function (Socket $listening) {
        while ($server = $listening->accept(5)) {
            $server->sendAll($server->getpeername()['address'] . "\n");
        }
    };
    $v6 = listening('::1', AF_INET6);
    $v4 = listening();
    $both = new Socket(AF_INET6, SOCK_STREAM, 0);
    $both->setOption(IPPROTO_IPV6, IPV6_V6ONLY, 0);
    $both->bind('::');
    $both->listen();
    go($serve, $v6);
    go($serve, $v4);
    go($serve, $both);
    echo $v6->getsockname()['address'], ' ', $both->getsockname()['address'], "\n";
    foreach ([
        [AF_INET6, '::1', $v6], [AF_INET6, '[::1]', $v6], [AF_INET6, '0:0:0:0:0:0:0:1', $v6],
        [AF_INET6, '127.0.0.1', $v4], [AF_INET, 'localhost', $v4],
        // The name has ::1 too, perhaps, where nobody listens: then the other address is tried.
        [AF_INET6, 'localhost', $v4], [AF_INET, '127.0.0.1', $both],
        [AF_INET, '::1', $v6], [AF_INET, 'no.such.host.invalid', $v4], [AF_INET, '', $v4],
    ] as [$domain, $host, $to]) {
        $client = new Socket($domain, SOCK_STREAM, 0);
        $connected = $client->connect($host, $to->getsockname()['port']);
        show($client, $connected ? trim($client->recvLine()) : false);
    }
    foreach ([$v6, $v4, $both] as $listening) {
        $listening->close();
    }

});
?>
--EXPECT--
::1 ::
"::1"
"::1"
"::1"
"127.0.0.1"
"127.0.0.1"
"127.0.0.1"
"::ffff:127.0.0.1"
false 722 Bad host addr
false 711 DNS Lookup resolve failed
false 22 Invalid argument
