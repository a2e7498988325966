--TEST--
Socket: setProtocol() and recvPacket()
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

/** Sends in pieces of every size. */
function trickle(Socket $socket, string $bytes, int $piece): void
{
    go(function () use ($socket, $bytes, $piece) {
        foreach (str_split($bytes, $piece) as $part) {
            $socket->send($part);
            Coroutine::sleep(0.001);
        }
        $socket->shutdown(1);
    });
}

$length = ['open_length_check' => true, 'package_length_type' => 'N', 'package_length_offset' => 0, 'package_body_offset' => 4];
run(function () use ($length) {
    $bodies = ['first', '', str_repeat('x', 100), 'last'];
    $protocols = [
        'length' => [$length, fn($body) => pack('N', strlen($body)) . $body],
        'length of all' => [
            ['open_length_check' => 1, 'package_length_type' => 'v', 'package_length_offset' => 2, 'package_body_offset' => 0],
            fn($body) => 'HD' . pack('v', 4 + strlen($body)) . $body,
        ],
        'eof' => [['open_eof_check' => true, 'package_eof' => "\r\n"], fn($body) => "$body\r\n"],
        'function' => [
            ['open_length_check' => true, 'package_length_func' => fn($data) => ($at = strpos($data, ':')) === false ? 0 : $at + 1 + (int) $data],
            fn($body) => strlen($body) . ":$body",
        ],
        'mqtt' => [['open_mqtt_protocol' => true], fn($body) => "\x30" . chr(strlen($body)) . $body],
    ];
    foreach ($protocols as $name => [$settings, $pack]) {
        foreach ([1, 3, 1000] as $piece) {
            [$one, $other] = pair();
            $one->setProtocol($settings) || exit('refused');
            trickle($other, implode(array_map($pack, $bodies)), $piece);
            foreach ($bodies as $body) {
                if (($got = $one->recvPacket(5)) !== $pack($body)) {
                    echo "$name, pieces of $piece: ", json_encode($got), "\n";
                }
            }
            if ($one->recvPacket(5) !== '') {
                echo "$name: no end\n";
            }
        }
        echo "$name\n";
    }

    echo "without rules\n";
    [$one, $other] = pair();
    $other->send('as it comes');
    show($one, $one->recvPacket());
    show($one, $one->recvPacket(0.01));

    echo "a package that takes too long stays\n";
    $one->setProtocol($length);
    $other->send(pack('N', 6) . 'abc');
    show($one, $one->recvPacket(0.01));
    $other->send('def' . 'more');
    var_dump(substr($one->recvPacket(0.01), 4));
    show($one, $one->recv());

    echo "lengths that lie\n";
    $one->setProtocol(['package_max_length' => 100] + $length);
    $other->send(pack('N', 97));
    show($one, $one->recvPacket());
    show($one, $one->recvPacket());
    var_dump(strlen($one->recv()));
    $one->setProtocol(['open_length_check' => true, 'package_length_type' => 'n', 'package_length_offset' => 0]);
    $other->send(pack('n', 1));
    show($one, $one->recvPacket());
    $one->recv();
    $one->setProtocol(['open_length_check' => true, 'package_length_func' => fn($data) => (int) $data]);
    foreach (['-1', '101'] as $lie) {
        $other->send($lie);
        show($one, $one->recvPacket());
        $one->recv();
    }
    $one->setProtocol(['open_length_check' => true, 'package_length_func' => fn($data) => throw new Exception('in the function')]);
    $other->send('x');
    try {
        $one->recvPacket();
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    show($one, $one->recv());
    $one->setProtocol(['open_eof_check' => true, 'package_eof' => "\n"]);
    $other->send(str_repeat('y', 200));
    show($one, $one->recvPacket());
    $one->setProtocol(['open_eof_check' => false]);
    var_dump(strlen($one->recvPacket()), strlen($one->recv()));
    $one->setProtocol(['open_eof_check' => true, 'package_eof' => "\n"]);
    $other->send('unfinished');
    $other->close();
    show($one, $one->recvPacket());
    show($one, $one->recv());

    foreach ([
        ['open_length_check' => true, 'package_length_type' => 'a'],
        ['open_length_check' => true, 'package_length_func' => 'no_such_function'],
        ['open_eof_check' => true, 'package_eof' => ''],
        ['open_eof_check' => true, 'package_eof' => '123456789'],
    ] as $settings) {
        show($one, $one->setProtocol($settings));
    }
    show($one, $one->setProtocol([]));
});
?>
--EXPECTF--
length
length of all
eof
function
mqtt
without rules
"as it comes"
false 110 Connection timed out
a package that takes too long stays
false 110 Connection timed out
string(6) "abcdef"
"more"
lengths that lie
false 1201 Package length too large
false 1201 Package length too large
int(4)
false 1204 Package malformed data
false 1204 Package malformed data
false 1201 Package length too large
in the function
"x"
false 1201 Package length too large
int(100)
int(100)
""
"unfinished"

Warning: Swoole\Coroutine\Socket::setProtocol(): unknown package_length_type name 'a', see pack() in %s on line %d
false 505 Invalid params

Warning: Swoole\Coroutine\Socket::setProtocol(): function is not callable: function "no_such_function" not found or invalid function name in %s on line %d
false 505 Invalid params

Warning: Swoole\Coroutine\Socket::setProtocol(): package_eof cannot be an empty string in %s on line %d
false 505 Invalid params

Warning: Swoole\Coroutine\Socket::setProtocol(): the length of package_eof is too long in %s on line %d
false 505 Invalid params
true
