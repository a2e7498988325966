--TEST--
Client: UDP and Unix datagrams, with connect() and without
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/clients.inc.php';
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    foreach ([[SWOOLE_SOCK_UDP, AF_INET, '127.0.0.1'], [SWOOLE_SOCK_UDP6, AF_INET6, '::1']] as [$type, $domain, $host]) {
        $server = new Socket($domain, SOCK_DGRAM, 0);
        $server->bind($host);
        $port = $server->getsockname()['port'];
        go(function () use ($server) {
            while (($data = $server->recvfrom($peer)) !== 'end') {
                $server->sendto($peer['address'], $peer['port'], strrev($data));
            }
        });
        $client = new Client($type);
        show($client, $client->connect($host, $port));
        show($client, $client->send('abc'));
        show($client, $client->recv(5));
        show($client, $client->recv(0.01));
        show($client, $client->close());

        $client = new Client($type);
        show($client, $client->sendto($host, $port, 'def'));
        show($client, $client->recvfrom(100, $address, $from));
        var_dump($address === $host, $from === $port);
        show($client, $client->sendto($host, $port, ''));
        show($client, $client->recvfrom(0, $address));
        show($client, $client->sendto($host, $port, 'end'));
        $client = null;
    }

    $path = sys_get_temp_dir() . '/swoole-client-dgram-' . getmypid();
    $server = new Socket(AF_UNIX, SOCK_DGRAM, 0);
    $server->bind($path);
    $client = new Client(SWOOLE_SOCK_UNIX_DGRAM);
    show($client, $client->connect($path));
    show($client, $client->send('unix'));
    echo $server->recv(), "\n";
    // Nobody is there: UDP connects all the same.
    $client = new Client(SWOOLE_SOCK_UDP);
    show($client, $client->connect('127.0.0.1', 9));
    show($client, $client->send('x'));
});
?>
--EXPECT--
true
3
"cba"
false 110 Connection timed out
true
true
"fed"
bool(true)
bool(true)
false 0 
false 0 
true
true
3
"cba"
false 110 Connection timed out
true
true
"fed"
bool(true)
bool(true)
false 0 
false 0 
true
true
4
unix
true
1
