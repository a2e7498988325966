--TEST--
Socket: Unix stream sockets, by path and by abstract name, and pairs
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    $path = sys_get_temp_dir() . '/swoole-unix-' . getmypid();
    foreach ([$path, "\0swoole-" . getmypid()] as $name) {
        $listening = new Socket(AF_UNIX, SOCK_STREAM, 0);
        show($listening, $listening->bind($name) && $listening->listen());
        var_dump($listening->getsockname() === ['address' => $name, 'port' => 0]);
        go(function () use ($listening) {
            $server = $listening->accept();
            $server->sendAll(strrev($server->recv()));
        });
        $client = new Socket(AF_UNIX, SOCK_STREAM, 0);
        show($client, $client->connect($name));
        var_dump($client->getpeername() === ['address' => $name, 'port' => 0]);
        $client->send('abc');
        show($client, $client->recv());
        show($client, $client->recv());
    }
    var_dump(file_exists($path));
    // Also when nobody closes it.
    $other = new Socket(AF_UNIX, SOCK_STREAM, 0);
    show($other, $other->bind($path));
    $again = new Socket(AF_UNIX, SOCK_STREAM, 0);
    show($again, $again->bind($path));
    $other = null;
    var_dump(file_exists($path));
    show($again, $again->bind(str_repeat('x', 200)));
    show($again, $again->connect($path));
    show($again, $again->connect("a\0b"));

    foreach ([SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET] as $type) {
        [$one, $other] = pair($type);
        var_dump($one->domain === AF_UNIX, $one->type === $type);
        $one->send('there');
        $other->send('back');
        echo $other->recv(), ' ', $one->recv(), "\n";
    }
    var_dump(swoole_coroutine_socketpair(AF_INET, SOCK_STREAM, 0));
    var_dump(swoole_last_error());
});
?>
--EXPECTF--
true
bool(true)
true
bool(true)
"cba"
""
true
bool(true)
true
bool(true)
"cba"
""
bool(false)
true
false 98 Address already in use
bool(false)
false 36 File name too long
false 2 No such file or directory
false 22 Invalid argument
bool(true)
bool(true)
there back
bool(true)
bool(true)
there back
bool(true)
bool(true)
there back

Warning: swoole_coroutine_socketpair(): failed to create a pair of sockets, Error: Operation not supported[95] in %s on line %d
bool(false)
int(95)
