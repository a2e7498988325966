--TEST--
At NOTICE the log names each connection that the server ends, and why; at WARNING it does not
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$setup = function ($http) {
    $http->set(['package_max_length' => 1000, 'handshake_timeout' => 1]);
    $http->handle('/', fn ($request, $response) => $response->end('hello'));
};
$told = TestServer::start($setup, options: ['log_level' => SWOOLE_LOG_NOTICE]);
$silent = TestServer::start($setup);
$cases = [
    "GET /\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "FOO / HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\n" . str_repeat("A: b\r\n", 100) . "\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
];
// These take as long as they may.
$slow = ["GET / HTTP/1.1\r\nHo", ''];
foreach ([$told, $silent] as $server) {
    foreach ($cases as $bytes) {
        $client = $server->connect();
        $client->send($bytes);
        $client->readAll();
    }
    foreach ($server === $told ? $slow : [] as $bytes) {
        $client = $server->connect();
        $client->send($bytes);
        $client->readAll();
    }
    // One that does nothing wrong.
    $client = $server->connect();
    $client->send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    echo $client->response(), "\n";
    echo preg_replace('/^\[.*?\]\t(\w+)\t(.*) fd#\d+ \((?:127\.0\.0\.1:\d+|:0)\)/m', '$1 $2 fd#N', $server->stop());
}
?>
--EXPECTF--
200 hello
NOTICE HTTP connection fd#N ended: invalid %s
NOTICE HTTP connection fd#N ended: 400, the target or Host is not as it should be
NOTICE HTTP connection fd#N ended: 501, the method or the transfer coding is not known
NOTICE HTTP connection fd#N ended: message head is too large
NOTICE HTTP connection fd#N ended: 413, the body is longer than package_max_length
NOTICE HTTP connection fd#N ended: 400, the body is not chunked as it should be
NOTICE HTTP connection fd#N ended: 408, the head of a request took too long
NOTICE HTTP connection fd#N ended: no request came in time
200 hello
