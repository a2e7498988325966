<?php

namespace Swoole;

/**
 * Coroutines: create them, let them sleep, hand over between them.
 *
 * A coroutine is a function that can be suspended. While it waits (for a frame, a timer, a channel) the
 * others run; all of them share one thread, so between two suspensions nothing else touches your data.
 *
 * Every method is static. Methods that suspend throw {@see \Swoole\Error} with code
 * {@see SWOOLE_ERROR_CO_OUT_OF_COROUTINE} when they are called outside a coroutine.
 *
 * @rust coroutine::class
 * @uninstantiable
 */
class Coroutine
{
    /**
     * Starts a coroutine. It runs at once, up to its first suspension; then the caller goes on.
     *
     * Called outside {@see \Swoole\Coroutine\run()}, the coroutine goes on when the script has ended.
     *
     * @param callable $func what to run
     * @param mixed ...$param passed to $func by value
     * @return int|false the new coroutine's id; false with a warning if `max_coroutine` of them exist already
     */
    public static function create(callable $func, mixed ...$param): int|false {}

    /**
     * Calls $callback when the current coroutine ends, also when it ends by an exception.
     *
     * The callback registered last is called first. It receives what the coroutine's function returned,
     * if it returned something.
     *
     * @throws \Swoole\Error outside a coroutine
     */
    public static function defer(callable $callback): void {}

    /**
     * Sets options for all coroutines of the process; they are merged into those set before.
     *
     * @param array<string, mixed> $options among them:
     *  - `max_coroutine` (int, 100000): how many may exist at once
     *  - `c_stack_size` (int bytes or a string such as "2M", 2 MiB): the C stack of each; memory is taken as it is used
     *  - `socket_timeout`, `socket_read_timeout`, `socket_write_timeout` (float seconds, 60): the longest wait for a peer
     *  - `enable_deadlock_check` (bool, true): report the coroutines nobody can wake when the scheduler ends
     *  - `exit_condition` (callable): asked when nothing is left to do; while it returns false the event loop waits on
     *  - `log_level` (SWOOLE_LOG_*, SWOOLE_LOG_WARNING), `log_file` (string, standard output), `log_date_format` (string)
     *  - `hook_flags` (SWOOLE_HOOK_*): see {@see \Swoole\Runtime}
     *
     * docs/settings.md lists them all.
     */
    public static function set(array $options): void {}

    /**
     * The options set so far.
     *
     * @return array<string, mixed>|null null if none was ever set
     */
    public static function getOptions(): ?array {}

    /**
     * Whether a coroutine of this id exists, running or suspended.
     */
    public static function exists(int $cid): bool {}

    /**
     * Suspends the current coroutine until {@see Coroutine::resume()} or {@see Coroutine::cancel()} is called for it.
     *
     * @return bool true if it was resumed; false if it was cancelled (the last error is then SWOOLE_ERROR_CO_CANCELED)
     * @throws \Swoole\Error outside a coroutine
     */
    public static function yield(): bool {}

    /**
     * Makes the wait of a suspended coroutine fail. It runs at once, up to its next suspension.
     *
     * The call it waits in returns its failure value, mostly false, and the last error is SWOOLE_ERROR_CO_CANCELED.
     *
     * @param int $cid the coroutine to cancel
     * @param bool $throw_exception throw a {@see \Swoole\Coroutine\CanceledException} in it instead
     * @return bool false if there is no such coroutine (SWOOLE_ERROR_CO_NOT_EXISTS) or it cannot be cancelled (SWOOLE_ERROR_CO_CANNOT_CANCEL)
     */
    public static function cancel(int $cid, bool $throw_exception = false): bool {}

    /**
     * Whether the current coroutine's last suspension ended by {@see Coroutine::cancel()}.
     *
     * @throws \Swoole\Error outside a coroutine
     */
    public static function isCanceled(): bool {}

    /**
     * The same as {@see Coroutine::yield()}.
     *
     * @return bool true if it was resumed; false if it was cancelled
     * @throws \Swoole\Error outside a coroutine
     * @implementation-alias yield
     */
    public static function suspend(): bool {}

    /**
     * Continues a coroutine suspended by {@see Coroutine::yield()}. It runs at once, up to its next suspension.
     *
     * @return bool false with a warning if there is no such coroutine or it waits for something else
     */
    public static function resume(int $cid): bool {}

    /**
     * Figures about the scheduler.
     *
     * @return array{event_num: int, signal_listener_num: int, aio_task_num: int, aio_worker_num: int, aio_idle_worker_num: int, aio_pending_release_worker_num: int, aio_peak_worker_num: int, aio_created_worker_num: int, aio_released_worker_num: int, aio_scale_up_count: int, aio_scale_down_count: int, aio_queue_size: int, c_stack_size: int, coroutine_num: int, coroutine_peak_num: int, coroutine_last_cid: int}
     */
    public static function stats(): array {}

    /**
     * The current coroutine's id, counted from 1 and never used twice in a process; -1 outside a coroutine.
     */
    public static function getCid(): int {}

    /**
     * The same as {@see Coroutine::getCid()}.
     *
     * @implementation-alias getCid
     */
    public static function getuid(): int {}

    /**
     * The id of the coroutine that created another one.
     *
     * @param int $cid the coroutine to ask about; 0 is the current one
     * @return int|false the creator's id, which may have ended; -1 if it was created outside any coroutine; false if there is no such coroutine
     */
    public static function getPcid(int $cid = 0): int|false {}

    /**
     * Waits until other coroutines have ended.
     *
     * @param int[] $cid_array their ids; those that have ended already are not waited for
     * @param float $timeout the longest wait in seconds; 0 or less waits for ever
     * @return bool false if the time was up (the last error is then SWOOLE_ERROR_CO_TIMEDOUT), none of them exists (SWOOLE_ERROR_INVALID_PARAMS), one of them is the current coroutine or is joined by another one (SWOOLE_ERROR_WRONG_OPERATION), or the wait was cancelled (SWOOLE_ERROR_CO_CANCELED)
     * @throws \Swoole\Error outside a coroutine
     */
    public static function join(array $cid_array, float $timeout = -1): bool {}

    /**
     * Throws a {@see \Swoole\Coroutine\TimeoutException} into the current coroutine if it has not ended in time.
     *
     * The exception comes out of the call in which the coroutine waits when the time is up.
     *
     * @param float $timeout seconds, of which whole ones count
     * @return bool false if that is less than 1
     * @throws \Swoole\Error outside a coroutine
     */
    public static function setTimeLimit(float $timeout): bool {}

    /**
     * An array object for what belongs to one coroutine. It is the same object at each call, and gone when the coroutine has ended.
     *
     * @param int $cid whose; 0 is the current coroutine
     * @return \Swoole\Coroutine\Context|null null if there is no such coroutine
     */
    public static function getContext(int $cid = 0): ?\Swoole\Coroutine\Context {}

    /**
     * The calls a coroutine is in, in the form of debug_backtrace().
     *
     * @param int $cid whose; 0 is the current coroutine
     * @param int $options DEBUG_BACKTRACE_PROVIDE_OBJECT, DEBUG_BACKTRACE_IGNORE_ARGS or both
     * @param int $limit how many calls at most; 0 is all
     * @return array<int, array<string, mixed>>|false false if there is no such coroutine
     */
    public static function getBackTrace(int $cid = 0, int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): array|false {}

    /**
     * Prints the calls a coroutine is in, as debug_print_backtrace() does. Nothing if there is no such coroutine.
     *
     * @param int $cid whose; 0 is the current coroutine
     * @param int $options DEBUG_BACKTRACE_IGNORE_ARGS or 0
     * @param int $limit how many calls at most; 0 is all
     */
    public static function printBackTrace(int $cid = 0, int $options = 0, int $limit = 0): void {}

    /**
     * The milliseconds since a coroutine was created; -1 if there is no such coroutine.
     *
     * @param int $cid which; 0 is the current coroutine
     */
    public static function getElapsed(int $cid = 0): int {}

    /**
     * How many bytes a coroutine has for PHP's own call frames; it gets more when it calls deeper.
     *
     * @param int $cid which; 0 is the current coroutine
     * @return int|false false if there is no such coroutine
     */
    public static function getStackUsage(int $cid = 0): int|false {}

    /**
     * The ids of all coroutines that exist, the newest first.
     */
    public static function list(): \Swoole\Coroutine\Iterator {}

    /**
     * The same as {@see Coroutine::list()}.
     *
     * @implementation-alias list
     */
    public static function listCoroutines(): \Swoole\Coroutine\Iterator {}

    /**
     * Lets the current coroutine be interrupted again while it computes, see the option `enable_preemptive_scheduler`.
     *
     * @return bool whether that changed anything
     */
    public static function enableScheduler(): bool {}

    /**
     * Keeps the current coroutine from being interrupted while it computes, and from making way when coroutines hand over to
     * each other for long.
     *
     * @return bool whether that changed anything
     */
    public static function disableScheduler(): bool {}

    /**
     * The same as {@see \Swoole\Coroutine\System::sleep()}.
     *
     * @implementation-alias Swoole\Coroutine\System::sleep
     */
    public static function sleep(float $seconds): bool {}

    /**
     * The same as {@see \Swoole\Coroutine\System::exec()}.
     *
     * @implementation-alias Swoole\Coroutine\System::exec
     */
    public static function exec(string $command, bool $get_error_stream = false): array|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::gethostbyname()}.
     *
     * @implementation-alias Swoole\Coroutine\System::gethostbyname
     */
    public static function gethostbyname(string $domain_name, int $type = AF_INET, float $timeout = -1): string|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::getaddrinfo()}.
     *
     * @implementation-alias Swoole\Coroutine\System::getaddrinfo
     */
    public static function getaddrinfo(string $domain, int $family = AF_INET, int $socktype = SOCK_STREAM, int $protocol = STREAM_IPPROTO_TCP, ?string $service = null, float $timeout = -1): array|bool {}

    /**
     * The same as {@see \Swoole\Coroutine\System::dnsLookup()}.
     *
     * @implementation-alias Swoole\Coroutine\System::dnsLookup
     */
    public static function dnsLookup(string $domain_name, float $timeout = 60, int $type = AF_INET): string|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::readFile()}.
     *
     * @implementation-alias Swoole\Coroutine\System::readFile
     */
    public static function readFile(string $filename, int $flag = 0): string|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::writeFile()}.
     *
     * @implementation-alias Swoole\Coroutine\System::writeFile
     */
    public static function writeFile(string $filename, string $fileContent, int $flags = 0): int|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::statvfs()}.
     *
     * @implementation-alias Swoole\Coroutine\System::statvfs
     */
    public static function statvfs(string $path): array|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::wait()}.
     *
     * @implementation-alias Swoole\Coroutine\System::wait
     */
    public static function wait(float $timeout = -1): array|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::waitPid()}.
     *
     * @implementation-alias Swoole\Coroutine\System::waitPid
     */
    public static function waitPid(int $pid, float $timeout = -1): array|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::waitSignal()}.
     *
     * @implementation-alias Swoole\Coroutine\System::waitSignal
     */
    public static function waitSignal(array|int $signals, float $timeout = -1): int|false {}

    /**
     * The same as {@see \Swoole\Coroutine\System::waitEvent()}.
     *
     * @implementation-alias Swoole\Coroutine\System::waitEvent
     */
    public static function waitEvent(mixed $socket, int $events = SWOOLE_EVENT_READ, float $timeout = -1): int|false {}
}
