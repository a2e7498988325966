--TEST--
Handlers that end in other ways than by end()
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine;

$server = TestServer::start(function ($http) {
    $kept = null;
    $http->handle('/return', function ($request, $response) {});
    $http->handle('/status', fn ($request, $response) => $response->status(202) && false);
    $http->handle('/chunks', fn ($request, $response) => $response->write('a') && $response->write('b'));
    $http->handle('/throw', function ($request, $response) {
        $response->status(201);
        throw new RuntimeException('before end()');
    });
    $http->handle('/late-throw', function ($request, $response) {
        $response->end('sent before');
        throw new RuntimeException('after end()');
    });
    $http->handle('/chunk-throw', function ($request, $response) {
        $response->write('a');
        throw new RuntimeException('after write()');
    });
    $http->handle('/undefined', fn ($request, $response) => no_such_function());
    $http->handle('/exit', fn ($request, $response) => exit(3));
    $http->handle('/work', function ($request, $response) {
        $response->end('first');
        Coroutine::sleep(0.2);
        echo "worked on\n";
    });
    $http->handle('/close', function ($request, $response) {
        var_dump($response->close(), $response->close(), swoole_last_error());
        var_dump($response->end('x'), swoole_last_error());
        var_dump($response->write('x'), swoole_last_error());
        var_dump($response->redirect('/'), swoole_last_error());
    });
    $http->handle('/keep', function ($request, $response) use (&$kept) {
        $kept = $response;
    });
    $http->handle('/release', function ($request, $response) use (&$kept) {
        var_dump($kept->isWritable(), $kept->end('kept and released'), $kept->end('again'), swoole_last_error());
        $kept = null;
        $response->end('released');
    });
    $http->handle('/drop', function ($request, $response) use (&$kept) {
        $kept = null;
        $response->end('dropped');
    });
}, ini: ['html_errors' => 0]);

$client = $server->connect();
$twice = function (string $target) use ($client) {
    // The second request shows that the connection and the server go on.
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    $first = $client->response();
    $second = $client->response();
    echo "$target: $first, ", $first->header('content-length') ?? 'chunked', ', ', $first->header('connection'), "; $second\n";
};
foreach (['/return', '/status', '/chunks', '/throw', '/late-throw', '/chunk-throw', '/undefined', '/exit'] as $target) {
    $twice($target);
}
$start = microtime(true);
$client->send("GET /work HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
echo $client->response();
$sent = microtime(true) - $start;
echo ', ', $client->response(), "\n";
$next = microtime(true) - $start;
var_dump($sent < 0.15, $next >= 0.19);

$client->send("GET /close HTTP/1.1\r\nHost: x\r\n\r\n");
var_dump($client->isClosed());

foreach (['/release', '/drop'] as $end) {
    $client = $server->connect();
    $client->send("GET /keep HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    var_dump($client->isSilent());
    echo $server->get($end), "\n";
    echo $client->response(), ', ', $client->response(), "\n";
}
$output = $server->stop();
echo preg_replace('/^\n(Fatal error: .*?) in .*?\n  thrown in \S+ on line \d+$/ms', '$1', $output);
?>
--EXPECT--
/return: 500, 0, keep-alive; 404
/status: 202, 0, keep-alive; 404
/chunks: 200 ab, chunked, keep-alive; 404
/throw: 500, 0, keep-alive; 404
/late-throw: 200 sent before, 11, keep-alive; 404
/chunk-throw: 200 a, chunked, keep-alive; 404
/undefined: 500, 0, keep-alive; 404
/exit: 500, 0, keep-alive; 404
200 first, 404
bool(true)
bool(true)
bool(true)
bool(true)
200 released
200 kept and released, 404
bool(true)
200 dropped
500, 404
Fatal error: Uncaught RuntimeException: before end()
Fatal error: Uncaught RuntimeException: after end()
Fatal error: Uncaught RuntimeException: after write()
Fatal error: Uncaught Error: Call to undefined function no_such_function()
Fatal error: Uncaught Swoole\ExitException: swoole exit
worked on
bool(true)
bool(false)
int(9)
bool(false)
int(9)
bool(false)
int(7106)
bool(false)
int(7106)
bool(true)
bool(true)
bool(false)
int(7106)
