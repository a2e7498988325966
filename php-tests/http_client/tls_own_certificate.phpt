--TEST--
Http\Client: ssl_cafile that names the server's own certificate, signed by itself
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';

use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

// What `openssl req -x509` makes is an authority by its own account.
$authority = "basicConstraints=critical,CA:TRUE\nsubjectAltName=DNS:localhost";
$certificates = [
    'a server' => Authority::selfSigned('localhost', '-leaf', Authority::LEAF . "\nsubjectAltName=DNS:localhost"),
    'an authority' => Authority::selfSigned('localhost', '-authority', $authority),
    'another' => Authority::selfSigned('localhost', '-another', $authority),
    // For the rest of this second.
    'not valid' => Authority::selfSigned('localhost', '-old', $authority, 0),
];
$servers = array_map('tls_server', $certificates);

run(function () use ($certificates, $servers) {
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    $try = function (string $server, string $trusted, string $name = 'localhost') use ($certificates, $servers) {
        $client = new Client('127.0.0.1', $servers[$server]->port, true);
        $client->set(['ssl_verify_peer' => true, 'ssl_cafile' => $certificates[$trusted]['ssl_cert_file'], 'ssl_host_name' => $name]);
        $client->get('/');
        echo "$server, $trusted, $name: $client->statusCode $client->errMsg\n";
    };
    $try('a server', 'a server');
    $try('a server', 'a server', 'example.com');
    $try('an authority', 'an authority');
    $try('an authority', 'an authority', 'example.com');
    $try('an authority', 'another');
    $try('another', 'an authority');
    $try('a server', 'an authority');
    $try('an authority', 'a server');
    Swoole\Coroutine::sleep(2);
    $try('not valid', 'not valid');
});
?>
--EXPECT--
a server, a server, localhost: 200 
a server, a server, example.com: -1 Ssl verify failed
an authority, an authority, localhost: 200 
an authority, an authority, example.com: -1 Ssl verify failed
an authority, another, localhost: -1 Ssl verify failed
another, an authority, localhost: -1 Ssl verify failed
a server, an authority, localhost: -1 Ssl verify failed
an authority, a server, localhost: -1 Ssl verify failed
not valid, not valid, localhost: -1 Ssl verify failed
