--TEST--
TLS: settings that cannot be used, or that another one makes void, are named; open_ssl by set(); a foreign ALPN is refused
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$files = $authority->issue('localhost');
$wrong = tls_server($files + [
    'ssl_protocols' => 'TLSv1.2',
    'ssl_ciphers' => ['HIGH'],
    'ssl_ecdh_curve' => ['X25519'],
    'ssl_verify_depth' => 'deep',
    'ssl_handshake_timeout' => 'long',
]);
$unasked = tls_server($files + ['ssl_cafile' => $authority->file(), 'ssl_verify_depth' => -1]);
$alpn = tls_server($files);
$set = TestServer::start(function ($http) use ($files) {
    $http->set($files + ['open_ssl' => true]);
    $http->handle('/', fn ($request, $response) => $response->end('hello'));
});
$trusting = ['cafile' => $authority->file(), 'peer_name' => 'localhost'];

foreach (['wrong', 'unasked', 'set'] as $name) {
    echo "$name: ", fetch($$name, $trusting), "\n", told($$name->stop());
}

echo 'alpn: ', fetch($alpn, ['alpn_protocols' => 'spdy/3'] + $trusting), ' ', fetch($alpn, ['alpn_protocols' => 'spdy/3,http/1.1'] + $trusting), "\n";
echo told($alpn->stop());
?>
--EXPECTF--
wrong: hello
WARNING the setting ssl_ciphers must be a list of names in one text, array was given: the default holds
WARNING the setting ssl_ecdh_curve must be a list of names in one text, array was given: the default holds
WARNING the setting ssl_verify_depth must be a whole number of 0 or more, deep was given: the default holds
WARNING the setting ssl_handshake_timeout must be a number of seconds above 0, long was given: the default holds
WARNING the setting ssl_protocols must be a sum of SWOOLE_SSL_TLSv1_2 and SWOOLE_SSL_TLSv1_3, TLSv1.2 was given: the default holds
unasked: hello
WARNING the setting ssl_verify_depth must be a whole number of 0 or more, -1 was given: the default holds
WARNING ssl_cafile, ssl_capath and ssl_client_cert_file have no effect without ssl_verify_peer: no client is asked for a certificate
set: hello

alpn: refused hello
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: %s
