--TEST--
Process\Pool: messages from a message queue, and from clients
--EXTENSIONS--
pcntl
posix
--SKIPIF--
<?php
if (!is_readable('/proc/sys/kernel/msgmax')) die('skip the kernel has no message queues');
?>
--FILE--
<?php
use Swoole\Process;
use Swoole\Process\Pool;

require __DIR__ . '/pool.inc.php';

echo "-- queue\n";
$told = new Told();
// The key of a file that only this test has.
$file = tempnam(sys_get_temp_dir(), 'phpt');
$key = ftok($file, "\1");
$queue = new Process(fn () => 0, false, 0);
register_shutdown_function(fn ($parent) => $parent === getmypid() && @$queue->freeQueue() | unlink($file), getmypid());
$queue->useQueue($key);
$queue->push('before the pool');
$master = master(function () use ($told, $key) {
    $pool = new Pool(2, SWOOLE_IPC_MSGQUEUE, $key);
    $pool->on('Message', fn (Pool $pool, string $data) => $told("got $data") ?? ($data === 'kill' && posix_kill(getmypid(), SIGKILL)));
    $pool->on('WorkerStop', fn ($pool, $id) => $told("stopped $id"));
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_ERROR]);
    $pool->start();
    $told('over');
});
foreach (['one', 'two', 'kill', 'after'] as $message) {
    $queue->push($message);
    $told->wait("got $message");
}
Process::kill($master);
echo Family::end($master), "\n";
$lines = $told->lines();
echo implode("\n", preg_grep('/^stopped/', $lines, PREG_GREP_INVERT)), "\n";
// The worker that took the last message has ended in order; the one after the crash may not have come so far.
var_dump(count(preg_grep('/^stopped/', $lines)) >= 1);
// The queue is somebody else's too: it is still there.
var_dump($queue->statQueue());
$queue->freeQueue();

echo "-- clients\n";
$told = new Told();
$path = sys_get_temp_dir() . '/phpt' . getmypid() . '.sock';
$master = master(function () use ($told, $path) {
    $free = function (): int {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        return (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
    };
    do {
        // Somebody else may be faster.
        $pool = new Pool(2, SWOOLE_IPC_SOCKET);
        $port = $free();
    } while (!@$pool->listen('127.0.0.1', $port));
    $pool->set(['max_package_size' => 100_000]);
    $pool->on('Message', function (Pool $pool, string $data) use ($told) {
        if (str_starts_with($data, 'echo ')) {
            $pool->write('you said ');
            $pool->write(substr($data, 5));
        }
        $told('got ' . strlen($data));
    });
    $pool->on('WorkerStart', fn (Pool $pool) => $told('started ' . json_encode(@$pool->write('to nobody'))));
    $pool->on('WorkerStop', fn ($pool, $id) => $told("stopped $id"));
    $told("port $port");
    $told('unix ' . json_encode($pool->listen("unix:$path")));
    $pool->start();
    $told('over');
});
$told->wait('started false', 2);
$port = (int) substr(current(preg_grep('/^port/', $told->lines())), 5);
$ask = function (string $address, string $message, ?int $length = null): string {
    $client = stream_socket_client($address, $code, $text, PATIENCE);
    stream_set_timeout($client, PATIENCE);
    fwrite($client, pack('N', $length ?? strlen($message)) . $message);
    return (string) stream_get_contents($client);
};
foreach (["tcp://127.0.0.1:$port", "unix://$path"] as $address) {
    $answer = $ask($address, 'echo hello');
    var_dump(unpack('N', $answer)[1] === strlen($answer) - 4, substr($answer, 4));
    // No answer, an empty message, one that is too long, one that ends early.
    var_dump($ask($address, 'quiet'), $ask($address, ''), $ask($address, 'x', 100_001));
    $client = stream_socket_client($address);
    fwrite($client, pack('N', 10) . 'half');
    fclose($client);
    $long = 'echo ' . str_repeat('l', 99_995);
    var_dump(strlen($ask($address, $long)));
}
// One that says nothing holds up nobody's end but its worker's; it ends with its client.
Process::kill($master);
echo Family::end($master), "\n";
var_dump($told->count('got 10'), $told->count('got 5'), $told->count('got 100000'), $told->count('got 4'), $told->count('over'), file_exists($path));
?>
--EXPECT--
-- queue
code 0
got before the pool
got one
got two
got kill
got after
over
bool(true)
array(2) {
  ["queue_num"]=>
  int(0)
  ["queue_bytes"]=>
  int(0)
}
-- clients
bool(true)
string(14) "you said hello"
string(0) ""
string(0) ""
string(0) ""
int(100008)
bool(true)
string(14) "you said hello"
string(0) ""
string(0) ""
string(0) ""
int(100008)
code 0
int(2)
int(2)
int(2)
int(0)
int(1)
bool(false)
