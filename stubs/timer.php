<?php

namespace Swoole {
    /**
     * Calls a function later, once or again and again.
     *
     * Every callback runs in a coroutine of its own, so it may suspend; one that does not suspend holds up the
     * others. {@see \Swoole\Coroutine\run()} returns when no timer is left. Timers made outside of it run at the
     * end of the script.
     *
     * @rust timer::class
     * @uninstantiable
     */
    class Timer
    {
        /**
         * Calls $callback every $ms milliseconds, until {@see Timer::clear()}.
         *
         * A time missed because PHP was busy is left out; the next call is on time again.
         *
         * @param int $ms at least 1
         * @param callable $callback receives the timer's id, then $params
         * @param mixed ...$params passed to $callback by value
         * @return int|false the timer's id; false with a warning if $ms is too small
         */
        public static function tick(int $ms, callable $callback, mixed ...$params): int|false {}

        /**
         * Calls $callback once, after $ms milliseconds.
         *
         * @param int $ms at least 1
         * @param callable $callback receives $params
         * @param mixed ...$params passed to $callback by value
         * @return int|false the timer's id; false with a warning if $ms is too small
         */
        public static function after(int $ms, callable $callback, mixed ...$params): int|false {}

        /**
         * Whether there is a timer of this id.
         */
        public static function exists(int $timer_id): bool {}

        /**
         * What is known about a timer.
         *
         * `exec_msec` is when it fires next, in milliseconds since the first timer was made; `exec_count` how often
         * it has fired; `interval` is 0 for one that fires once; `removed` is true inside the callback of a timer
         * that was just cleared.
         *
         * @return array{exec_msec: int, exec_count: int, interval: int, round: int, removed: bool}|null null if there is none
         */
        public static function info(int $timer_id): ?array {}

        /**
         * Figures about all timers: whether any was made, how many there are, how many rounds have fired.
         *
         * @return array{initialized: bool, num: int, round: int}
         */
        public static function stats(): array {}

        /**
         * The ids of all timers.
         */
        public static function list(): \Swoole\Timer\Iterator {}

        /**
         * Removes a timer.
         *
         * @return bool false if there is none
         */
        public static function clear(int $timer_id): bool {}

        /**
         * Removes all timers.
         *
         * @return bool false if none was ever made since the last event loop ended
         */
        public static function clearAll(): bool {}
    }
}

namespace Swoole\Timer {
    /**
     * The ids that {@see \Swoole\Timer::list()} gives.
     */
    class Iterator extends \ArrayIterator
    {
    }
}

namespace {
    /**
     * The same as {@see \Swoole\Timer::tick()}.
     *
     * @param int $ms at least 1
     * @param callable $callback receives the timer's id, then $params
     * @param mixed ...$params passed to $callback by value
     * @return int|false the timer's id; false with a warning if $ms is too small
     * @implementation-alias Swoole\Timer::tick
     */
    function swoole_timer_tick(int $ms, callable $callback, mixed ...$params): int|false {}

    /**
     * The same as {@see \Swoole\Timer::after()}.
     *
     * @param int $ms at least 1
     * @param callable $callback receives $params
     * @param mixed ...$params passed to $callback by value
     * @return int|false the timer's id; false with a warning if $ms is too small
     * @implementation-alias Swoole\Timer::after
     */
    function swoole_timer_after(int $ms, callable $callback, mixed ...$params): int|false {}

    /**
     * The same as {@see \Swoole\Timer::exists()}.
     *
     * @implementation-alias Swoole\Timer::exists
     */
    function swoole_timer_exists(int $timer_id): bool {}

    /**
     * The same as {@see \Swoole\Timer::info()}.
     *
     * @return array{exec_msec: int, exec_count: int, interval: int, round: int, removed: bool}|null null if there is none
     * @implementation-alias Swoole\Timer::info
     */
    function swoole_timer_info(int $timer_id): ?array {}

    /**
     * The same as {@see \Swoole\Timer::stats()}.
     *
     * @return array{initialized: bool, num: int, round: int}
     * @implementation-alias Swoole\Timer::stats
     */
    function swoole_timer_stats(): array {}

    /**
     * The same as {@see \Swoole\Timer::list()}.
     *
     * @implementation-alias Swoole\Timer::list
     */
    function swoole_timer_list(): \Swoole\Timer\Iterator {}

    /**
     * The same as {@see \Swoole\Timer::clear()}.
     *
     * @return bool false if there is none
     * @implementation-alias Swoole\Timer::clear
     */
    function swoole_timer_clear(int $timer_id): bool {}

    /**
     * The same as {@see \Swoole\Timer::clearAll()}.
     *
     * @return bool false if none was ever made since the last event loop ended
     * @implementation-alias Swoole\Timer::clearAll
     */
    function swoole_timer_clear_all(): bool {}
}
