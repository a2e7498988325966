<?php
/*
 * The clients of the extension: client.php PORT hello|echo|socket SECONDS. 64 coroutines, each with a kept connection to the
 * reference server; `socket` sends and receives the bytes of `hello` by itself. Prints operations and CPU microseconds, as bin/ref-client.rs does.
 */
use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Socket;

use function Swoole\Coroutine\run;

const ROUND = 64;
const PAYLOAD = '0123456789abcdef';
// AF_INET and SOCK_STREAM, which are the sockets extension's.
const FAMILY = 2;
const TYPE = 1;
const REQUEST = "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

function cpu(): int
{
    return (int) ((int) explode(' ', file_get_contents('/proc/self/schedstat'))[0] / 1000);
}

[, $port, $what, $seconds] = $argv;
$done = 0;
$end = microtime(true) + (float) $seconds;
$before = cpu();
run(function () use ($port, $what, $end, &$done) {
    for ($i = 0; $i < 64; $i++) {
        go(function () use ($port, $what, $end, &$done) {
            if ($what === 'socket') {
                $client = new Socket(FAMILY, TYPE);
                $client->connect('127.0.0.1', (int) $port) || exit("no connection: $client->errMsg\n");
            } else {
                $client = new Client('127.0.0.1', (int) $port);
            }
            if ($what === 'echo') {
                $client->upgrade('/echo') && $client->statusCode === 101 || exit("no WebSocket: $client->errMsg\n");
            }
            while (microtime(true) < $end) {
                for ($round = 0; $round < ROUND; $round++) {
                    if ($what === 'socket') {
                        $client->sendAll(REQUEST);
                        str_ends_with($client->recv(), "\r\n\r\nHello World") || exit("a wrong answer: $client->errMsg\n");
                    } elseif ($what === 'echo') {
                        $client->push(PAYLOAD);
                        $client->recv()->data === PAYLOAD || exit("a wrong echo\n");
                    } else {
                        $client->get('/hello') && $client->body === 'Hello World' || exit("a wrong answer: $client->errMsg\n");
                    }
                }
                $done += ROUND;
            }
            $client->close();
        });
    }
});
echo $done, ' ', cpu() - $before, "\n";
