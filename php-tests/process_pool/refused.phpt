--TEST--
Process\Pool: what is refused
--EXTENSIONS--
pcntl
--FILE--
<?php
use Swoole\Process\Pool;
use function Swoole\Coroutine\run;

require __DIR__ . '/pool.inc.php';

$attempt = function (callable $act) {
    try {
        var_dump(with_warnings($act));
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
};
$nothing = fn () => 0;
$attempt(fn () => new Pool(0));
$attempt(fn () => new Pool(1, 9));
$attempt(fn () => new Pool(1, SWOOLE_IPC_MSGQUEUE, 1 << 40));
$attempt(fn () => (new class extends Pool {
    public function __construct()
    {
    }
})->start());
$pool = new Pool(1);
$attempt(fn () => $pool->start());
$attempt(fn () => $pool->on('bogus', $nothing));
$attempt(fn () => $pool->on('Message', 'no such function'));
$attempt(fn () => $pool->listen('127.0.0.1', 80));
$attempt(fn () => $pool->sendMessage('x', 0));
$attempt(fn () => $pool->write('x'));
$attempt(fn () => $pool->getProcess(0));
$attempt(fn () => [$pool->shutdown(), $pool->detach(), $pool->stop()] === [false, false, null]);
$pool->on('WorkerStart', $nothing);
run(fn () => $attempt(fn () => $pool->start()));
foreach ([SWOOLE_IPC_UNIXSOCK, SWOOLE_IPC_MSGQUEUE, SWOOLE_IPC_SOCKET] as $type) {
    $pool = new Pool(1, $type);
    $pool->on('WorkerStart', $nothing);
    $attempt(fn () => $pool->start());
}
$pool->on('Message', $nothing);
$attempt(fn () => $pool->start());
$attempt(fn () => $pool->listen('no address', 80));
$attempt(fn () => $pool->start());
foreach ([SWOOLE_IPC_MSGQUEUE, SWOOLE_IPC_SOCKET] as $type) {
    $pool = new Pool(1, $type, 0, true);
    $pool->on('WorkerStart', $nothing);
    $attempt(fn () => $pool->start());
}
unset($pool);
// A queue that only the pool knows goes with it. Another run of this test may make such queues too: then once more.
$private = fn () => array_column(array_filter(array_map(
    fn (string $line) => preg_split('/\s+/', trim($line)),
    file('/proc/sysvipc/msg'),
), fn (array $fields) => $fields[0] === '0'), 1);
var_dump(eventually(function () use ($private) {
    $before = $private();
    $pool = new Pool(1, SWOOLE_IPC_MSGQUEUE);
    $made = array_diff($private(), $before);
    unset($pool);
    return count($made) > 0 && array_intersect($made, $private()) === [];
}));
echo "-- while it runs\n";
$pool = new Pool(1, SWOOLE_IPC_UNIXSOCK);
$pool->on('Message', $nothing);
$pool->on('WorkerStart', function ($pool) use ($attempt, $nothing) {
    $attempt(fn () => $pool->on('Message', $nothing));
    $attempt(fn () => $pool->start());
    $attempt(fn () => $pool->sendMessage('x', 1));
    $attempt(fn () => $pool->getProcess(1));
    $attempt(fn () => $pool->write('x'));
    $pool->shutdown();
});
$pool->start();
?>
--EXPECT--
Swoole\Exception: the parameter $worker_num must be between 1 and 65536
Swoole\Exception: the parameter $ipc_type is none of SWOOLE_IPC_*
Swoole\Exception: failed to open the message queue: Invalid argument (os error 22)
Swoole\Error: must call constructor first
  Swoole\Process\Pool::start(): `WorkerStart` event callback is required
bool(false)
  Swoole\Process\Pool::on(): unknown event type[bogus]
bool(false)
TypeError: Swoole\Process\Pool::on(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
  Swoole\Process\Pool::listen(): unsupported ipc type, SWOOLE_IPC_SOCKET is needed
bool(false)
  Swoole\Process\Pool::sendMessage(): unsupported ipc type, SWOOLE_IPC_UNIXSOCK is needed
bool(false)
  Swoole\Process\Pool::write(): there is no client, SWOOLE_IPC_SOCKET and its event Message are needed
bool(false)
bool(false)
bool(true)
Swoole\Error: must be forked outside the coroutine
  Swoole\Process\Pool::start(): `Message` event callback is required
bool(false)
  Swoole\Process\Pool::start(): `Message` event callback is required
bool(false)
  Swoole\Process\Pool::start(): `Message` event callback is required
bool(false)
  Swoole\Process\Pool::start(): listen() has to be called first
bool(false)
  Swoole\Process\Pool::listen(): listen(no address:80) failed, Error: Invalid argument[22]
bool(false)
bool(false)
  Swoole\Process\Pool::start(): with coroutines only SWOOLE_IPC_NONE and SWOOLE_IPC_UNIXSOCK can be used
bool(false)
  Swoole\Process\Pool::start(): with coroutines only SWOOLE_IPC_NONE and SWOOLE_IPC_UNIXSOCK can be used
bool(false)
bool(true)
-- while it runs
  Swoole\Process\Pool::on(): process pool is started. unable to register event callback function
bool(false)
  Swoole\Process\Pool::start(): process pool is already started
bool(false)
  Swoole\Process\Pool::sendMessage(): invalid worker_id[1]
bool(false)
  Swoole\Process\Pool::getProcess(): invalid worker_id[1]
bool(false)
  Swoole\Process\Pool::write(): there is no client, SWOOLE_IPC_SOCKET and its event Message are needed
bool(false)
