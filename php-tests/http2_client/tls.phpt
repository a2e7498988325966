--TEST--
Http2\Client: TLS, whom it trusts, names, certificates of its own
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

$authority = new Authority('ca');
$stranger = new Authority('stranger');
$files = $authority->issue('localhost');
$open = tls_server($files + ['open_http2_protocol' => true]);
$closed = tls_server($files + ['open_http2_protocol' => true, 'ssl_verify_peer' => true, 'ssl_cafile' => $authority->file()]);
$self = tls_server(Authority::selfSigned('localhost') + ['open_http2_protocol' => true]);
$unasked = tls_server($files);
$plain = TestServer::start(fn ($server) => $server->handle('/', fn ($request, $response) => $response->end('hello')));
$mine = $authority->issue('client', 'secret');

run(function () use ($authority, $stranger, $open, $closed, $self, $unasked, $plain, $mine) {
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    $try = function (string $what, TestServer $server, array $settings = [], string $host = '127.0.0.1') {
        $client = new Client($host, $server->port, true);
        $settings && $client->set($settings);
        if ($client->connect() && $client->send(request())) {
            $response = $client->recv();
            echo "$what: ", say($client, $response), "\n";
        } else {
            echo "$what: $client->errCode $client->errMsg\n";
        }
        return $client;
    };
    $trust = ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file()];
    $try('unchecked', $open);
    $try('trusted', $open, $trust + ['ssl_host_name' => 'localhost']);
    $try('trusted, by the host', $open, $trust, 'localhost');
    $try('another name', $open, $trust + ['ssl_host_name' => 'example.com']);
    $try('a stranger', $open, ['ssl_cafile' => $stranger->file(), 'ssl_host_name' => 'localhost'] + $trust);
    $try('self-signed', $self, $trust + ['ssl_host_name' => 'localhost']);
    $try('self-signed, allowed', $self, $trust + ['ssl_host_name' => 'localhost', 'ssl_allow_self_signed' => true]);
    $try('no certificate', $closed);
    $try('a certificate', $closed, $mine + ['ssl_passphrase' => 'secret']);
    $try('a wrong passphrase', $closed, $mine + ['ssl_passphrase' => 'wrong']);
    $try('TLS 1.2', $open, ['ssl_protocols' => SWOOLE_SSL_TLSv1_2]);
    // A server that does not choose HTTP/2.
    $try('HTTP/1 only', $unasked);
    $try('not TLS', $plain);
    $client = $try('again', $open);
    var_dump($client->ping(), $client->send(request()), $client->recv()->data, $client->close());
});
?>
--EXPECT--
unchecked: #1 200 "hello"
trusted: #1 200 "hello"
trusted, by the host: #1 200 "hello"
another name: 1014 Ssl verify failed
a stranger: 1014 Ssl verify failed
self-signed: 1014 Ssl verify failed
self-signed, allowed: #1 200 "hello"
no certificate: false 71 Protocol error, closed
a certificate: #1 200 "hello"
a wrong passphrase: 1019 Ssl create context failed
TLS 1.2: #1 200 "hello"
HTTP/1 only: 1018 Ssl handshake failed
not TLS: 1018 Ssl handshake failed
again: #1 200 "hello"
bool(true)
int(3)
string(5) "hello"
bool(true)
