<?php

namespace Swoole {
    /**
     * The event loop itself: readiness of descriptors, and when one of its turns ends.
     *
     * A descriptor ($fd) is an open stream, a Socket of the sockets extension, or a number. Callbacks run each in a
     * coroutine of its own.
     *
     * @rust event::class
     */
    class Event
    {
        /**
         * Calls back whenever a descriptor is ready, until {@see Event::del()}. It becomes non-blocking.
         *
         * What a callback leaves unread calls it again.
         *
         * @param mixed $fd the descriptor
         * @param callable|null $read_callback called with $fd when there is something to read, or the end is reached
         * @param callable|null $write_callback called with $fd when it takes data
         * @param int $events SWOOLE_EVENT_READ, SWOOLE_EVENT_WRITE or both: which of the two are called at first
         * @return int|false the descriptor's number; false with a warning if it cannot be watched, or is already
         * @throws \Swoole\Exception if a callback is given that cannot be called
         */
        public static function add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = SWOOLE_EVENT_READ): int|false {}

        /**
         * Stops watching a descriptor. Do it before closing it.
         *
         * @return bool false if it was not watched
         */
        public static function del(mixed $fd): bool {}

        /**
         * Replaces callbacks of a watched descriptor, or what it is watched for.
         *
         * @param mixed $fd the descriptor
         * @param callable|null $read_callback null keeps the one it has
         * @param callable|null $write_callback null keeps the one it has
         * @param int $events SWOOLE_EVENT_READ, SWOOLE_EVENT_WRITE or both; 0 keeps what it has
         * @return bool false with a warning if it is not watched or a callback is missing
         * @throws \Swoole\Exception if a callback is given that cannot be called
         */
        public static function set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 0): bool {}

        /**
         * Whether a descriptor is watched for any of these events; 1536 is SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE.
         */
        public static function isset(mixed $fd, int $events = 1536): bool {}

        /**
         * Runs one turn of the event loop: waits for an event and calls back.
         *
         * @return bool false if there is no event loop
         * @throws \Swoole\Error inside a coroutine
         */
        public static function dispatch(): bool {}

        /**
         * Calls $callback at the end of the event loop's current turn, when everything that was ready has been seen to.
         */
        public static function defer(callable $callback): bool {}

        /**
         * Calls $callback in every turn of the event loop.
         *
         * @param callable|null $callback null removes the one that was set
         * @param bool $before at the beginning of a turn instead of its end
         * @return bool false if there was none to remove
         */
        public static function cycle(?callable $callback, bool $before = false): bool {}

        /**
         * Writes to a watched descriptor; what it does not take at once is written as soon as it does.
         *
         * @param mixed $fd the descriptor
         * @param string $data not empty
         * @return bool false if it is not watched (with a warning), if writing failed, or if more than `swoole.socket_buffer_size` bytes would have to wait
         */
        public static function write(mixed $fd, string $data): bool {}

        /**
         * Runs the event loop in place until nothing is left that can go on.
         *
         * @throws \Swoole\Error inside a coroutine
         */
        public static function wait(): void {}

        /**
         * What PHP calls at the end of a script that has left something to do: the same as {@see Event::wait()}.
         */
        public static function rshutdown(): void {}

        /**
         * Ends the event loop at once and removes all timers; coroutines that wait are left waiting.
         */
        public static function exit(): void {}
    }
}

namespace {
    /**
     * The same as {@see \Swoole\Event::add()}.
     *
     * @return int|false the descriptor's number; false with a warning if it cannot be watched, or is already
     * @throws \Swoole\Exception if a callback is given that cannot be called
     * @implementation-alias Swoole\Event::add
     */
    function swoole_event_add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = SWOOLE_EVENT_READ): int|false {}

    /**
     * The same as {@see \Swoole\Event::del()}.
     *
     * @return bool false if it was not watched
     * @implementation-alias Swoole\Event::del
     */
    function swoole_event_del(mixed $fd): bool {}

    /**
     * The same as {@see \Swoole\Event::set()}.
     *
     * @return bool false with a warning if it is not watched or a callback is missing
     * @throws \Swoole\Exception if a callback is given that cannot be called
     * @implementation-alias Swoole\Event::set
     */
    function swoole_event_set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 0): bool {}

    /**
     * The same as {@see \Swoole\Event::isset()}.
     *
     * @implementation-alias Swoole\Event::isset
     */
    function swoole_event_isset(mixed $fd, int $events = 1536): bool {}

    /**
     * The same as {@see \Swoole\Event::dispatch()}.
     *
     * @return bool false if there is no event loop
     * @throws \Swoole\Error inside a coroutine
     * @implementation-alias Swoole\Event::dispatch
     */
    function swoole_event_dispatch(): bool {}

    /**
     * The same as {@see \Swoole\Event::defer()}.
     *
     * @implementation-alias Swoole\Event::defer
     */
    function swoole_event_defer(callable $callback): bool {}

    /**
     * The same as {@see \Swoole\Event::cycle()}.
     *
     * @return bool false if there was none to remove
     * @implementation-alias Swoole\Event::cycle
     */
    function swoole_event_cycle(?callable $callback, bool $before = false): bool {}

    /**
     * The same as {@see \Swoole\Event::write()}.
     *
     * @return bool false if it is not watched (with a warning), if writing failed, or if too much would have to wait
     * @implementation-alias Swoole\Event::write
     */
    function swoole_event_write(mixed $fd, string $data): bool {}

    /**
     * The same as {@see \Swoole\Event::exit()}.
     *
     * @implementation-alias Swoole\Event::exit
     */
    function swoole_event_exit(): void {}

    /**
     * Runs the event loop in place until no coroutine is left that can go on.
     *
     * @throws \Swoole\Error inside a coroutine
     * @rust coroutine::functions
     */
    function swoole_event_wait(): void {}

    /**
     * What PHP calls at the end of a script that has left coroutines behind: the same as
     * {@see swoole_event_wait()}, and nothing to do if there are none.
     *
     * @rust coroutine::functions
     */
    function swoole_event_rshutdown(): void {}
}
