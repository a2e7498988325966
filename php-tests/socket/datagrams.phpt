--TEST--
Socket: UDP and Unix datagrams
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

run(function () {
    foreach ([[AF_INET, '127.0.0.1'], [AF_INET6, '::1']] as [$domain, $host]) {
        $server = new Socket($domain, SOCK_DGRAM, 0);
        show($server, $server->bind($host));
        $port = $server->getsockname()['port'];
        $client = new Socket($domain, SOCK_DGRAM, 0);
        $client->bind($host);
        $big = 0;
        go(function () use ($server, $client, $host, &$big) {
            // A message each; what does not fit into the buffer of recv() is lost.
            show($server, $server->recvfrom($peer));
            var_dump($peer == $client->getsockname(), $peer['address'] === $host);
            show($server, $server->recvfrom($peer));
            show($server, $server->recv(2));
            show($server, $server->recv());
            show($server, $server->sendto($peer['address'], $peer['port'], 'back'));
            $big = strlen($server->recvfrom($peer));
        });
        foreach (['one', '', 'three', 'four'] as $message) {
            show($client, $client->sendto($host, $port, $message));
        }
        show($client, $client->recvfrom($from, 5));
        var_dump($from['port'] === $port);
        show($client, $client->recv(10, 0.01));
        // Connected.
        show($client, $client->connect($host, $port));
        show($client, $client->send(str_repeat('x', 60000)));
        show($client, $client->sendto($host, $port, str_repeat('x', 70000)));
        Swoole\Coroutine::sleep(0.01);
        var_dump($big);
    }

    $path = sys_get_temp_dir() . '/swoole-dgram-' . getmypid();
    $server = new Socket(AF_UNIX, SOCK_DGRAM, 0);
    show($server, $server->bind($path));
    echo str_replace($path, 'PATH', json_encode($server->getsockname(), JSON_UNESCAPED_SLASHES)), "\n";
    $client = new Socket(AF_UNIX, SOCK_DGRAM, 0);
    show($client, $client->sendto($path, 0, 'unix'));
    show($server, $server->recvfrom($peer));
    echo json_encode($peer), "\n";
    $server->close();
    var_dump(file_exists($path));
    show($client, $client->sendto($path, 0, 'unix'));
});
?>
--EXPECT--
true
3
0
5
4
"one"
bool(true)
bool(true)
""
"th"
"four"
4
"back"
bool(true)
false 110 Connection timed out
true
60000
false 90 Message too long
int(60000)
true
3
0
5
4
"one"
bool(true)
bool(true)
""
"th"
"four"
4
"back"
bool(true)
false 110 Connection timed out
true
60000
false 90 Message too long
int(60000)
true
{"address":"PATH","port":0}
4
"unix"
{"address":"","port":0}
bool(false)
false 2 No such file or directory
