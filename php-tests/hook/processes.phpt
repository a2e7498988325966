--TEST--
pcntl_fork(), pcntl_wait() and others are refused while an event loop is at work, and only then
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
function child(): void
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        posix_kill(getmypid(), SIGKILL);
    }
    var_dump(pcntl_waitpid($pid, $status) === $pid);
}
child();
Co\run(function () {
    set_error_handler(function (int $level, string $message) {
        echo $message, "\n";
        return true;
    });
    var_dump(function_exists('pcntl_fork'), pcntl_fork(), pcntl_wait($status), pcntl_waitpid(-1, $status));
    var_dump(pcntl_sigtimedwait([SIGUSR1], $info, 0), pcntl_sigwaitinfo([SIGUSR1], $info));
    restore_error_handler();
});
child();
// From the first coroutine on, until its loop has ended.
go(fn () => 1);
pcntl_fork();
Swoole\Event::wait();
child();
?>
--EXPECTF--
bool(true)
pcntl_fork() has been disabled for security reasons
pcntl_wait() has been disabled for security reasons
pcntl_waitpid() has been disabled for security reasons
bool(true)
NULL
NULL
NULL
pcntl_sigtimedwait() has been disabled for security reasons
pcntl_sigwaitinfo() has been disabled for security reasons
NULL
NULL
bool(true)

Warning: pcntl_fork() has been disabled for security reasons in %s on line %d
bool(true)
