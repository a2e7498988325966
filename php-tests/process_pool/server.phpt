--TEST--
Process\Pool: a WebSocket server on several processes, that share a port, are exchanged and end in order
--EXTENSIONS--
pcntl
posix
sockets
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;
use Swoole\Process;
use Swoole\Process\Pool;
use function Swoole\Coroutine\run;

require __DIR__ . '/pool.inc.php';

// Keeps a port free, on which it does not listen itself.
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
socket_set_option($socket, SOL_SOCKET, SO_REUSEPORT, 1);
socket_bind($socket, '127.0.0.1', 0);
socket_getsockname($socket, $address, $port);

$told = new Told();
$master = master(function () use ($told, $port) {
    Coroutine::set(['log_level' => SWOOLE_LOG_ERROR]);
    $pool = new Pool(2);
    $pool->set(['enable_coroutine' => true]);
    $pool->on('WorkerStart', function (Pool $pool, int $id) use ($told, $port) {
        $server = new Server('127.0.0.1', $port, false, true);
        $server->handle('/', fn ($request, $response) => $response->end("$id " . getmypid()));
        $server->handle('/crash', fn () => posix_kill(getmypid(), SIGKILL));
        $server->handle('/socket', function ($request, $ws) use ($id) {
            $ws->upgrade();
            while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
                $ws->push("$id: $frame->data");
            }
            $ws->close();
        });
        go(fn () => $told('listening'));
        $told('start() ' . json_encode($server->start()));
    });
    $pool->on('WorkerStop', fn ($pool, $id) => $told("stopped $id"));
    $pool->start();
});
$told->wait('listening', 2);
/** Asks until it has heard from both workers; their process ids. */
$both = function () use ($port): array {
    $pids = [];
    for ($time = 0; count($pids) < 2 && $time < 1000; $time++) {
        $client = new Client('127.0.0.1', $port);
        if ($client->get('/') && $client->body !== '') {
            [$id, $pid] = explode(' ', $client->body);
            $pids[$id] = (int) $pid;
        }
        $client->close();
    }
    ksort($pids);
    return $pids;
};
run(function () use ($port, $told, $master, $both) {
    $before = $both();
    var_dump(array_keys($before));
    // A WebSocket on each.
    $sockets = [];
    for ($time = 0; count($sockets) < 2 && $time < 1000; $time++) {
        $client = new Client('127.0.0.1', $port);
        if ($client->upgrade('/socket') && $client->push('hello') && $frame = $client->recv(PATIENCE)) {
            $sockets[$frame->data] ??= $client;
        }
    }
    ksort($sockets);
    var_dump(array_keys($sockets));
    // One crashes; another takes its place. The other one's connections do not notice.
    $client = new Client('127.0.0.1', $port);
    $client->get('/crash');
    $told->wait('listening', 3);
    $after = $both();
    var_dump(array_keys($after), count(array_diff($after, $before)));
    // They are exchanged: WebSockets are closed in order.
    Process::kill($master, SIGUSR1);
    $told->wait('listening', 5);
    var_dump(count(array_diff($both(), $after)), $told->count('stopped 0'), $told->count('stopped 1'));
    Process::kill($master);
});
echo Family::end($master), "\n";
var_dump($told->count('start() true'), $told->count('stopped 0') + $told->count('stopped 1'));
?>
--EXPECT--
array(2) {
  [0]=>
  int(0)
  [1]=>
  int(1)
}
array(2) {
  [0]=>
  string(8) "0: hello"
  [1]=>
  string(8) "1: hello"
}
array(2) {
  [0]=>
  int(0)
  [1]=>
  int(1)
}
int(1)
int(2)
int(1)
int(1)
code 0
int(4)
int(4)
