<?php

/*
 * Certificates for the tests of TLS, made on the spot, and servers that use them.
 *
 * The files lie in a directory of the test's own and are gone when it ends. The servers' processes find them there.
 */

require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine\Http\Server;

/** An authority, and what it has signed. */
final class Authority
{
    private OpenSSLAsymmetricKey $key;
    private OpenSSLCertificate $certificate;
    private static int $serial = 0;

    public function __construct(private string $name)
    {
        if (getenv('TEST_SERVER') !== false) {
            return;
        }
        $this->key = self::newKey();
        $this->certificate = self::sign($name, null, $this->key, null, "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign");
        openssl_x509_export_to_file($this->certificate, $this->file());
    }

    /** Where all files of this test are. */
    public static function directory(): string
    {
        return TestServer::path('tls');
    }

    /** The authority's own certificate. */
    public function file(): string
    {
        return self::directory() . "/$this->name.ca";
    }

    /**
     * Makes a certificate for a server name, or for a client, and its key.
     *
     * @return array{ssl_cert_file: string, ssl_key_file: string} as the settings want it
     */
    public function issue(string $name, ?string $passphrase = null): array
    {
        $files = self::files("$this->name-$name");
        if (getenv('TEST_SERVER') === false) {
            $key = self::newKey();
            $certificate = self::sign($name, $this->certificate, $key, $this->key, self::LEAF . "\nsubjectAltName=DNS:$name");
            openssl_x509_export_to_file($certificate, $files['ssl_cert_file']);
            openssl_pkey_export_to_file($key, $files['ssl_key_file'], $passphrase, self::config());
        }
        return $files;
    }

    /** The same, signed by itself; `$file` tells several of a name apart. */
    public static function selfSigned(string $name, string $file = '', string $extensions = self::LEAF, int $days = 2): array
    {
        $files = self::files("self-$name$file");
        if (getenv('TEST_SERVER') === false) {
            $key = self::newKey();
            openssl_x509_export_to_file(self::sign($name, null, $key, $key, $extensions, $days), $files['ssl_cert_file']);
            openssl_pkey_export_to_file($key, $files['ssl_key_file'], null, self::config());
        }
        return $files;
    }

    public const LEAF = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth";

    private static function files(string $name): array
    {
        $path = self::directory() . '/' . str_replace('*', 'any', $name);
        return ['ssl_cert_file' => "$path.crt", 'ssl_key_file' => "$path.key"];
    }

    private static function newKey(): OpenSSLAsymmetricKey
    {
        return openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1', 'private_key_bits' => 384] + self::config());
    }

    private static function sign(string $name, ?OpenSSLCertificate $issuer, OpenSSLAsymmetricKey $key, ?OpenSSLAsymmetricKey $by, string $extensions, int $days = 2): OpenSSLCertificate
    {
        $config = self::config($extensions);
        $request = openssl_csr_new(['commonName' => $name], $key, $config);
        return openssl_csr_sign($request, $issuer, $by ?? $key, $days, $config, ++self::$serial);
    }

    private static function config(string $extensions = ''): array
    {
        is_dir(self::directory()) || mkdir(self::directory());
        $file = self::directory() . '/openssl.cnf';
        file_put_contents($file, "[req]\ndistinguished_name=name\n[name]\n[extensions]\n$extensions\n");
        return ['config' => $file, 'digest_alg' => 'sha256', 'x509_extensions' => 'extensions'];
    }
}

/**
 * A server that encrypts, in a process of its own.
 *
 * @param array<string, mixed> $settings
 * @param (callable(Server): void)|null $setup adds handlers; without it, "/" says hello
 */
function tls_server(array $settings, ?callable $setup = null, int $log_level = SWOOLE_LOG_NOTICE): TestServer
{
    return TestServer::script(function (callable $listening) use ($settings, $setup, $log_level) {
        Swoole\Coroutine\run(function () use ($listening, $settings, $setup, $log_level) {
            Swoole\Coroutine::set(['log_level' => $log_level]);
            $server = new Server('127.0.0.1', 0, true);
            $server->set($settings);
            $setup ??= fn ($server) => $server->handle('/', fn ($request, $response) => $response->end('hello'));
            $setup($server);
            $listening($server);
            $server->start();
        });
    });
}

/** The body of "/" over TLS, or why there was none. */
function fetch(TestServer $server, array $ssl): string
{
    try {
        $client = $server->connect($ssl);
        $client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        return $client->response()->body;
    } catch (RuntimeException) {
        return 'refused';
    }
}

/** The log's lines of what happened to connections, without what differs from run to run. */
function told(string $output): string
{
    preg_match_all('/\t(NOTICE|WARNING)\t(.*)/', $output, $lines, PREG_SET_ORDER);
    return implode("\n", array_map(fn ($line) => preg_replace(
        ['/fd#\d+/', '/127\.0\.0\.1:\d+/', '~[^\s\[]*/(\S+?)(?=\])~'],
        ['fd#F', '127.0.0.1:P', '$1'],
        "$line[1] $line[2]"
    ), $lines)) . "\n";
}
