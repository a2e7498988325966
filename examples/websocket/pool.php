<?php
/*
 * A WebSocket server on all processors: one process each, that share a port. What a client says goes to everybody who is
 * connected, to whichever process.
 *
 *     php -d extension=swoole examples/websocket/pool.php
 *
 * SIGTERM (or Ctrl-C) ends it in order; SIGUSR1 exchanges one process after the other; one that crashes is started again.
 */
use Swoole\Coroutine;
use Swoole\Coroutine\Http\Server;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\Process\Pool;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Group;

$host = getenv('HOST') ?: '127.0.0.1';
$port = (int) (getenv('PORT') ?: 9502);
$workers = (int) (getenv('WORKERS') ?: swoole_cpu_num());

$pool = new Pool($workers, SWOOLE_IPC_UNIXSOCK);
$pool->set(['enable_coroutine' => true, 'enable_message_bus' => true]);

/** Those who are connected to this process. */
$clients = null;

$pool->on('WorkerStart', function (Pool $pool, int $id) use (&$clients, $host, $port, $workers) {
    $clients = new Group();
    // The last argument lets several processes listen on the port; the kernel shares the connections out.
    $server = new Server($host, $port, false, true);
    $server->handle('/websocket', function (Request $request, Response $ws) use ($pool, $clients, $id, $workers) {
        if (!$ws->upgrade()) {
            return;
        }
        $clients->add($ws);
        while (($frame = $ws->recv()) instanceof Frame) {
            $text = "worker {$id}: {$frame->data}";
            $clients->push($text);
            // The other processes pass it on to theirs.
            for ($other = 0; $other < $workers; $other++) {
                if ($other !== $id) {
                    $pool->sendMessage($text, $other);
                }
            }
        }
        $clients->remove($ws);
        $ws->close();
    });
    $server->handle('/', fn (Request $request, Response $response) => $response->end("worker {$id}, process " . getmypid() . "\n"));
    echo "worker {$id}, process ", getmypid(), ": http://{$host}:{$port}/\n";
    $server->start();
    // Nothing is served any more: no messages, and the process ends.
    $pool->stop();
});
$pool->on('Message', function (Pool $pool, string $text) use (&$clients) {
    $clients?->push($text);
});
$pool->start();
