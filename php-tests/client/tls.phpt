--TEST--
Client and Socket: TLS from the first byte and later, certificates, and what is no TLS
--EXTENSIONS--
sockets
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';
require __DIR__ . '/clients.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Client;
use Swoole\Coroutine\Socket;
use function Swoole\Coroutine\{go, run};

Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
$authority = new Authority('ours');
$certificate = $authority->issue('localhost');
$self = Authority::selfSigned('localhost');

/** Serves TLS: what was accepted has the settings of the socket that listens. */
function serve_tls(array $settings, callable $serve): int
{
    $listening = new Socket(AF_INET, SOCK_STREAM, 0);
    $listening->bind('127.0.0.1') && $listening->listen() && $listening->setProtocol(['open_ssl' => true] + $settings);
    go(function () use ($listening, $serve) {
        while ($connection = $listening->accept(-1)) {
            go(function () use ($connection, $serve) {
                if ($connection->sslHandshake()) {
                    $serve($connection);
                }
                $connection->close();
            });
        }
    });
    $GLOBALS['listening'][] = $listening;
    return $listening->getsockname()['port'];
}

run(function () use ($authority, $certificate, $self) {
    $port = serve_tls($certificate, echoes(...));
    $client = new Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
    show($client, $client->connect('localhost', $port));
    var_dump($client->type === (SWOOLE_SOCK_TCP | SWOOLE_SSL));
    show($client, $client->send('secret'));
    show($client, $client->recv());
    show($client, $client->peek());
    show($client, $client->recv(0.01));
    $client->send('peeked at');
    while (($seen = $client->peek()) === false) {
        Coroutine::sleep(0.001);
    }
    show($client, $seen);
    show($client, $client->recv());
    var_dump($client->getPeerCert() === file_get_contents($certificate['ssl_cert_file']));
    show($client, $client->enableSSL());
    show($client, $client->verifyPeerCert());
    $client->set(['ssl_cafile' => $authority->file()]);
    show($client, $client->verifyPeerCert());
    $client->set(['ssl_host_name' => 'example.org']);
    show($client, $client->verifyPeerCert());
    // More than fits anywhere, both ways at once.
    $data = random_bytes(2_000_000);
    $file = TestServer::path('data');
    file_put_contents($file, $data);
    go(fn() => show($client, $client->send($data) === strlen($data) && $client->sendfile($file)));
    $got = '';
    while (strlen($got) < 2 * strlen($data)) {
        $got .= $client->recv();
    }
    var_dump($got === $data . $data);
    unlink($file);
    show($client, $client->close());

    echo "-- who it is\n";
    foreach ([
        'nobody vouches' => [$port, []],
        'the authority' => [$port, ['ssl_cafile' => $authority->file()]],
        'another name' => [$port, ['ssl_cafile' => $authority->file(), 'ssl_host_name' => 'example.org']],
        'self-signed' => [serve_tls($self, echoes(...)), []],
        'self-signed is good enough' => [end($GLOBALS['listening'])->getsockname()['port'], ['ssl_allow_self_signed' => true]],
    ] as $what => [$at, $settings]) {
        $client = new Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
        $client->set(['ssl_verify_peer' => true] + $settings);
        echo "$what: ";
        show($client, $client->connect('localhost', $at));
    }
    echo "a client's certificate: ";
    $who = serve_tls(['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file()] + $certificate, echoes(...));
    $client = new Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $client->set($authority->issue('client'));
    $client->connect('localhost', $who) && $client->send('me');
    show($client, $client->recv());

    echo "-- sockets\n";
    $socket = new Socket(AF_INET, SOCK_STREAM, 0);
    $socket->setProtocol(['open_ssl' => true, 'ssl_verify_peer' => true, 'ssl_cafile' => $authority->file(), 'open_eof_check' => true, 'package_eof' => "\n"]);
    var_dump($socket->connect('localhost', $port), $socket->sslHandshake());
    var_dump($socket->sendAll("one\ntwo\nthree"), $socket->recvPacket(), $socket->recvLine(), $socket->recvAll(5), $socket->checkLiveness());
    $socket->shutdown(1);
    var_dump($socket->recv());

    echo "-- later\n";
    $upgrading = serve(function (Socket $connection) use ($certificate) {
        $connection->setProtocol($certificate);
        while (($line = $connection->recvLine()) === "STARTTLS\n") {
            $connection->send("go on\n");
            var_dump($connection->sslHandshake());
        }
        $connection->sendAll("$line over TLS\n");
        $connection->close();
    });
    $client = new Client(SWOOLE_SOCK_TCP);
    $client->connect('localhost', $upgrading);
    show($client, $client->getPeerCert());
    show($client, $client->verifyPeerCert());
    $client->send("STARTTLS\n");
    show($client, $client->recv());
    show($client, $client->enableSSL());
    $client->send('hello');
    $client->exportSocket()->shutdown(1);
    show($client, $client->recv());
    show($client, $client->recv());

    echo "-- no TLS\n";
    $plain = serve(fn(Socket $connection) => $connection->sendAll("220 welcome\n"));
    $client = new Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
    show($client, $client->connect('127.0.0.1', $plain));
    $silent = serve(fn(Socket $connection) => $connection->recv(-1));
    show($client, $client->connect('127.0.0.1', $silent, 0.05));
    $gone = serve(fn(Socket $connection) => $connection->close());
    $connected = $client->connect('127.0.0.1', $gone);
    var_dump($connected, in_array($client->errCode, [104, 1017], true));
    $client = new Client(SWOOLE_SOCK_TCP);
    $client->connect('localhost', $port);
    $client->send("GET / HTTP/1.0\r\n\r\n");
    // An alert, and the end.
    var_dump(strlen($client->recv()), $client->recv());
    $datagrams = new Socket(AF_INET, SOCK_DGRAM, 0);
    var_dump($datagrams->sslHandshake(), $datagrams->errCode);
    $alone = new Socket(AF_INET, SOCK_STREAM, 0);
    var_dump($alone->sslHandshake(), $alone->errCode);
    $client->close();
    stop();
});
?>
--EXPECT--
true
bool(true)
6
"secret"
false 11 Resource temporarily unavailable
false 110 Connection timed out
"peeked at"
"peeked at"
bool(true)
false 22 Invalid argument
false 1014 Ssl verify failed
true
false 1014 Ssl verify failed
true
bool(true)
true
-- who it is
nobody vouches: false 1014 Ssl verify failed
the authority: true
another name: false 1014 Ssl verify failed
self-signed: false 1014 Ssl verify failed
self-signed is good enough: true
a client's certificate: "me"
-- sockets
bool(true)
bool(true)
int(13)
string(4) "one
"
string(4) "two
"
string(5) "three"
bool(true)
string(0) ""
-- later
false 1011 Ssl not ready
false 1011 Ssl not ready
"go on\n"
true
bool(true)
"hello over TLS\n"
""
-- no TLS
false 1018 Ssl handshake failed
false 110 Connection timed out
bool(false)
bool(true)
int(7)
string(0) ""
bool(false)
int(71)
bool(false)
int(107)
