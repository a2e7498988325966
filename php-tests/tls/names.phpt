--TEST--
TLS: the certificate of the name that the client asks for (ssl_sni_certs)
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$server = tls_server($authority->issue('default.example') + ['ssl_sni_certs' => [
    'one.example' => $authority->issue('one.example'),
    '*.two.example' => $authority->issue('*.two.example', 'secret') + ['ssl_passphrase' => 'secret'],
]]);
foreach (['default.example', 'one.example', 'ONE.example', 'a.two.example', 'two.example', 'a.b.two.example', ''] as $name) {
    $client = $server->connect([
        'cafile' => $authority->file(), 'peer_name' => $name, 'verify_peer_name' => false, 'capture_peer_cert' => true,
        'SNI_enabled' => $name !== '',
    ]);
    $certificate = stream_context_get_options($client->socket)['ssl']['peer_certificate'];
    echo $name === '' ? 'no name' : $name, ': ', openssl_x509_parse($certificate)['subject']['CN'], "\n";
}
?>
--EXPECT--
default.example: default.example
one.example: one.example
ONE.example: one.example
a.two.example: *.two.example
two.example: default.example
a.b.two.example: default.example
no name: default.example
