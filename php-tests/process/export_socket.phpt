--TEST--
Process::exportSocket(): both sides wait in coroutines
--EXTENSIONS--
pcntl
sockets
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use Swoole\Process;
use function Swoole\Coroutine\run;

require __DIR__ . '/family.inc.php';

foreach ([SOCK_STREAM, SOCK_DGRAM] as $type) {
    $process = new Process(function (Process $child) {
        $socket = $child->exportSocket();
        $ticks = 0;
        go(function () use (&$ticks) {
            for (; $ticks < 3; $ticks++) {
                Coroutine::sleep(0.001);
            }
        });
        $message = $socket->recv(100, PATIENCE);
        $socket->send("$ticks: $message");
    }, false, $type, true);
    $pid = Family::start($process);
    run(function () use ($process, $type) {
        $socket = $process->exportSocket();
        var_dump($socket === $process->exportSocket(), $socket->fd !== $process->pipe, $socket->domain === AF_UNIX, $socket->type === $type);
        Coroutine::sleep(0.05);
        $socket->send('hello');
        var_dump($socket->recv(100, PATIENCE));
        // Closing it leaves the pipe alone.
        $socket->close();
    });
    echo Family::end($pid), "\n";
    // It was made non-blocking for that; the pipe itself still waits.
    var_dump(@$process->write('x') === false ? 'nobody' : 'somebody');
}
// The loop watches the pipe itself.
$process = new Process(fn ($child) => $child->write('watched'), false, SOCK_DGRAM);
$pid = Family::start($process);
Swoole\Event::add($process, function ($process) {
    echo $process->read(), "\n";
    Swoole\Event::del($process);
});
Swoole\Event::wait();
echo Family::end($pid), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
string(8) "3: hello"
code 0
string(6) "nobody"
bool(true)
bool(true)
bool(true)
bool(true)
string(8) "3: hello"
code 0
string(6) "nobody"
watched
code 0
