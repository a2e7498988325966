<?php

namespace Swoole\Coroutine {
    /**
     * What belongs to one coroutine, see {@see \Swoole\Coroutine::getContext()}.
     *
     * @dynamic-properties
     */
    class Context extends \ArrayObject
    {
    }

    /**
     * Ids of coroutines, see {@see \Swoole\Coroutine::list()}.
     */
    class Iterator extends \ArrayIterator
    {
    }

    /**
     * Waits until as many coroutines have called done() as add() has announced.
     *
     * @rust coroutine::wait_group
     * @state WaitGroupState
     * @not-serializable
     */
    class WaitGroup
    {
        /**
         * @param int $delta how many calls of done() wait() waits for
         */
        public function __construct(int $delta = 0) {}

        /**
         * Announces more calls of done().
         *
         * @param int $delta how many more
         * @throws \BadMethodCallException while a coroutine is in wait()
         * @throws \InvalidArgumentException if the counter would fall below 0
         */
        public function add(int $delta = 1): void {}

        /**
         * Says that one is done. The last one lets the waiting coroutine run, up to its next suspension.
         *
         * @throws \BadMethodCallException if the counter is at 0
         */
        public function done(): void {}

        /**
         * Waits until the counter is back at 0.
         *
         * @param float $timeout the longest wait in seconds; 0 or less waits for ever
         * @return bool false if the time was up or the coroutine was cancelled
         * @throws \BadMethodCallException if another coroutine waits already
         * @throws \Swoole\Error outside a coroutine, if there is something to wait for
         */
        public function wait(float $timeout = -1): bool {}

        /**
         * How many calls of done() are missing.
         */
        public function count(): int {}
    }

    /**
     * Waits until every other reference to the object is gone: give one to each coroutine that has to end first.
     *
     * @rust coroutine::barrier
     * @state BarrierState
     * @not-serializable
     */
    class Barrier
    {
        /**
         * Lets the waiting coroutine run.
         */
        public function __destruct() {}

        /**
         * A new barrier.
         */
        public static function make(): self {}

        /**
         * Gives the caller's reference up (the variable becomes null) and waits until the others are gone.
         *
         * @param float $timeout the longest wait in seconds; 0 or less waits for ever
         * @throws \Swoole\Exception if another coroutine waits for the same barrier already
         * @throws \Swoole\Error outside a coroutine, if there is something to wait for
         */
        public static function wait(Barrier &$barrier, float $timeout = -1): void {}
    }

    /**
     * Lets one coroutine at a time into a piece of code.
     *
     * @rust coroutine::lock
     * @state LockState
     * @dynamic-properties
     * @not-serializable
     */
    class Lock
    {
        /**
         * @var int why the last failed lock() failed: 16 (EBUSY) with LOCK_NB, 125 (ECANCELED), 22 (EINVAL)
         */
        public $errCode = 0;

        /**
         * @param bool $shared a lock that processes share: the one that makes it, and those forked from it later
         * @throws \Swoole\Exception if the system has no descriptor for a shared one
         */
        public function __construct(bool $shared = false) {}

        /**
         * Waits until no other coroutine holds the lock, and takes it. For its holder it is true at once.
         *
         * @param int $operation LOCK_EX or LOCK_SH, which excludes others as well; with LOCK_NB it does not wait
         * @return bool false if it was not to be had: see {@see Lock::$errCode}
         */
        public function lock(int $operation = LOCK_EX): bool {}

        /**
         * Gives the lock to the coroutine that has waited longest, or leaves it free. Anybody may do that.
         */
        public function unlock(): bool {}
    }
}

namespace Swoole {
    /**
     * Connections, made when needed, lent to one coroutine at a time and used again.
     *
     * @rust coroutine::connection_pool
     * @state PoolState
     * @not-serializable
     */
    class ConnectionPool
    {
        /**
         * How many connections a pool makes at most if nothing else is said.
         */
        public const DEFAULT_SIZE = 64;

        /**
         * @param callable $constructor makes a connection
         * @param int $size how many there are at most
         * @param string|null $proxy a class whose constructor is called with $constructor to make a connection instead
         */
        public function __construct(callable $constructor, int $size = self::DEFAULT_SIZE, ?string $proxy = null) {}

        /**
         * Makes connections until there are as many as the pool may have.
         *
         * @throws \Swoole\Error outside a coroutine
         */
        public function fill(): void {}

        /**
         * Lends a connection: an idle one, a new one, or the next one given back.
         *
         * @param float $timeout the longest wait in seconds; 0 or less waits for ever
         * @return mixed what $constructor has returned; false if the time was up
         * @throws \RuntimeException if the pool was closed
         * @throws \Swoole\Error outside a coroutine
         */
        public function get(float $timeout = -1) {}

        /**
         * Gives a connection back.
         *
         * @param mixed $connection null instead of one that broke: another one is made in its place
         * @throws \Swoole\Error outside a coroutine
         */
        public function put(mixed $connection): void {}

        /**
         * Closes the pool: who waits in get() gets false, what is given back is dropped.
         */
        public function close(): void {}

        /**
         * Makes one connection more.
         */
        protected function make(): void {}
    }
}
