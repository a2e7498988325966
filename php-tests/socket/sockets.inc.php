<?php

use Swoole\Coroutine\Socket;

/** A listening TCP socket on a port of its own. */
function listening(string $host = '127.0.0.1', int $domain = AF_INET): Socket
{
    $socket = new Socket($domain, SOCK_STREAM, 0);
    $socket->bind($host) && $socket->listen() || exit("cannot listen: $socket->errMsg\n");
    return $socket;
}

/** The two ends of a TCP connection. In a coroutine. @return array{Socket, Socket} */
function connection(): array
{
    $listening = listening();
    $client = new Socket(AF_INET, SOCK_STREAM, 0);
    $client->connect('127.0.0.1', $listening->getsockname()['port']) || exit("cannot connect: $client->errMsg\n");
    return [$client, $listening->accept(10)];
}

/** Two connected Unix sockets. @return array{Socket, Socket} */
function pair(int $type = SOCK_STREAM): array
{
    return swoole_coroutine_socketpair(AF_UNIX, $type, 0);
}

/** The result of a call, with the error when it has failed. */
function show(Socket $socket, mixed $result): void
{
    echo json_encode($result), $result === false ? " $socket->errCode $socket->errMsg" : '', "\n";
}
