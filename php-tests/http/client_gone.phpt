--TEST--
Clients that go away: before the handler runs, while it runs, in the middle of a response
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine;

$server = TestServer::start(function ($http) {
    $http->handle('/end', function ($request, $response) {
        Coroutine::sleep(0.1);
        echo 'end: ', json_encode($response->end('x')), "\n";
    });
    $http->handle('/large', function ($request, $response) {
        $sent = $response->end(str_repeat('x', 30_000_000));
        echo 'large: ', json_encode([$sent, in_array(swoole_last_error(), [32, 104])]), "\n";
    });
    $http->handle('/write', function ($request, $response) {
        for ($i = 0; $i < 100; $i++) {
            if (!$response->write(str_repeat('x', 100_000))) {
                break;
            }
            Coroutine::sleep(0.01);
        }
        echo 'write: ', json_encode([$i < 100, in_array(swoole_last_error(), [32, 104])]);
        echo ' end: ', json_encode([$response->end('y'), in_array(swoole_last_error(), [32, 104])]), "\n";
    });
    $http->handle('/reset', function ($request, $response) {
        Coroutine::sleep(0.1);
        $first = $response->write('a');
        Coroutine::sleep(0.05);
        $second = $response->write('b');
        Coroutine::sleep(0.05);
        echo 'reset: ', json_encode([$second && $response->end()]), "\n";
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
});
// Once it has answered, start() has opened what it needs.
$server->get('/');
usleep(50_000);
$before = $server->descriptors();
$ask = function (string $target) use ($server): TestClient {
    $client = $server->connect();
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    return $client;
};
// Gone before the request is complete, many times.
for ($i = 0; $i < 100; $i++) {
    $client = $server->connect();
    $client->send(substr("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", 0, $i));
    $client->close();
}
$ask('/end')->close();
usleep(200_000);

$client = $ask('/large');
$client->read(1000);
$client->close();
usleep(100_000);

$client = $ask('/write');
$client->read(1000);
$client->close();
usleep(300_000);

$ask('/reset')->close();
usleep(300_000);

echo $server->get('/'), "\n";
usleep(50_000);
echo 'descriptors left: ', $server->descriptors() - $before, "\n";
echo $server->stop();
?>
--EXPECT--
200 well
descriptors left: 0
end: true
large: [false,true]
write: [true,true] end: [false,true]
reset: [false]
