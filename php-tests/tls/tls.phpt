--TEST--
TLS: HTTP and WebSocket over versions 1.2 and 1.3; clients that do not speak TLS are shown the door
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$server = tls_server($authority->issue('localhost'), function ($http) {
    $http->handle('/', fn ($request, $response) => $response->end('hello'));
    $http->handle('/properties', function ($request, $response) use ($http) {
        $response->end(json_encode([$http->ssl, $http->settings['open_ssl'], $request->server['server_protocol']]));
    });
    $http->handle('/length', fn ($request, $response) => $response->end((string) strlen($request->rawContent())));
    $http->handle('/large', fn ($request, $response) => $response->end(str_repeat('0123456789', 300_000)));
    $http->handle('/echo', function ($request, $ws) {
        $ws->upgrade();
        while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
            $ws->push($frame->data);
            $ws->push('again');
        }
        $ws->close();
    });
});
$trusting = ['cafile' => $authority->file(), 'peer_name' => 'localhost'];

foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT] as $method) {
    $client = $server->connect(['crypto_method' => $method] + $trusting);
    $crypto = stream_get_meta_data($client->socket)['crypto'];
    $client->send("GET /properties HTTP/1.1\r\nHost: x\r\n\r\n");
    echo $crypto['protocol'], ' ', $client->response()->body, "\n";
    $client->send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    echo md5($client->response()->body) === md5(str_repeat('0123456789', 300_000)) ? 'large' : 'damaged', "\n";
    $client->send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" . str_repeat('x', 100_000));
    echo $client->response()->body, "\n";
    $client->handshake('/echo', ahead: TestClient::frame('came along'));
    foreach (['came along', 'wss', str_repeat('long', 100_000)] as $message) {
        $message === 'came along' || $client->push($message);
        echo $client->readFrame()['payload'] === $message ? 'echoed ' : 'lost ', $client->readFrame()['payload'], "\n";
    }
    $client->push("\x03\xe8", 8);
    echo bin2hex($client->readFrame()['payload']), ' ', $client->isClosed() ? 'closed' : 'more', "\n";
}

echo "TLS 1.1: ", fetch($server, ['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_1_CLIENT, 'security_level' => 0] + $trusting), "\n";
echo "ALPN: ";
$client = $server->connect(['alpn_protocols' => 'h2,http/1.1'] + $trusting);
echo stream_get_meta_data($client->socket)['crypto']['alpn_protocol'], "\n";

foreach (["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\x16\x03\x01\xff\xff" . random_bytes(100), random_bytes(500), ''] as $bytes) {
    $client = $server->connect();
    $client->send($bytes);
    $client->closeWrite();
    $client->readAll();
}
// Garbage after a handshake.
$client = $server->connect($trusting);
$client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $client->response()->body, "\n";
stream_set_blocking($client->socket, true);
$client->close();

echo fetch($server, $trusting), ", still\n";
$output = $server->stop();
echo preg_match_all('/NOTICE\tTLS handshake on fd#\d+ \(127\.0\.0\.1:\d+\) failed: /', $output), " refused\n";
echo preg_match_all('/plain HTTP\?/', $output) >= 1 ? "plain HTTP was recognised\n" : $output;
echo preg_replace('/^\[.*\n/m', '', $output);
?>
--EXPECT--
TLSv1.2 [true,true,"HTTP\/1.1"]
large
100000
echoed again
echoed again
echoed again
03e8 closed
TLSv1.3 [true,true,"HTTP\/1.1"]
large
100000
echoed again
echoed again
echoed again
03e8 closed
TLS 1.1: refused
ALPN: http/1.1
hello
hello, still
5 refused
plain HTTP was recognised
