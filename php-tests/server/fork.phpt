--TEST--
Servers and coroutines in a process that was forked after run(): sleeping, threads, timers, frames held back, preemption
--EXTENSIONS--
pcntl
posix
--INI--
swoole.enable_preemptive_scheduler=On
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\System;
use function Swoole\Coroutine\run;

require __DIR__ . '/../server.inc.php';

$server = new Server('127.0.0.1', 0);
$server->handle('/', fn ($request, $response) => $response->end((string) getmypid()));
$server->handle('/socket', function ($request, $ws) {
    $ws->upgrade();
    // Two pushes in one go are held back until the handler waits, or the watchdog comes: here it must.
    $ws->push('one');
    $ws->push('two');
    for ($end = hrtime(true) + 100_000_000; hrtime(true) < $end;);
    $ws->recv();
    $ws->close();
});
/** Everything that a loop and its threads do. */
function use_all(Server $server, string $who): void
{
    run(function () use ($server, $who) {
        Coroutine::sleep(0.01);
        $read = System::readFile(__FILE__);
        $timed = new Coroutine\Channel(1);
        Swoole\Timer::after(5, fn () => $timed->push('timed'));
        Coroutine::create(fn () => $server->start());
        $client = new Client('127.0.0.1', $server->port);
        $client->get('/');
        $mine = (int) $client->body === getmypid();
        $socket = new Client('127.0.0.1', $server->port);
        $socket->upgrade('/socket');
        $frames = $socket->recv(PATIENCE)->data . ' ' . $socket->recv(PATIENCE)->data;
        $socket->push('thanks');
        // Who computes is interrupted.
        $stop = $stopped = false;
        Coroutine::create(function () use (&$stop, &$stopped) {
            for ($end = [microtime(true) + PATIENCE]; !$stop && microtime(true) < $end[0];);
            $stopped = $stop;
        });
        $stop = true;
        // It goes on when the handler above has had its turn.
        for ($i = 0; !$stopped && $i < 5000; $i++) Coroutine::sleep(0.001);
        $server->shutdown();
        echo "$who: ", json_encode([strlen($read) === filesize(__FILE__), $timed->pop(PATIENCE), $mine, $frames, $stopped]), "\n";
    });
}
/** Waits for a child, however it ends. */
function await(int $pid): void
{
    $ended = 0;
    eventually(function () use ($pid, &$ended, &$status) {
        return ($ended = pcntl_waitpid($pid, $status, WNOHANG)) !== 0;
    });
    if ($ended === 0) {
        posix_kill($pid, SIGKILL);
        pcntl_waitpid($pid, $status);
        echo "it hangs\n";
    }
    echo 'exit ', pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 'by signal', "\n";
}
function fork(callable $child): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        $child();
        exit(7);
    }
    return $pid;
}

use_all($server, 'parent');
await(fork(fn () => use_all($server, 'child')));
// And a child's child, while the parent goes on.
$pid = fork(function () use ($server) {
    use_all($server, 'child');
    await(fork(fn () => use_all($server, "child's child")));
});
await($pid);
use_all($server, 'parent again');
// One that starts nothing ends too.
await(fork(fn () => null));
?>
--EXPECT--
parent: [true,"timed",true,"one two",true]
child: [true,"timed",true,"one two",true]
exit 7
child: [true,"timed",true,"one two",true]
child's child: [true,"timed",true,"one two",true]
exit 7
exit 7
parent again: [true,"timed",true,"one two",true]
exit 7
