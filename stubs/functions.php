<?php

namespace {
    /**
     * The version of Swoole's API this extension speaks, {@see SWOOLE_VERSION}.
     *
     * @rust util
     */
    function swoole_version(): string {}

    /**
     * How many processors this process may use.
     *
     * @rust util
     */
    function swoole_cpu_num(): int {}

    /**
     * How many processors this process may use, with the limits of a container taken into account.
     *
     * @implementation-alias swoole_cpu_num
     */
    function swoole_container_cpu_num(): int {}

    /**
     * Whether the process runs in a container: Docker, Podman, Kubernetes, LXC.
     *
     * @rust util
     */
    function swoole_is_in_container(): bool {}

    /**
     * The machine's IP addresses by network interface, without the loopback's.
     *
     * @param int $family AF_INET (2) or AF_INET6
     * @return array<string, string>
     * @rust util
     */
    function swoole_get_local_ip(int $family = 2): array {}

    /**
     * The machine's hardware addresses by network interface, as "02:42:AC:11:00:02".
     *
     * @return array<string, string>
     * @rust util
     */
    function swoole_get_local_mac(): array {}

    /**
     * Sets the name that `ps` shows for the process.
     *
     * @rust util
     */
    function swoole_set_process_name(string $process_name): bool {}

    /**
     * A number for a string, always the same.
     *
     * @param string $data the string
     * @param int $type 0 for 64 bits (Bernstein's hash, as PHP's arrays use it), 1 for 32 bits (Jenkins' one-at-a-time)
     * @return int|false false for any other $type
     * @rust util
     */
    function swoole_hashcode(string $data, int $type = 0): int|false {}

    /**
     * How many objects and resources PHP holds.
     *
     * @return array{object_num: int, resource_num: int}
     * @rust util
     */
    function swoole_get_vm_status(): array {}

    /**
     * Sets options of the process: those of {@see \Swoole\Coroutine::set()}, and `enable_coroutine` (bool, true), which
     * says whether callbacks of timers and events run in coroutines.
     *
     * @param array<string, mixed> $settings
     * @rust coroutine::options
     */
    function swoole_async_set(array $settings): bool {}

    /**
     * An element of an array, or another value if there is none, or it is null.
     *
     * @param mixed $key the element's key
     * @param mixed $default_value the other value
     * @rust system::library
     */
    function swoole_array_default_value(array $array, mixed $key, mixed $default_value = null): mixed {}

    /**
     * Which of several descriptors are ready. Blocks the whole process, all of its coroutines.
     *
     * @param array<mixed>|null $read streams, sockets or numbers; those stay that can be read from
     * @param array<mixed>|null $write those stay that can be written to
     * @param array<mixed>|null $except those stay that have urgent data
     * @param float|null $timeout the longest wait in seconds; null or below 0 waits for ever
     * @return int|false how many stay; false with a warning if there are none, or one is no descriptor
     * @rust event::select
     */
    function swoole_select(?array &$read, ?array &$write, ?array &$except, ?float $timeout = 0.5): int|false {}

    /**
     * The same as {@see swoole_select()}.
     *
     * @implementation-alias swoole_select
     */
    function swoole_client_select(?array &$read, ?array &$write, ?array &$except, ?float $timeout = 0.5): int|false {}

    /**
     * Adds the media type of a file name's suffix.
     *
     * @param string $suffix without the dot
     * @param string $mime_type for example "text/html"
     * @return bool false if the suffix has one
     * @rust http::mime_types
     */
    function swoole_mime_type_add(string $suffix, string $mime_type): bool {}

    /**
     * Sets the media type of a file name's suffix.
     *
     * @param string $suffix without the dot
     * @param string $mime_type for example "text/html"
     * @rust http::mime_types
     */
    function swoole_mime_type_set(string $suffix, string $mime_type): void {}

    /**
     * Takes the media type of a suffix away.
     *
     * @param string $suffix without the dot
     * @return bool false if it has none
     * @rust http::mime_types
     */
    function swoole_mime_type_delete(string $suffix): bool {}

    /**
     * The media type of a file by its name; "application/octet-stream" when the suffix has none.
     *
     * @rust http::mime_types
     */
    function swoole_mime_type_get(string $filename): string {}

    /**
     * The same as {@see swoole_mime_type_get()}.
     *
     * @implementation-alias swoole_mime_type_get
     */
    function swoole_get_mime_type(string $filename): string {}

    /**
     * Whether a file's suffix has a media type.
     *
     * @rust http::mime_types
     */
    function swoole_mime_type_exists(string $filename): bool {}

    /**
     * All media types by suffix.
     *
     * @return array<string, string>
     * @rust http::mime_types
     */
    function swoole_mime_type_list(): array {}

    /**
     * Why the extension's last failed call failed: a SWOOLE_ERROR_* code, or below 500 an errno of the system.
     *
     * Successful calls mostly leave the number as it is, so ask only after a call returned false.
     *
     * @rust error
     */
    function swoole_last_error(): int {}

    /**
     * The system's errno of the last failed system call.
     *
     * @rust error
     */
    function swoole_errno(): int {}

    /**
     * Sets the number {@see swoole_last_error()} returns to 0.
     *
     * @rust error
     */
    function swoole_clear_error(): void {}

    /**
     * The text to an error number.
     *
     * @param int $errno for example from {@see swoole_last_error()}
     * @param int $error_type what kind of number it is, a SWOOLE_STRERROR_* constant
     * @rust error
     */
    function swoole_strerror(int $errno, int $error_type = SWOOLE_STRERROR_SYSTEM): string {}

    /**
     * Writes a line to the extension's log, see the options `log_level` and `log_file` of {@see \Swoole\Coroutine::set()}.
     *
     * @param int $level a SWOOLE_LOG_* constant
     * @param string $msg the text
     * @rust log
     */
    function swoole_error_log(int $level, string $msg): void {}

    /**
     * Writes a line about an error to the extension's log and makes it the last error.
     *
     * @param int $level a SWOOLE_LOG_* constant
     * @param int $error the error's number
     * @param string $msg the text
     * @rust log
     */
    function swoole_error_log_ex(int $level, int $error, string $msg): void {}

    /**
     * Keeps lines about an error out of the extension's log from now on.
     *
     * @param int $error the error's number
     * @rust log
     */
    function swoole_ignore_error(int $error): void {}

    /**
     * The same as {@see \Swoole\Coroutine::create()}.
     *
     * @param callable $func what to run
     * @param mixed ...$params passed to $func by value
     * @return int|false the new coroutine's id; false with a warning if `max_coroutine` of them exist already
     * @implementation-alias Swoole\Coroutine::create
     */
    function swoole_coroutine_create(callable $func, mixed ...$params): int|false {}

    /**
     * The same as {@see \Swoole\Coroutine::defer()}.
     *
     * @throws \Swoole\Error outside a coroutine
     * @implementation-alias Swoole\Coroutine::defer
     */
    function swoole_coroutine_defer(callable $callback): void {}
}

namespace Swoole\Coroutine {
    /**
     * Runs a function as a coroutine and returns when it and every other coroutine have ended.
     *
     * @param callable $fn what to run; what it returns is not kept
     * @param mixed ...$args passed to $fn by value
     * @return bool whether the coroutine was started
     * @throws \Swoole\Error inside a coroutine
     * @rust coroutine::functions
     */
    function run(callable $fn, mixed ...$args): bool {}

    /**
     * The same as {@see \Swoole\Coroutine::create()}.
     *
     * @param callable $fn what to run
     * @param mixed ...$args passed to $fn by value
     * @return int|false the new coroutine's id; false with a warning if `max_coroutine` of them exist already
     * @rust coroutine::functions
     */
    function go(callable $fn, mixed ...$args): int|false {}

    /**
     * The same as {@see \Swoole\Coroutine::defer()}.
     *
     * @throws \Swoole\Error outside a coroutine
     * @rust coroutine::functions
     */
    function defer(callable $fn): void {}

    /**
     * Runs several functions, each as a coroutine, and waits for all of them.
     *
     * @param array<array-key, callable> $tasks the functions
     * @param float $timeout the longest wait in seconds; 0 or less waits for ever
     * @return array<array-key, mixed> what each returned, under the same key; null for one that has not ended in time
     * @throws \Swoole\Error outside a coroutine, if there is something to wait for
     * @rust coroutine::functions
     */
    function batch(array $tasks, float $timeout = -1): array {}

    /**
     * Runs a function as several coroutines and waits for all of them.
     *
     * @param int $n how many coroutines
     * @param callable $fn what each of them runs
     * @throws \Swoole\Error outside a coroutine, if there is something to wait for
     * @rust coroutine::functions
     */
    function parallel(int $n, callable $fn): void {}

    /**
     * Calls a function for each element of an array, each call in a coroutine, and waits for all of them.
     *
     * @param array<array-key, mixed> $list the elements
     * @param callable $fn called with an element and its key
     * @param float $timeout the longest wait in seconds; 0 or less waits for ever
     * @return array<array-key, mixed> what each call returned, under the element's key; null for one that has not ended in time
     * @throws \Swoole\Error outside a coroutine, if there is something to wait for
     * @rust coroutine::functions
     */
    function map(array $list, callable $fn, float $timeout = -1): array {}

    /**
     * Prints the report on coroutines that exist, as the event loop does when nobody can wake them any more.
     *
     * @rust coroutine::functions
     */
    function deadlock_check(): void {}
}
