<?php
use Swoole\Process;

/*
 * Processes that a test makes, of which none is left when it ends, however it ends.
 */

/** Seconds before a wait that should have been short fails the test. */
define('PATIENCE', (int) (getenv('TEST_PATIENCE') ?: 15));

final class Family
{
    /** @var array<int, true> by process id */
    private static array $alive = [];
    /** @var array<int, string> how it has ended, by process id */
    private static array $ended = [];
    private static int $founder = 0;

    /** Starts it, and kills it at the end of this process if it is still there. */
    public static function start(Process $process): int
    {
        $pid = $process->start();
        self::adopt($pid);
        return $pid;
    }

    public static function adopt(int $pid): void
    {
        if (self::$founder === 0) {
            self::$founder = getmypid();
            register_shutdown_function(function () {
                if (getmypid() === self::$founder) {
                    array_map(fn ($pid) => @Process::kill($pid, SIGKILL), array_keys(self::$alive));
                }
            });
        }
        self::$alive[$pid] = true;
    }

    /** Waits for the end of one: "code 0" or "signal 9". */
    public static function end(int $pid): string
    {
        $deadline = microtime(true) + PATIENCE;
        while (!isset(self::$ended[$pid])) {
            if ($status = Process::wait(false)) {
                self::$ended[$status['pid']] = $status['signal'] ? "signal {$status['signal']}" : "code {$status['code']}";
                continue;
            }
            if (microtime(true) > $deadline) {
                Process::kill($pid, SIGKILL);
                return 'it hangs';
            }
            usleep(1000);
        }
        $end = self::$ended[$pid];
        unset(self::$alive[$pid], self::$ended[$pid]);
        return $end;
    }

    /** Process::wait(), which was told of this one. */
    public static function left(int $pid): void
    {
        unset(self::$alive[$pid]);
    }
}

/** Waits until $condition returns something true. */
function eventually(callable $condition): mixed
{
    for ($deadline = microtime(true) + PATIENCE; microtime(true) < $deadline; usleep(1000)) {
        if ($found = $condition()) {
            return $found;
        }
    }
    return false;
}

/** Runs $act and prints its warnings. */
function with_warnings(callable $act): mixed
{
    set_error_handler(function (int $level, string $message) {
        echo "  $message\n";
        return true;
    });
    try {
        return $act();
    } finally {
        restore_error_handler();
    }
}
