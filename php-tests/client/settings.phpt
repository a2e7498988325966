--TEST--
Client: set(): packages, time limits, the local address
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/clients.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    $port = serve(function (Socket $connection) {
        foreach (["one\r\ntw", "o\r\n", pack('N', 5) . 'he', 'llo' . pack('N', 0), pack('N', 1000)] as $part) {
            $connection->send($part);
            Coroutine::sleep(0.005);
        }
        $connection->recv();
    });
    $client = new Client(SWOOLE_SOCK_TCP);
    $client->set(['open_eof_check' => true, 'package_eof' => "\r\n"]);
    $client->connect('127.0.0.1', $port);
    show($client, $client->recv());
    show($client, $client->recv());
    // Also when connected.
    $client->set(['open_eof_check' => false, 'open_length_check' => true, 'package_length_type' => 'N', 'package_length_offset' => 0, 'package_body_offset' => 4, 'package_max_length' => 100]);
    show($client, substr($client->recv(), 4));
    show($client, bin2hex($client->recv()));
    show($client, $client->recv());
    $client->close();
    echo json_encode(array_keys($client->setting)), "\n";
    var_dump($client->set(['open_eof_check' => true, 'package_eof' => '']));
    show($client, $client->connect('127.0.0.1', $port));

    $silent = serve(fn(Socket $connection) => $connection->recv());
    foreach ([['timeout' => 0.02], ['read_timeout' => 0.02, 'timeout' => 50]] as $settings) {
        $client = new Client(SWOOLE_SOCK_TCP);
        $client->set($settings);
        $client->connect('127.0.0.1', $silent);
        show($client, $client->recv());
        $client->close();
    }
    $client = new Client(SWOOLE_SOCK_TCP);
    $client->set(['bind_address' => '127.0.0.7', 'open_tcp_nodelay' => false]);
    show($client, $client->connect('127.0.0.1', $silent));
    var_dump($client->getsockname()['address'], $client->socket->getOption(SOL_TCP, TCP_NODELAY));

    // Who waits goes on.
    $cid = go(fn() => show($client, $client->recv()));
    Coroutine::cancel($cid);
    go(fn() => show($client, $client->recv()));
    show($client, $client->close());
    stop();
});
?>
--EXPECTF--
"one\r\n"
"two\r\n"
"hello"
"00000000"
false 1201 Package length too large
["open_eof_check","package_eof","open_length_check","package_length_type","package_length_offset","package_body_offset","package_max_length"]
bool(true)

Warning: Swoole\Coroutine\Client::connect(): package_eof cannot be an empty string in %s on line %d
false 505 Invalid params
false 110 Connection timed out
false 110 Connection timed out
true
string(9) "127.0.0.7"
int(0)
false 125 Operation canceled
false 125 Operation canceled
true
