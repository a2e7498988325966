<?php
/*
 * A WebSocket server over TLS: wss://localhost:9502/websocket, with a page at https://localhost:9502/.
 *
 * It needs a certificate. For a try on your own machine make one that nobody else trusts, in this directory:
 *
 *     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
 *         -keyout key.pem -out cert.pem -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1'
 *
 * and accept the browser's warning once. For the world take one of Let's Encrypt's or your own authority's; the files of
 * certbot are privkey.pem and fullchain.pem (the chain, not cert.pem alone).
 */

use Swoole\Coroutine\Http\Server;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\Timer;
use Swoole\WebSocket\Frame;

use function Swoole\Coroutine\run;

$directory = getenv('CERTIFICATES') ?: __DIR__;

run(function () use ($directory) {
    $server = new Server('127.0.0.1', (int) (getenv('PORT') === false ? 9502 : getenv('PORT')), true);
    $server->set([
        'ssl_cert_file' => "$directory/cert.pem",
        'ssl_key_file' => "$directory/key.pem",
    ]);

    $server->handle('/websocket', function (Request $request, Response $ws) {
        if (!$ws->upgrade()) {
            return;
        }
        while (($frame = $ws->recv()) instanceof Frame) {
            $ws->push("Hello {$frame->data}!");
        }
        $ws->close();
    });

    $server->handle('/', function (Request $request, Response $response) {
        $response->end(<<<'HTML'
            <h1>Swoole WebSocket server over TLS</h1>
            <pre id="log"></pre>
            <script>
            const log = text => document.getElementById('log').textContent += text + '\n';
            const socket = new WebSocket('wss://' + location.host + '/websocket');
            socket.onopen = () => socket.send('TLS');
            socket.onmessage = event => log('received: ' + event.data);
            socket.onclose = () => log('closed');
            </script>
            HTML);
    });

    // Certificates are renewed every few weeks: new connections get what the files hold then, nobody is cut off.
    $installed = @filemtime("$directory/cert.pem");
    $watch = Timer::tick(60_000, function () use ($server, $directory, &$installed) {
        clearstatcache();
        $now = @filemtime("$directory/cert.pem");
        if ($now !== $installed && $server->reloadCertificates()) {
            $installed = $now;
        }
    });

    echo "listening on {$server->port}\n";
    $server->start();
    Timer::clear($watch); // or run() would wait for it
});
