--TEST--
Handler exceptions, refused handshakes, protocol violations and lost peers are logged at NOTICE, and silent by default
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../websocket/cases.inc.php';

$handlers = function (Swoole\Coroutine\Http\Server $http) {
    $http->handle('/throws', fn () => throw new Exception('thrown'));
    $http->handle('/ws', function ($request, $ws) {
        $ws->upgrade();
        while ($ws->recv()) {
        }
    });
};
$logs = [TestServer::path('notice'), TestServer::path('default')];
$servers = [
    TestServer::start($handlers, options: ['log_level' => SWOOLE_LOG_NOTICE, 'log_file' => $logs[0]]),
    TestServer::start($handlers, options: ['log_file' => $logs[1]]),
];

foreach ($servers as $server) {
    $server->get('/throws');
    $server->get('/ws');
    // An unmasked frame.
    $client = $server->connect();
    $client->handshake('/ws');
    $client->send("\x81\x01x");
    $client->isClosed();
    $client = $server->connect();
    $client->handshake('/ws');
    resetConnection($client);
    $before = microtime(true);
    do {
        usleep(10000);
        $log = @file_get_contents($logs[0]);
    } while (substr_count($log, "\n") < 4 && microtime(true) < $before + 5);
}
foreach ($logs as $name) {
    echo basename($name) === basename($logs[0]) ? "notice:\n" : "default:\n";
    echo preg_replace(['/^\[[^\]]*\]/m', '/fd#\d+/', '/127\.0\.0\.1:\d+/'], ['[when]', 'fd#N', 'client'], @file_get_contents($name) ?: '');
    @unlink($name);
}
?>
--EXPECT--
notice:
[when]	NOTICE	the handler of fd#N (client) ended with an uncaught exception
[when]	NOTICE	websocket handshake refused on fd#N: the Upgrade header has no token websocket
[when]	NOTICE	websocket connection fd#N (client) failed: client frame is not masked
[when]	NOTICE	websocket connection fd#N lost: Connection reset by peer
default: