<?php

/*
 * Echoes every message, for the Autobahn suite. Prints the port it listens on.
 *
 *     php -d extension=target/release/swoole.so tests/autobahn/echo.php [compressed|tls]
 *
 * With CERTIFICATES in the environment, a directory with cert.pem and key.pem, it serves TLS.
 */

use Swoole\Coroutine\Http\Server;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\WebSocket\Frame;
use function Swoole\Coroutine\run;

run(function () use ($argv) {
    $certificates = getenv('CERTIFICATES');
    $server = new Server('127.0.0.1', 0, $certificates !== false);
    if ($certificates !== false) {
        $server->set(['ssl_cert_file' => "$certificates/cert.pem", 'ssl_key_file' => "$certificates/key.pem"]);
    }
    $server->set([
        // The largest messages of the suite have 16 MiB.
        'package_max_length' => 32 * 1024 * 1024,
        'websocket_compression' => in_array($argv[1] ?? '', ['compressed', 'tls'], true),
    ]);
    $server->handle('/', function (Request $request, Response $ws) {
        $ws->upgrade();
        while (($frame = $ws->recv()) instanceof Frame) {
            $ws->push($frame->data, $frame->opcode);
        }
    });
    echo $server->port, "\n";
    $server->start();
});
