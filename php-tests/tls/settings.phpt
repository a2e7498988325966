--TEST--
TLS: ssl_protocols, ssl_ciphers and ssl_ecdh_curve decide what is spoken; what cannot be had is said
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

$authority = new Authority('ca');
$files = $authority->issue('localhost');
$only12 = tls_server($files + ['ssl_protocols' => SWOOLE_SSL_TLSv1_2 | SWOOLE_SSL_TLSv1_1, 'ssl_ciphers' => 'ECDHE-ECDSA-AES128-GCM-SHA256:RC4-SHA']);
$only13 = tls_server($files + ['ssl_protocols' => SWOOLE_SSL_TLSv1_3, 'ssl_ciphers' => 'TLS_CHACHA20_POLY1305_SHA256', 'ssl_ecdh_curve' => 'secp384r1:brainpoolP256r1']);
$ordered = tls_server($files + ['ssl_ciphers' => 'ECDHE-ECDSA-CHACHA20-POLY1305:HIGH:!aNULL:!MD5', 'ssl_prefer_server_ciphers' => true, 'ssl_compress' => true, 'ssl_dhparam' => '/x', 'ssl_host_name' => 'x']);

function spoken(TestServer $server, int $method, string $ciphers = 'DEFAULT'): string
{
    global $authority;
    try {
        $client = $server->connect(['cafile' => $authority->file(), 'peer_name' => 'localhost', 'crypto_method' => $method, 'ciphers' => $ciphers]);
        $crypto = stream_get_meta_data($client->socket)['crypto'];
        return "$crypto[protocol] $crypto[cipher_name]";
    } catch (RuntimeException) {
        return 'refused';
    }
}

foreach (['only12', 'only13', 'ordered'] as $name) {
    echo "$name:\n";
    echo '  1.2: ', spoken($$name, STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT), "\n";
    echo '  1.2 with AES256: ', spoken($$name, STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, 'ECDHE-ECDSA-AES256-GCM-SHA384'), "\n";
    echo '  1.3: ', spoken($$name, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT), "\n";
    echo preg_replace('/.* failed: .*\n/', '', told($$name->stop()));
}
?>
--EXPECT--
only12:
  1.2: TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256
  1.2 with AES256: refused
  1.3: refused
WARNING ssl_protocols: only TLS 1.2 and TLS 1.3 are available, the older ones are left out
WARNING ssl_ciphers: RC4-SHA is not available
only13:
  1.2: refused
  1.2 with AES256: refused
  1.3: TLSv1.3 TLS_CHACHA20_POLY1305_SHA256
WARNING ssl_ecdh_curve: brainpoolP256r1 is not available
ordered:
  1.2: TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305
  1.2 with AES256: TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384
  1.3: TLSv1.3 TLS_AES_256_GCM_SHA384
WARNING TLS does not compress here: it would give secrets away (CRIME)
WARNING ssl_dhparam has no effect: key exchange is always by elliptic curves
WARNING ssl_host_name has no effect: it is for clients
