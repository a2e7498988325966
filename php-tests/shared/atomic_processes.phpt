--TEST--
Swoole\Atomic between processes: sums, wait() and wakeup()
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Atomic;
use Swoole\Atomic\Long;

function child(callable $act): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        $act();
        posix_kill(getmypid(), SIGKILL);
    }
    return $pid;
}
function reap(int ...$pids): void
{
    foreach ($pids as $pid) {
        pcntl_waitpid($pid, $status);
    }
}

$sum = new Atomic();
$long = new Long();
$count = function () use ($sum, $long) {
    for ($i = 0; $i < 20000; $i++) {
        $sum->add();
        $long->add(1 << 33);
    }
};
$pids = [child($count), child($count), child($count)];
$count();
reap(...$pids);
var_dump($sum->get(), $long->get() === 80000 * (1 << 33));

// One that is there is taken at once; without one the time passes.
$gate = new Atomic(1);
var_dump($gate->wait(0.001), $gate->get(), $gate->wait(0.01), $gate->get());
$other = new Atomic(5);
var_dump($other->wait(0.01), $other->wakeup(), $other->get());

// The child wakes the parent, however long that waits.
foreach ([60, 0, -1] as $limit) {
    $pid = child(function () use ($gate) {
        usleep(20000);
        $gate->wakeup();
    });
    var_dump($gate->wait($limit));
    reap($pid);
}
var_dump($gate->get());

// Woken before it waits.
var_dump($gate->wakeup(), $gate->get(), $gate->wakeup(), $gate->get(), $gate->wait(60));

// Several that wait: one finds what there is, at a time.
$woken = new Atomic();
$ready = new Atomic();
$wait = function () use ($gate, $woken, $ready) {
    $ready->add();
    $woken->add($gate->wait(60) ? 1 : 100);
};
$pids = [child($wait), child($wait), child($wait)];
while ($ready->get() < 3) {
    usleep(1000);
}
for ($i = 1; $i <= 3; $i++) {
    $gate->wakeup(3);
    while ($woken->get() < $i) {
        usleep(1000);
    }
}
reap(...$pids);
var_dump($woken->get(), $gate->get());

// A signal that the script handles ends the wait.
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, fn () => print("handler\n"));
$parent = getmypid();
$pid = child(function () use ($parent) {
    usleep(50000);
    posix_kill($parent, SIGUSR1);
});
var_dump($gate->wait(60));
reap($pid);
?>
--EXPECT--
int(80000)
bool(true)
bool(true)
int(0)
bool(false)
int(0)
bool(false)
bool(true)
int(5)
bool(true)
bool(true)
bool(true)
int(0)
bool(true)
int(1)
bool(true)
int(1)
bool(true)
int(3)
int(0)
handler
bool(false)
