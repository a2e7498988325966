--TEST--
Http\Client: TLS, whom it trusts, names, certificates of its own
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';

use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

$authority = new Authority('ca');
$stranger = new Authority('stranger');
$files = $authority->issue('localhost');
$open = tls_server($files);
$closed = tls_server($files + ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file()]);
$self = tls_server(Authority::selfSigned('localhost'));
$old = tls_server($files + ['ssl_protocols' => SWOOLE_SSL_TLSv1_2]);
$plain = TestServer::start(fn ($server) => $server->handle('/', fn ($request, $response) => $response->end('hello')));
$mine = $authority->issue('client', 'secret');

run(function () use ($authority, $stranger, $open, $closed, $self, $old, $plain, $mine) {
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    $try = function (string $what, TestServer $server, array $settings = [], string $host = '127.0.0.1') {
        $client = new Client($host, $server->port, true);
        $settings && $client->set($settings);
        $done = $client->get('/');
        echo "$what: ", $done ? "$client->statusCode $client->body" : "$client->statusCode $client->errCode $client->errMsg", "\n";
        return $client;
    };
    $trust = ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file()];
    $try('unchecked', $open);
    $try('self-signed, unchecked', $self);
    $try('trusted', $open, $trust + ['ssl_host_name' => 'localhost']);
    $try('trusted, by the host', $open, $trust, 'localhost');
    $try('a directory', $open, ['ssl_verify_peer' => true, 'ssl_capath' => Authority::directory(), 'ssl_host_name' => 'localhost']);
    $try('another name', $open, $trust + ['ssl_host_name' => 'example.com']);
    $try('an address', $open, $trust);
    $try('a stranger', $open, ['ssl_cafile' => $stranger->file(), 'ssl_host_name' => 'localhost'] + $trust);
    $try('the system', $open, ['ssl_verify_peer' => true, 'ssl_host_name' => 'localhost']);
    $try('self-signed', $self, $trust + ['ssl_host_name' => 'localhost']);
    $try('self-signed, allowed', $self, $trust + ['ssl_host_name' => 'localhost', 'ssl_allow_self_signed' => true]);
    $try('no certificate', $closed);
    $try('a certificate', $closed, $mine + ['ssl_passphrase' => 'secret']);
    $try('a wrong passphrase', $closed, $mine + ['ssl_passphrase' => 'wrong']);
    $try('no such file', $closed, ['ssl_cert_file' => '/no/such', 'ssl_key_file' => '/no/such']);
    $try('TLS 1.3 only', $old, ['ssl_protocols' => SWOOLE_SSL_TLSv1_3]);
    $try('TLS 1.2', $old, ['ssl_protocols' => SWOOLE_SSL_TLSv1_2, 'ssl_ciphers' => 'ECDHE-ECDSA-AES128-GCM-SHA256']);
    $try('not TLS', $plain);
    $client = $try('again', $open);
    var_dump($client->get('/'), $client->body, openssl_x509_parse($client->getPeerCert())['subject']['CN']);
    $client->set(['timeout' => 0.001]);
    $client = new Client('127.0.0.1', $plain->port);
    $client->get('/');
    var_dump($client->getPeerCert());
});
?>
--EXPECT--
unchecked: 200 hello
self-signed, unchecked: 200 hello
trusted: 200 hello
trusted, by the host: 200 hello
a directory: 200 hello
another name: -1 1014 Ssl verify failed
an address: -1 1014 Ssl verify failed
a stranger: -1 1014 Ssl verify failed
the system: -1 1014 Ssl verify failed
self-signed: -1 1014 Ssl verify failed
self-signed, allowed: 200 hello
no certificate: -3 71 Protocol error
a certificate: 200 hello
a wrong passphrase: -1 1019 Ssl create context failed
no such file: -1 2 No such file or directory
TLS 1.3 only: -1 1018 Ssl handshake failed
TLS 1.2: 200 hello
not TLS: -1 1018 Ssl handshake failed
again: 200 hello
bool(true)
string(5) "hello"
string(9) "localhost"
bool(false)
