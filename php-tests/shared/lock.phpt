--TEST--
Swoole\Lock: a mutex, readers and a writer, a spin lock, between processes
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Atomic;
use Swoole\Lock;

/** What a child finds. */
function child(callable $act): void
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        $act();
        posix_kill(getmypid(), SIGKILL);
    }
    pcntl_waitpid($pid, $status);
}
function attempt(Lock $lock, int $operation, float $timeout = -1): void
{
    $lock->errCode = 0;
    $done = $lock->lock($operation, $timeout);
    echo $done ? 'taken' : "not taken, $lock->errCode", "\n";
    if ($done) {
        $lock->unlock();
    }
}

foreach (['MUTEX', 'RWLOCK', 'SPINLOCK'] as $type) {
    echo "$type\n";
    $lock = new Lock(constant("Swoole\\Lock::$type"));
    var_dump($lock->lock());
    child(function () use ($lock) {
        attempt($lock, LOCK_EX | LOCK_NB);
        attempt($lock, LOCK_SH | LOCK_NB);
        attempt($lock, LOCK_EX, 0.01);
        attempt($lock, LOCK_SH, 0.01);
    });
    var_dump($lock->unlock());
    child(fn () => attempt($lock, LOCK_EX | LOCK_NB));

    $lock->lock(LOCK_SH);
    child(function () use ($lock) {
        attempt($lock, LOCK_SH | LOCK_NB);
        attempt($lock, LOCK_EX | LOCK_NB);
    });
    $lock->unlock();

    // Waiting until it is free: the child has it until it is told to let it go.
    $held = new Atomic();
    $go = new Atomic();
    $pid = pcntl_fork();
    if ($pid === 0) {
        $lock->lock();
        $held->wakeup();
        $go->wait(60);
        usleep(20000);
        $lock->unlock();
        posix_kill(getmypid(), SIGKILL);
    }
    $held->wait(60);
    attempt($lock, LOCK_EX | LOCK_NB);
    $go->wakeup();
    attempt($lock, LOCK_EX, 60);
    pcntl_waitpid($pid, $status);

    // Exclusion: what is read and written by turns stays right.
    $file = tempnam(sys_get_temp_dir(), 'lock');
    file_put_contents($file, '0');
    $count = function () use ($lock, $file) {
        for ($i = 0; $i < 300; $i++) {
            $lock->lock();
            file_put_contents($file, 1 + (int) file_get_contents($file));
            $lock->unlock();
        }
    };
    $pid = pcntl_fork();
    $count();
    if ($pid === 0) {
        posix_kill(getmypid(), SIGKILL);
    }
    pcntl_waitpid($pid, $status);
    echo file_get_contents($file), "\n";
    unlink($file);
}

echo "a holder that dies\n";
$lock = new Lock();
child(fn () => $lock->lock());
attempt($lock, LOCK_EX, 60);
var_dump($lock->unlock(), $lock->errCode);

echo "misuse\n";
var_dump(@$lock->lock(99), $lock->errCode);
foreach ([fn () => new Lock(2), fn () => clone $lock, fn () => $lock->__construct()] as $misuse) {
    try {
        $misuse();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
MUTEX
bool(true)
not taken, 16
not taken, 16
not taken, 110
not taken, 110
bool(true)
taken
not taken, 16
not taken, 16
not taken, 16
taken
600
RWLOCK
bool(true)
not taken, 16
not taken, 16
not taken, 110
not taken, 110
bool(true)
taken
taken
not taken, 16
not taken, 16
taken
600
SPINLOCK
bool(true)
not taken, 16
not taken, 16
not taken, 110
not taken, 110
bool(true)
taken
not taken, 16
not taken, 16
not taken, 16
taken
600
a holder that dies
taken
bool(false)
int(1)
misuse
bool(false)
int(22)
Swoole\Exception: lock type[2] is not support
Error: Trying to clone an uncloneable object of class Swoole\Lock
Error: Constructor of Swoole\Lock can only be called once
