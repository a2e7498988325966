--TEST--
backlog: so many connections the kernel holds for a server that does not accept, and no more
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$setup = fn (array $settings) => function ($http) use ($settings) {
    $settings && $http->set($settings);
    // Blocks the process, until this test says so.
    $http->handle('/block', function ($request, $response) {
        $response->write('blocked');
        for ($i = 0; $i < PATIENCE * 100 && !file_exists(TestServer::path('go')); $i++) {
            usleep(10_000);
            clearstatcache();
        }
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
};
$servers = [
    'backlog 1' => TestServer::start($setup(['backlog' => 1])),
    'backlog 4' => TestServer::start($setup(['backlog' => '4'])),
    'the default' => TestServer::start($setup([])),
];

const CLIENTS = 20;
foreach ($servers as $name => $server) {
    $blocked = $server->connect();
    $blocked->send("GET /block HTTP/1.1\r\nHost: x\r\n\r\n");
    $blocked->readUntil('blocked');
    $pending = [];
    for ($i = 0; $i < CLIENTS; $i++) {
        $pending[] = stream_socket_client("tcp://127.0.0.1:$server->port", $code, $text, 5, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
    }
    // On this machine who may connect has connected at once; the others are told nothing.
    usleep(200_000);
    $writable = $pending;
    $none = null;
    stream_select($none, $writable, $none, 0);
    echo "$name: ", count($writable), "\n";
    array_map(fclose(...), $pending);
    touch(TestServer::path('go'));
    $blocked->readUntil("0\r\n\r\n");
    echo $server->get('/'), "\n";
    unlink(TestServer::path('go'));
}
?>
--EXPECT--
backlog 1: 2
200 well
backlog 4: 5
200 well
the default: 20
200 well
