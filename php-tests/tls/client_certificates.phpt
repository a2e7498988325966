--TEST--
TLS: clients have to show a certificate with ssl_verify_peer
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$stranger = new Authority('stranger');
$files = $authority->issue('localhost') + ['ssl_verify_peer' => true];
$signed = tls_server($files + ['ssl_cafile' => $authority->file()]);
$anyone = tls_server($files + ['ssl_allow_self_signed' => true]);
$both = tls_server($files + ['ssl_cafile' => $authority->file(), 'ssl_allow_self_signed' => true, 'ssl_verify_depth' => 1]);

$clients = [
    'none' => null,
    'signed' => $authority->issue('client'),
    'signed by another' => $stranger->issue('client'),
    'self-signed' => Authority::selfSigned('client'),
];
foreach (['signed', 'anyone', 'both'] as $name) {
    echo "$name:\n";
    foreach ($clients as $who => $certificate) {
        $ssl = ['cafile' => $authority->file(), 'peer_name' => 'localhost'];
        if ($certificate !== null) {
            $ssl += ['local_cert' => $certificate['ssl_cert_file'], 'local_pk' => $certificate['ssl_key_file']];
        }
        foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT] as $method) {
            $results[$method] = fetch($$name, ['crypto_method' => $method] + $ssl);
        }
        echo "  $who: ", implode(' ', $results), "\n";
    }
}
echo told($signed->stop());
?>
--EXPECT--
signed:
  none: refused refused
  signed: hello hello
  signed by another: refused refused
  self-signed: refused refused
anyone:
  none: refused refused
  signed: refused refused
  signed by another: refused refused
  self-signed: hello hello
both:
  none: refused refused
  signed: hello hello
  signed by another: refused refused
  self-signed: hello hello
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: peer sent no certificates
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: peer sent no certificates
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: invalid peer certificate: UnknownIssuer
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: invalid peer certificate: UnknownIssuer
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: invalid peer certificate: UnknownIssuer
NOTICE TLS handshake on fd#F (127.0.0.1:P) failed: invalid peer certificate: UnknownIssuer
