--TEST--
TLS: a handshake that takes too long is ended, also when the server stops
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$files = $authority->issue('localhost');
$impatient = tls_server($files + ['ssl_handshake_timeout' => 0.1]);
$patient = tls_server($files + ['ssl_handshake_timeout' => 600], function ($http) {
    $http->handle('/stop', function ($request, $response) use ($http) {
        $response->end('bye');
        $http->shutdown();
    });
});

// Nothing, and half a client hello.
foreach (['', "\x16\x03\x01\x02\x00\x01"] as $bytes) {
    $client = $impatient->connect();
    $client->send($bytes);
    echo $client->isClosed() ? "closed\n" : "more\n";
}
echo told($impatient->stop());

$waiting = $patient->connect();
$waiting->send("\x16\x03\x01");
$client = $patient->connect(['cafile' => $authority->file(), 'peer_name' => 'localhost']);
$client->send("GET /stop HTTP/1.1\r\nHost: x\r\n\r\n");
echo $client->response()->body, "\n";
echo $waiting->isClosed() ? "closed\n" : "more\n";
var_dump($patient->wait());

Swoole\Coroutine\run(function () use ($files) {
    $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0, true);
    $server->set($files + ['ssl_handshake_timeout' => 0]);
    Swoole\Coroutine::create(function () use ($server) {
        Swoole\Coroutine::sleep(0.01);
        $server->shutdown();
    });
    var_dump($server->start());
});
?>
--EXPECTF--
closed
closed
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: it took longer than 0.1 s
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: it took longer than 0.1 s
bye
closed
int(0)
[%s]	WARNING	the setting ssl_handshake_timeout must be a number of seconds above 0, 0 was given: the default holds
bool(true)
