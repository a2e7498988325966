--TEST--
Client: what is made, and what there is before a connection
--FILE--
<?php
require __DIR__ . '/clients.inc.php';
use Swoole\Coroutine\Client;
use function Swoole\Coroutine\run;

run(function () {
    $client = new Client(SWOOLE_SOCK_TCP);
    var_dump($client);
    var_dump($client instanceof Co\Client);
    foreach (['recv', 'peek', 'isConnected', 'getsockname', 'getpeername', 'close', 'exportSocket', 'enableSSL', 'getPeerCert', 'verifyPeerCert'] as $method) {
        show($client, $client->$method());
        $client->errCode = 0;
    }
    show($client, $client->send('x'));
    show($client, $client->sendto('127.0.0.1', 1, 'x'));
    show($client, $client->sendfile(__FILE__));
    show($client, $client->set([]));
    show($client, $client->set(['timeout' => 1]));
    show($client, $client->set(['package_eof' => "\n"]));
    echo json_encode($client->setting), "\n";
    var_dump($client->connect('', 80), $client->connect('127.0.0.1', 0), $client->connect('127.0.0.1', 70000), $client->send(''));
    foreach ([0, 7, 99] as $type) {
        try {
            new Client($type);
        } catch (Swoole\Exception $e) {
            echo $e->getMessage(), ' ', $e->getCode(), "\n";
        }
    }
    try {
        clone $client;
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
});
try {
    (new Client(SWOOLE_SOCK_TCP))->connect('127.0.0.1', 1);
} catch (Swoole\Error $e) {
    echo $e->getMessage(), ' ', $e->getCode(), "\n";
}
?>
--EXPECTF--
object(Swoole\Coroutine\Client)#%d (7) {
  ["errCode"]=>
  int(0)
  ["errMsg"]=>
  string(0) ""
  ["fd"]=>
  int(-1)
  ["socket"]=>
  NULL
  ["type"]=>
  int(1)
  ["setting"]=>
  NULL
  ["connected"]=>
  bool(false)
}
bool(true)
false 5001 Client no connection
false 5001 Client no connection
false 0 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
false 5001 Client no connection
true
true
{"timeout":1,"package_eof":"\n"}

Warning: Swoole\Coroutine\Client::connect(): The host is empty. in %s on line %d

Warning: Swoole\Coroutine\Client::connect(): Invalid port [0] in %s on line %d

Warning: Swoole\Coroutine\Client::connect(): Invalid port [70000] in %s on line %d

Warning: Swoole\Coroutine\Client::send(): data to send is empty in %s on line %d
bool(false)
bool(false)
bool(false)
bool(false)
unknown type of socket: 0 724
unknown type of socket: 7 724
unknown type of socket: 99 724
Trying to clone an uncloneable object of class Swoole\Coroutine\Client
API must be called in the coroutine 10001
