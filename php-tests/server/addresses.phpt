--TEST--
Server: IPv4, IPv6 and Unix sockets, and the addresses a request is told of
--SKIPIF--
<?php
if (!@stream_socket_server('tcp://[::1]:0')) {
    die('skip no IPv6 here');
}
?>
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$hosts = [
    '127.0.0.1' => null,
    '::1' => null,
    'unix:' . TestServer::path('a') => TestServer::path('a'),
    'unix://' . TestServer::path('b') => TestServer::path('b'),
];
$servers = [];
foreach ($hosts as $host => $path) {
    $servers[$host] = TestServer::start(function ($http) {
        $http->handle('/stop', function ($request, $response) use ($http) {
            $response->end('stopping');
            $http->shutdown();
        });
        $http->handle('/', fn ($request, $response) => $response->end(json_encode([
            'remote_addr' => $request->server['remote_addr'],
            'remote_port' => $request->server['remote_port'],
            'server_addr' => $request->server['server_addr'],
            'server_port' => $request->server['server_port'],
        ])));
    }, $host);
}
foreach ($hosts as $host => $path) {
    $server = $servers[$host];
    $client = $server->connect();
    $client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    $seen = json_decode($client->response()->body, true);
    if ($path !== null) {
        var_dump($seen === ['remote_addr' => '', 'remote_port' => 0, 'server_addr' => $path, 'server_port' => 0]);
        var_dump($server->port, file_exists($path));
    } else {
        $local = stream_socket_get_name($client->socket, false);
        $port = (int) substr($local, strrpos($local, ':') + 1);
        var_dump($seen === ['remote_addr' => $host, 'remote_port' => $port, 'server_addr' => $host, 'server_port' => $server->port]);
    }
    echo $server->get('/stop'), ' ', $server->wait(), "\n", $server->stop();
    if ($path !== null) {
        echo 'file left: ', json_encode(file_exists($path)), "\n";
    }
}
?>
--EXPECT--
bool(true)
200 stopping 0
bool(true)
200 stopping 0
bool(true)
int(0)
bool(true)
200 stopping 0
file left: false
bool(true)
int(0)
bool(true)
200 stopping 0
file left: false
