<?php
/**
 * The measured program: the same script for this extension and for C++ Swoole.
 *
 * `php -n -d extension=/path/to/swoole.so -d memory_limit=-1 server.php [PORT]`; prints `listening PORT`.
 * The handlers are written as in Swoole's documentation.
 */

declare(strict_types=1);

use Swoole\Coroutine\Http\Server;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

use function Swoole\Coroutine\run;

/** The next message, or null when the connection is over. */
function receive(Response $ws): ?Frame
{
    $frame = $ws->recv();
    return $frame === '' || $frame === false || $frame instanceof CloseFrame ? null : $frame;
}

$status = 1;

run(function () use ($argv, &$status): void {
    $server = new Server('127.0.0.1', (int) ($argv[1] ?? 0), false);

    $server->handle('/echo', function (Request $request, Response $ws): void {
        if (!$ws->upgrade()) {
            return;
        }
        while ($frame = receive($ws)) {
            $ws->push($frame->data, $frame->opcode);
        }
        $ws->close();
    });

    $server->handle('/greeter', function (Request $request, Response $ws): void {
        if (!$ws->upgrade()) {
            return;
        }
        while ($frame = receive($ws)) {
            $ws->push("Hello {$frame->data}!");
            $ws->push("How are you, {$frame->data}?");
        }
        $ws->close();
    });

    $clients = [];
    $server->handle('/broadcast', function (Request $request, Response $ws) use (&$clients): void {
        if (!$ws->upgrade()) {
            return;
        }
        $id = spl_object_id($ws);
        $clients[$id] = $ws;
        while ($frame = receive($ws)) {
            foreach ($clients as $client) {
                $client->push("Server：{$frame->data}");
            }
        }
        unset($clients[$id]);
        $ws->close();
    });

    $server->handle('/hello', function (Request $request, Response $response): void {
        $response->end('Hello World');
    });

    echo "listening {$server->port}\n";
    $status = $server->start() ? 0 : 1;
});

exit($status);
