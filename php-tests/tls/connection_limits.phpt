--TEST--
TLS: who has not finished the handshake counts for max_connection; at the limit there is an alert; both places come free again
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
// Once: a server reads the files when it starts, which may be after the next line here.
$certificate = $authority->issue('localhost');
$server = tls_server($certificate + ['max_connection' => 3, 'ssl_handshake_timeout' => 600], function ($http) {
    $http->handle('/', fn ($request, $response) => $response->end('hello'));
    $http->handle('/stats', function ($request, $response) use ($http) {
        $response->end(json_encode(array_intersect_key($http->stats(), ['connection_num' => 0, 'accept_count' => 0, 'close_count' => 0, 'refuse_count' => 0])));
    });
});
$impatient = tls_server($certificate + ['max_conn' => 1, 'ssl_handshake_timeout' => 0.1]);
$trusting = ['cafile' => $authority->file(), 'peer_name' => 'localhost'];
$ask = function (TestClient $client, string $target): string {
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    return $client->response()->body;
};

// One that shakes hands, one that says nothing, one that stops after half of its hello.
$kept = $server->connect($trusting);
echo $ask($kept, '/'), "\n";
$silent = $server->connect();
$half = $server->connect();
$half->send("\x16\x03\x01\x02\x00\x01");
echo json_encode(eventually(fn () => str_contains($ask($kept, '/stats'), '"connection_num":3'))), "\n";
// A client that reads sees why: alert, fatal, internal error.
$refused = $server->connect();
echo bin2hex($refused->readAll()), "\n";
echo fetch($server, $trusting), "\n";
echo $ask($kept, '/stats'), "\n";
// Their places are free when they leave, and when their time is over.
$silent->close();
echo json_encode(eventually(fn () => fetch($server, $trusting) === 'hello')), "\n";
$half->close();
echo json_encode(eventually(fn () => str_contains($ask($kept, '/stats'), '"connection_num":1'))), "\n";
echo preg_replace('/^.*NOTICE.*\n/m', '', told($server->stop()));

$silent = $impatient->connect();
echo json_encode(eventually(fn () => fetch($impatient, $trusting) === 'hello')), "\n";
echo $silent->isClosed() ? "closed\n" : "more\n";
?>
--EXPECT--
hello
true
15030300020250
refused
{"connection_num":3,"accept_count":3,"close_count":0,"refuse_count":2}
true
true
WARNING max_connection 3 is reached: further connections are refused
true
closed
