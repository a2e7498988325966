--TEST--
TLS: start() says what is wrong with certificates and settings, and returns false
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/tls.inc.php';

use Swoole\Coroutine\Http\Server;

$authority = new Authority('ca');
$good = $authority->issue('localhost');
$other = $authority->issue('other.example');
$locked = $authority->issue('locked.example', 'secret');
$directory = Authority::directory();
file_put_contents("$directory/empty.pem", '');
file_put_contents("$directory/damaged.pem", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
file_put_contents("$directory/wrong.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
file_put_contents("$directory/old.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");

function attempt(string $what, array $settings): void
{
    $server = new Server('127.0.0.1', 0, true);
    $server->set($settings);
    $clean = fn (string $text) => str_replace(Authority::directory(), 'DIR', $text);
    set_error_handler(function (int $level, string $text) use ($clean) {
        echo '  ', $clean(substr(strstr($text, '(): '), 4)), "\n";
        return true;
    });
    // A start that succeeds ends by itself.
    $stop = Swoole\Coroutine::create(function () use ($server) {
        Swoole\Coroutine::sleep(0.01);
        $server->shutdown();
    });
    echo "$what:\n";
    $started = $server->start();
    echo $started ? "  started\n" : "  $server->errCode " . swoole_last_error() . ($clean($server->errMsg) !== '' ? '' : ' no message') . "\n";
    restore_error_handler();
}

Swoole\Coroutine\run(function () use ($good, $other, $locked, $directory) {
    attempt('nothing set', ['ssl_cert_file' => null]);
    attempt('no key', ['ssl_cert_file' => $good['ssl_cert_file']]);
    attempt('certificate missing', ['ssl_cert_file' => '/x'] + $good);
    attempt('key missing', ['ssl_key_file' => '/x'] + $good);
    attempt('a directory', ['ssl_cert_file' => $directory] + $good);
    attempt('empty file', ['ssl_cert_file' => "$directory/empty.pem"] + $good);
    attempt('empty key', ['ssl_key_file' => "$directory/empty.pem"] + $good);
    attempt('damaged', ['ssl_cert_file' => "$directory/damaged.pem"] + $good);
    attempt('no certificate inside', ['ssl_cert_file' => "$directory/wrong.pem"] + $good);
    attempt('swapped', ['ssl_cert_file' => $good['ssl_key_file'], 'ssl_key_file' => $good['ssl_cert_file']]);
    attempt("somebody else's key", ['ssl_key_file' => $other['ssl_key_file']] + $good);
    attempt('passphrase needed', $locked);
    attempt('wrong passphrase', $locked + ['ssl_passphrase' => 'public']);
    attempt('right passphrase', $locked + ['ssl_passphrase' => 'secret']);
    attempt('passphrase of old', ['ssl_key_file' => "$directory/old.pem"] + $good);
    attempt('names without files', $good + ['ssl_sni_certs' => ['a.example' => ['ssl_cert_file' => $good['ssl_cert_file']]]]);
    attempt('names with a missing file', $good + ['ssl_sni_certs' => ['a.example' => ['ssl_cert_file' => '/x'] + $good]]);
    attempt('names in a string', $good + ['ssl_sni_certs' => 'a.example']);
    attempt('clients of nobody', $good + ['ssl_verify_peer' => true]);
    attempt('clients of a missing file', $good + ['ssl_verify_peer' => true, 'ssl_cafile' => '/x']);
    attempt('clients of a missing directory', $good + ['ssl_verify_peer' => true, 'ssl_capath' => '/x']);
    attempt('only TLS 1.0', $good + ['ssl_protocols' => SWOOLE_SSL_TLSv1]);
    attempt('no curve', $good + ['ssl_ecdh_curve' => 'secp521r1']);
    attempt('ciphers of TLS 1.2 for 1.3', $good + ['ssl_protocols' => SWOOLE_SSL_TLSv1_2, 'ssl_ciphers' => 'TLS_AES_128_GCM_SHA256']);
    attempt('switched off', ['open_ssl' => false]);
});
?>
--EXPECTF--
nothing set:
  ssl_cert_file is not set
  1019 1019
no key:
  ssl_key_file is not set
  1019 1019
certificate missing:
  ssl cert file[/x] not found
  2 2
key missing:
  ssl key file[/x] not found
  2 2
a directory:
  ssl cert file[DIR] cannot be read, Error: Is a directory[21]
  21 21
empty file:
  ssl cert file[DIR/empty.pem] holds no certificate in PEM form
  1019 1019
empty key:
  ssl key file[DIR/empty.pem] holds no private key in PEM form
  1019 1019
damaged:
  ssl cert file[DIR/damaged.pem] is damaged: %s
  1019 1019
no certificate inside:
  ssl cert file[DIR/wrong.pem] cannot be used: %s
  1019 1019
swapped:
  ssl cert file[DIR/ca-localhost.key] holds no certificate in PEM form
  1019 1019
somebody else's key:
  ssl key file[DIR/ca-other.example.key] is not the key of ssl cert file[DIR/ca-localhost.crt]
  1019 1019
passphrase needed:
  ssl key file[DIR/ca-locked.example.key] has a passphrase: set ssl_passphrase
  1019 1019
wrong passphrase:
  ssl key file[DIR/ca-locked.example.key] cannot be decrypted with ssl_passphrase: %s
  1019 1019
right passphrase:
  started
passphrase of old:
  ssl key file[DIR/old.pem] has a passphrase in OpenSSL's old form; `openssl pkcs8 -topk8 -v2 aes-256-cbc` makes it one that can be read
  1019 1019
names without files:
  ssl_sni_certs[a.example]: ssl_key_file is not set
  1019 1019
names with a missing file:
  ssl cert file[/x] not found
  2 2
names in a string:
  ssl_sni_certs must be an array: server name => ['ssl_cert_file' => ..., 'ssl_key_file' => ...]
  1019 1019
clients of nobody:
  ssl_verify_peer needs ssl_cafile or ssl_capath: whose certificates are good?
  1019 1019
clients of a missing file:
  ssl ca file[/x] not found
  2 2
clients of a missing directory:
  ssl ca path[/x] cannot be read, Error: No such file or directory[2]
  2 2
only TLS 1.0:
%A
  ssl_protocols and ssl_ciphers leave nothing to speak: TLS 1.2 and 1.3 are available
  1019 1019
no curve:
%A
  ssl_ecdh_curve names no curve that is available
  1019 1019
ciphers of TLS 1.2 for 1.3:
  ssl_protocols and ssl_ciphers leave nothing to speak: TLS 1.2 and 1.3 are available
  1019 1019
switched off:
  started
