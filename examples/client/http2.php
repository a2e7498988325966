<?php
/*
 * Many requests at once over one HTTP/2 connection; start examples/websocket/server.php for it first.
 */
use Swoole\Coroutine\Http2\Client;
use Swoole\Http2\Request;

use function Swoole\Coroutine\run;

run(function () {
    $client = new Client('127.0.0.1', 9502);
    $client->set(['timeout' => 2]);
    if (!$client->connect()) {
        echo "$client->errMsg\n";
        return;
    }
    $paths = [];
    foreach (['/', '/nowhere', '/'] as $path) {
        $request = new Request();
        $request->path = $path;
        $paths[$client->send($request)] = $path;
    }
    // They come as they are complete.
    while ($paths && $response = $client->recv()) {
        echo "{$paths[$response->streamId]}: $response->statusCode, ", strlen($response->data), " bytes\n";
        unset($paths[$response->streamId]);
    }
    $client->close();
});
