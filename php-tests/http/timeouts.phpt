--TEST--
Time limits: idle connections, heads and bodies that do not come, responses that are not read
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->set(['body_min_rate' => 1]);
    $http->handle('/slow', function ($request, $response) {
        Swoole\Coroutine::sleep(1.5);
        $response->end('slow');
    });
    $http->handle('/large', function ($request, $response) {
        $sent = $response->end(str_repeat('x', 30_000_000));
        echo 'end: ', json_encode([$sent, swoole_last_error()]), "\n";
    });
    $http->handle('/stream', function ($request, $response) {
        while ($response->write(str_repeat('x', 100_000)));
        echo 'write: ', swoole_last_error(), "\n";
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
}, options: ['socket_timeout' => 0.5]);

$idle = $server->connect();
$used = $server->connect();
$used->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $used->response(), "\n";
$head = $server->connect();
$head->send("GET / HTTP/1.1\r\nHo");
$body = $server->connect();
$body->send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
$busy = $server->connect();
$busy->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
$large = $server->connect();
$large->send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
$stream = $server->connect();
$stream->send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
$paused = $server->connect();
$dripped = $server->connect();
$start = microtime(true);
$paused->send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n");
foreach (str_split('GET / HT') as $byte) {
    // A body may take its time as long as it goes on; a head may not.
    usleep(150_000);
    $paused->send('x');
    $dripped->send($byte);
}
echo 'paused body: ', $paused->response(), "\n";
echo 'dripped head: ', $dripped->response(), ' ', json_encode($dripped->isClosed()), "\n";
echo 'idle: ', json_encode($idle->isClosed()), "\n";
echo 'used: ', json_encode($used->isClosed()), "\n";
$response = $head->response();
echo 'head: ', $response, ' ', $response->header('connection'), ' ', json_encode($head->isClosed()), "\n";
$response = $body->response();
echo 'body: ', $response, ' ', $response->header('connection'), ' ', json_encode($body->isClosed()), "\n";
echo 'busy: ', $busy->response(), "\n";
echo 'large: ', strlen($large->readAll()) < 30_000_000 ? 'cut' : 'whole', "\n";
echo 'stream: ', str_ends_with($stream->readAll(), "0\r\n\r\n") ? 'whole' : 'cut', "\n";
echo $server->stop();
?>
--EXPECTF--
200 well
paused body: 200 well
dripped head: 408 true
idle: true
used: true
head: 408 close true
body: 408 close true
busy: 200 slow
large: cut
stream: cut
%s: %r(110|\[false,110\])%r
%s: %r(110|\[false,110\])%r
