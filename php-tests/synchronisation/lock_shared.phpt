--TEST--
Coroutine\Lock between processes: a coroutine waits, its process goes on; a holder that dies
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Atomic;
use Swoole\Coroutine;
use Swoole\Coroutine\Lock;

function child(callable $act): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        Coroutine\run($act);
        posix_kill(getmypid(), SIGKILL);
    }
    return $pid;
}

// All forks come before the first loop of this process: one does not survive them.
$lock = new Lock(true);
$held = new Atomic();
// Two processes, several coroutines each: one at a time.
$inside = new Atomic();
$entered = new Atomic();
$together = new Atomic();
$work = function () use ($lock, $inside, $entered, $together) {
    for ($i = 0; $i < 3; $i++) {
        go(function () use ($lock, $inside, $entered, $together) {
            for ($i = 0; $i < 50; $i++) {
                $lock->lock();
                if ($inside->add() > 1) {
                    $together->add();
                }
                if ($i % 5 === 0) {
                    Coroutine::sleep(0.001);
                }
                $entered->add();
                $inside->sub();
                $lock->unlock();
            }
        });
    }
};
$pids = [child($work), child($work)];
foreach ($pids as $pid) {
    pcntl_waitpid($pid, $status);
}
var_dump($entered->get(), $together->get());

// Killed while it holds it.
$orphan = new Lock(true);
$pid = child(function () use ($orphan, $held) {
    $orphan->lock();
    $held->wakeup();
    Coroutine::sleep(60);
});
$held->wait(60);
posix_kill($pid, SIGKILL);
pcntl_waitpid($pid, $status);

$go = new Atomic();
// The child holds it until it is told not to.
$pid = child(function () use ($lock, $held, $go) {
    $lock->lock();
    $held->wakeup();
    while ($go->get() === 0) {
        Coroutine::sleep(0.001);
    }
    $lock->unlock();
});
$held->wait(60);
Coroutine\run(function () use ($lock, $go) {
    var_dump($lock->lock(LOCK_EX | LOCK_NB), $lock->errCode);
    $others = 0;
    go(function () use (&$others, $go) {
        while ($others < 10) {
            Coroutine::sleep(0.001);
            $others++;
        }
        $go->set(1);
    });
    var_dump($lock->lock(), $others, $lock->lock(), $lock->lock(LOCK_SH));
    $cid = go(function () use ($lock) {
        var_dump($lock->lock(LOCK_EX | LOCK_NB), $lock->lock(), $lock->errCode);
    });
    Coroutine::sleep(0.001);
    Coroutine::cancel($cid);
    $cid = go(function () use ($lock) {
        try {
            $lock->lock();
        } catch (Coroutine\CanceledException $e) {
            echo get_class($e), "\n";
        }
    });
    Coroutine::cancel($cid, true);
    go(function () use ($lock) {
        var_dump($lock->lock());
        echo "got it\n";
        $lock->unlock();
    });
    var_dump($lock->unlock());
    echo "unlocked\n";
});
pcntl_waitpid($pid, $status);
// Free, and no more than free: unlocking it again is nothing.
var_dump($lock->unlock());

Coroutine\run(fn () => var_dump($orphan->lock(), $orphan->unlock()));
?>
--EXPECT--
int(300)
int(0)
bool(false)
int(16)
bool(true)
int(10)
bool(true)
bool(true)
bool(false)
bool(false)
int(125)
Swoole\Coroutine\CanceledException
bool(true)
unlocked
bool(true)
got it
bool(true)
bool(true)
bool(true)
