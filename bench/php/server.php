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

use function Swoole\Coroutine\go;
use function Swoole\Coroutine\run;

/** The next message, or null when the connection is over. */
function receive(Response $ws, float $timeout = 0): ?Frame
{
    $frame = $ws->recv($timeout);
    return $frame === '' || $frame === false || $frame instanceof CloseFrame ? null : $frame;
}

/** A JSON text of 512 bytes. */
function orders(): string
{
    $items = array_map(fn (int $i): string => '{"sku":"A-' . $i . '","price":' . $i . '9.95,"count":' . $i . '}', range(0, 6));
    $text = '{"id":4711,"state":"paid","customer":{"name":"Jane Doe","city":"Riga"},"items":[' . implode(',', $items) . '],"note":"';
    return str_pad($text, 510, '.') . '"}';
}

$status = 1;

run(function () use ($argv, &$status): void {
    $certificates = getenv('BENCH_CERTIFICATES');
    $server = new Server('127.0.0.1', (int) ($argv[1] ?? 0), $certificates !== false);
    if ($certificates !== false) {
        $server->set(['ssl_cert_file' => "$certificates/cert.pem", 'ssl_key_file' => "$certificates/key.pem"]);
    }
    $server->set(['open_http2_protocol' => getenv('BENCH_HTTP2') !== false]);
    // For the clients that offer it.
    $server->set(['websocket_compression' => true]);

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

    // Each delivery in a coroutine of its own, and a receiver that is still busy with the last one misses this one:
    // nobody waits for a receiver that does not read.
    $listeners = [];
    $busy = [];
    $server->handle('/stream', function (Request $request, Response $ws) use (&$listeners, &$busy): void {
        if (!$ws->upgrade()) {
            return;
        }
        $id = spl_object_id($ws);
        $listeners[$id] = $ws;
        // Those who only listen say nothing for longer than recv() waits by default.
        while ($frame = receive($ws, -1)) {
            foreach ($listeners as $key => $listener) {
                if (isset($busy[$key])) {
                    continue;
                }
                $busy[$key] = true;
                go(function () use ($listener, $frame, $key, &$busy): void {
                    $listener->push($frame->data);
                    unset($busy[$key]);
                });
            }
        }
        unset($listeners[$id]);
        $ws->close();
    });

    $server->handle('/json', function (Request $request, Response $response): void {
        static $orders = null;
        $orders ??= orders();
        $response->header('Content-Type', 'application/json');
        $response->end($orders);
    });

    $server->handle('/form', function (Request $request, Response $response): void {
        $response->end($request->post['name']);
    });

    $server->handle('/hello', function (Request $request, Response $response): void {
        $response->end('Hello World');
    });

    foreach (['/file1m', '/file1g'] as $file) {
        $server->handle($file, function (Request $request, Response $response) use ($file): void {
            $response->header('Content-Type', 'application/octet-stream');
            $response->sendfile(getenv('BENCH_FILES') . $file);
        });
    }

    echo "listening {$server->port}\n";
    $status = $server->start() ? 0 : 1;
});

exit($status);
