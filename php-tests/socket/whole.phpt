--TEST--
Socket: recvAll(), sendAll(), recvLine(), recvWithBuffer(): nothing is lost or out of order
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    // More than the kernel holds, both ways at once.
    [$client, $server] = connection();
    $up = random_bytes(5_000_000);
    $down = random_bytes(3_000_000);
    echo json_encode(Coroutine\batch([
        fn() => $server->sendAll($down),
        fn() => $server->recvAll(strlen($up)) === $up,
        fn() => $client->sendAll($up),
        fn() => $client->recvAll(strlen($down)) === $down,
    ])), "\n";
    var_dump($client->sendAll(''), $client->errCode);

    echo "the end comes early\n";
    go(function () use ($server) {
        $server->sendAll('half');
        $server->shutdown(1);
    });
    var_dump($client->recvAll(100), $client->errCode, $client->recvAll(100), $client->errCode);

    echo "lines\n";
    [$client, $server] = pair();
    $server->sendAll("one\ntwo\r\n\nfo");
    show($client, $client->recvLine());
    show($client, $client->recvLine());
    show($client, $client->recvLine());
    show($client, $client->recvLine(100, 0.01));
    go(function () use ($server) {
        foreach (str_split("ur\nabcdefgh\nrest") as $byte) {
            $server->send($byte);
            Coroutine::sleep(0.001);
        }
        $server->close();
    });
    show($client, $client->recvLine());
    show($client, $client->recvLine(5));
    show($client, $client->recvLine(5));
    show($client, $client->recvLine());
    show($client, $client->recvLine());

    echo "mixed\n";
    [$client, $server] = pair();
    $server->sendAll("line\n0123456789");
    show($client, $client->recvLine());
    show($client, $client->peek(3));
    show($client, $client->recv(2));
    show($client, $client->recvWithBuffer(3));
    show($client, $client->recvAll(4));
    $server->send('+');
    show($client, $client->recv());
    show($client, $client->recv());
    for ($i = 0; $i < 3; $i++) {
        $server->send('abc');
    }
    for ($i = 0; $i < 9; $i++) {
        echo $client->recvWithBuffer(1);
    }
    echo "\n";
    show($client, $client->recvWithBuffer(1, 0.01));
    $server->close();
    show($client, $client->recvWithBuffer(1));
    show($client, $client->recv());
});
?>
--EXPECT--
[3000000,true,5000000,true]
int(0)
int(0)
the end comes early
string(4) "half"
int(0)
string(0) ""
int(0)
lines
"one\n"
"two\r\n"
"\n"
false 110 Connection timed out
"four\n"
"abcde"
"fgh\n"
"rest"
""
mixed
"line\n"
"012"
"01"
"234"
"5678"
"9"
"+"
abcabcabc
false 110 Connection timed out
""
""
