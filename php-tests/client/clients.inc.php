<?php

use Swoole\Coroutine\Client;
use Swoole\Coroutine\Socket;

/** Serves connections with `$serve`, one after the other, until the test ends. The port. */
function serve(callable $serve, string $host = '127.0.0.1', int $domain = 2): int
{
    $listening = new Socket($domain, 1, 0);
    $listening->bind($host) && $listening->listen() || exit("cannot listen: $listening->errMsg\n");
    Swoole\Coroutine::create(function () use ($listening, $serve) {
        while ($connection = $listening->accept(-1)) {
            Swoole\Coroutine::create($serve, $connection);
        }
    });
    $GLOBALS['listening'][] = $listening;
    return $listening->getsockname()['port'];
}

/** Ends all that {@see serve()} has started. */
function stop(): void
{
    foreach ($GLOBALS['listening'] ?? [] as $listening) {
        $listening->close();
    }
    $GLOBALS['listening'] = [];
}

/** Sends back what comes. */
function echoes(Socket $connection): void
{
    while (($data = $connection->recv()) !== '' && $data !== false) {
        $connection->sendAll($data);
    }
}

/** The result of a call, with the error when it has failed. */
function show(Client $client, mixed $result): void
{
    echo json_encode($result), $result === false ? " $client->errCode $client->errMsg" : '', "\n";
}
