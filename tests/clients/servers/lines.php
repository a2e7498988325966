<?php

/*
 * A protocol of its own over Coroutine\Server: each line that comes is sent back in capitals.
 *
 * With CERTIFICATES in the environment, a directory with cert.pem and key.pem, it encrypts. SETTINGS there, as JSON, are
 * settings of the server.
 */

use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;

use function Swoole\Coroutine\run;

run(function () {
    $certificates = getenv('CERTIFICATES');
    $server = new Server('127.0.0.1', 0, $certificates !== false);
    $server->set(['open_eof_split' => true, 'package_eof' => "\n"]);
    if ($certificates !== false) {
        $server->set(['ssl_cert_file' => "$certificates/cert.pem", 'ssl_key_file' => "$certificates/key.pem"]);
    }
    $server->set(json_decode(getenv('SETTINGS') ?: '[]', true));
    $server->handle(function (Connection $connection) {
        while (is_string($line = $connection->recv(-1)) && $line !== '') {
            $connection->send(strtoupper($line));
        }
    });
    echo "listening on $server->port\n";
    $server->start();
    echo "start() has returned\n";
});
echo "the script is over\n";
