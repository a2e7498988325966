--TEST--
What a script sends is sent as it is, also when it looks like the answer that hyper itself gives to a malformed request
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

const LOOKS = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
$server = TestServer::start(function ($http) {
    // To a client of HTTP/1.0 a body goes out without chunks: each piece stands alone.
    $http->handle('/pieces', function ($request, $response) {
        $response->write('first');
        $response->write(LOOKS);
        $response->end(LOOKS);
    });
    $http->handle('/end', fn ($request, $response) => $response->end(LOOKS));
    $http->handle('/suppressed', function ($request, $response) {
        $response->status(400);
        foreach (['Server', 'Date', 'Content-Type'] as $name) {
            $response->header($name, null);
        }
        $response->header('Connection', 'close');
        $response->end();
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
});
foreach (['1.0', '1.1'] as $version) {
    foreach (['/pieces', '/end', '/suppressed'] as $target) {
        $client = $server->connect();
        // In two pieces: by hyper.
        $client->send("GET $target HTTP/$version\r\nHost: x\r\nConnection: close\r\n");
        usleep(5000);
        $client->send("\r\n");
        $all = $client->readAll();
        echo "$version $target: ", substr_count($all, LOOKS), ' ', substr_count($all, 'Date: '), "\n";
    }
}
// A refusal has the lines that every answer has, also after a response.
$client = $server->connect();
$client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\ngarbage\r\n\r\n");
echo preg_replace('~Date: .*~', 'Date: now', $client->readAll());
echo $server->stop();
?>
--EXPECT--
1.0 /pieces: 2 1
1.0 /end: 1 1
1.0 /suppressed: 0 0
1.1 /pieces: 2 1
1.1 /end: 1 1
1.1 /suppressed: 1 0
HTTP/1.1 200 OK
Server: swoole-http-server
Date: now
Connection: keep-alive
Content-Type: text/html
Content-Length: 4

wellHTTP/1.1 400 Bad Request
Server: swoole-http-server
Date: now
Connection: close
Content-Type: text/html
Content-Length: 0
