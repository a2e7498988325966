<?php
/*
 * Three requests at once, and a word over a WebSocket; start examples/websocket/server.php for them first.
 */
use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

run(function () {
    foreach (['/', '/websocket', '/nowhere'] as $path) {
        go(function () use ($path) {
            $client = new Client('127.0.0.1', 9502);
            $client->set(['timeout' => 2]);
            if ($client->get($path)) {
                echo "$path: $client->statusCode, ", strlen($client->body), " bytes\n";
            } else {
                echo "$path: $client->errMsg\n";
            }
        });
    }
    $client = new Client('127.0.0.1', 9502);
    if ($client->upgrade('/websocket') && $client->statusCode === 101) {
        $client->push('client');
        echo $client->recv()->data, "\n";
        $client->close();
    }
});
