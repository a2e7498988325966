--TEST--
Coroutine\Server: TLS, and what is no TLS
--EXTENSIONS--
sockets
openssl
--FILE--
<?php
require __DIR__ . '/../tls/tls.inc.php';
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use function Swoole\Coroutine\run;

Coroutine::set(['log_level' => SWOOLE_LOG_NOTICE]);
$authority = new Authority('ours');
$certificate = $authority->issue('localhost');

run(function () use ($authority, $certificate) {
    $server = new Server('127.0.0.1', 0, true);
    var_dump($server->setting);
    $server->handle(function (Connection $connection) {
        while (is_string($line = $connection->recv()) && $line !== '') {
            $connection->send("<$line");
        }
        // Encrypted already.
        var_dump($connection->exportSocket()->sslHandshake());
    });
    var_dump($server->start(), $server->errCode === SWOOLE_ERROR_SSL_CREATE_CONTEXT_FAILED);
    $server->set(['ssl_cert_file' => 'nowhere.pem', 'ssl_key_file' => 'nowhere.pem']);
    var_dump($server->start());
    $server->set($certificate + ['open_eof_split' => true, 'package_eof' => "\n", 'ssl_handshake_timeout' => 0.2]);
    started($server);

    $silent = client($server);
    $plain = client($server);
    $plain->send("GET / HTTP/1.1\r\n\r\n");
    $client = client($server, ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file(), 'ssl_host_name' => 'localhost'], SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $client->send("secret\nand more\n");
    $answer = '';
    while (strlen($answer) < 18) {
        $answer .= $client->recv();
    }
    echo $answer;
    $client->close();
    // It is told why, and its connection ends.
    var_dump(bin2hex($plain->recv()), $plain->recv(10));
    var_dump($silent->recv(10));

    // Who is in a handshake is not served after the end.
    $late = client($server);
    Coroutine::sleep(0.01);
    $server->shutdown();
    var_dump($late->recv(0.15));
});
?>
--EXPECTF--
array(1) {
  ["open_ssl"]=>
  bool(true)
}

Warning: Swoole\Coroutine\Server::start(): ssl_cert_file is not set in %s on line %d
bool(false)
bool(true)

Warning: Swoole\Coroutine\Server::start(): ssl cert file[nowhere.pem] not found in %s on line %d
bool(false)
[%s]	NOTICE	TLS handshake on fd#%d failed: received corrupt message of type InvalidContentType
<secret
<and more
string(14) "15030300020232"
string(0) ""
bool(true)
[%s]	NOTICE	TLS handshake on fd#%d failed: it took longer than 0.2 s
string(0) ""
string(0) ""
