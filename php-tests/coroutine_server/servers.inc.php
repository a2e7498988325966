<?php

use Swoole\Coroutine\Client;
use Swoole\Coroutine\Server;

/** A client that is connected to a server, of this or another process. */
function client(Server|int $server, array $settings = [], int $type = SWOOLE_SOCK_TCP): Client
{
    $client = new Client($type);
    $settings && $client->set($settings);
    $port = $server instanceof Server ? $server->port : $server;
    $client->connect('127.0.0.1', $port, 10) || exit("cannot connect: $client->errMsg\n");
    return $client;
}

/** Starts a server in a coroutine. */
function started(Server $server): Server
{
    $GLOBALS['starts'][spl_object_id($server)] = Swoole\Coroutine::create(
        fn () => $server->start() || exit("start() has failed: $server->errCode\n")
    );
    return $server;
}

/** Shuts a server down and waits until its start() has returned. */
function stop(Server $server): void
{
    var_dump($server->shutdown());
    Swoole\Coroutine::join([$GLOBALS['starts'][spl_object_id($server)]]);
}
