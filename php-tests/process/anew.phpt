--TEST--
A new process has nothing of what its parent has started, and takes nothing away from it
--EXTENSIONS--
pcntl
sockets
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use Swoole\Event;
use Swoole\Process;
use Swoole\Timer;

require __DIR__ . '/family.inc.php';

// Nothing of all this is to be seen in the child; the parent goes on with it.
[$one, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$parent = getmypid();
$who = fn () => getmypid() === $parent ? 'parent' : 'child';
$seen = [];
$see = function (string $what) use (&$seen, $who) {
    $seen[] = "$what in the {$who()}";
};
Timer::after(30, fn () => $see('timer'));
Event::add($one, function ($one) use ($see) {
    $see('read: ' . fread($one, 100));
    Event::del($one);
});
Process::signal(SIGUSR1, fn () => $see('signal'));
[$left, $right] = swoole_coroutine_socketpair(AF_UNIX, SOCK_STREAM, 0);
go(fn () => $see('socket: ' . $left->recv(100, PATIENCE)));
Event::defer(fn () => $see('deferred'));
ob_start();
echo "buffered by the {$who()}\n";

$process = new Process(function () use ($left, $right, $one) {
    echo "output of the child\n";
    var_dump(Coroutine::stats()['coroutine_num'], count(iterator_to_array(Timer::list())), Event::isset($one));
    // What it closes and uses up is closed for it alone.
    $left->close();
    fclose($one);
    unset($GLOBALS['left'], $left);
    Coroutine\run(function () {
        Coroutine::sleep(0.01);
        echo "loop of the child\n";
    });
    // The parent's listener is not there: the signal does what it does by default.
    Process::kill(getmypid(), SIGUSR1);
});
$end = Family::end(Family::start($process));
echo "$end\n";
fwrite($other, 'written');
go(fn () => $right->send('sent'));
Process::kill($parent, SIGUSR1);
Event::wait();
ob_end_flush();
sort($seen);
echo implode("\n", $seen), "\n";
$end = Family::end(Family::start(new Process(fn () => print("the last child\n"))));
echo "$end\n";
?>
--EXPECT--
output of the child
int(0)
int(0)
bool(false)
loop of the child
buffered by the parent
signal 10
deferred in the parent
read: written in the parent
signal in the parent
socket: sent in the parent
timer in the parent
the last child
code 0
