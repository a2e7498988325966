--TEST--
TLS: reloadCertificates() serves new connections with what the files hold now; open ones go on
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$old = $authority->issue('old.example');
$new = $authority->issue('new.example');
$used = ['ssl_cert_file' => Authority::directory() . '/used.crt', 'ssl_key_file' => Authority::directory() . '/used.key'];
function install(array $files, array $used): void
{
    copy($files['ssl_cert_file'], $used['ssl_cert_file']);
    copy($files['ssl_key_file'], $used['ssl_key_file']);
}
getenv('TEST_SERVER') === false && install($old, $used);

$server = tls_server($used, function ($http) {
    $http->handle('/', fn ($request, $response) => $response->end('hello'));
    $http->handle('/reload', fn ($request, $response) => $response->end(json_encode([@$http->reloadCertificates(), swoole_last_error(), $http->errMsg !== ''])));
});

function certificate(TestServer $server): string
{
    global $authority;
    $client = $server->connect(['cafile' => $authority->file(), 'verify_peer_name' => false, 'capture_peer_cert' => true]);
    return openssl_x509_parse(stream_context_get_options($client->socket)['ssl']['peer_certificate'])['subject']['CN'];
}
$client = $server->connect(['cafile' => $authority->file(), 'verify_peer_name' => false]);
$ask = function (string $target) use ($client) {
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    return $client->response()->body;
};
echo certificate($server), "\n";
install($new, $used);
echo certificate($server), "\n";
echo $ask('/reload'), "\n";
echo certificate($server), ' ', $ask('/'), "\n";
copy($old['ssl_key_file'], $used['ssl_key_file']);
echo "half installed: ", $ask('/reload'), "\n";
echo certificate($server), ' ', $ask('/'), "\n";
unlink($used['ssl_key_file']);
echo "missing: ", $ask('/reload'), "\n";
echo certificate($server), "\n";
install($old, $used);
echo $ask('/reload'), ' ', certificate($server), "\n";

Swoole\Coroutine\run(function () {
    $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0, true);
    var_dump($server->reloadCertificates(), swoole_last_error());
});
?>
--EXPECTF--
old.example
old.example
[true,0,false]
new.example hello
half installed: [false,1019,true]
new.example hello
missing: [false,2,true]
new.example
[true,2,true] old.example

Warning: Swoole\Coroutine\Http\Server::reloadCertificates(): the server does not serve TLS now in %s on line %d
bool(false)
int(1011)
