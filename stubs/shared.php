<?php

namespace Swoole {
    /**
     * An unsigned number of 32 bits that processes share: the one that makes it, and those forked from it later.
     *
     * It wraps around: 0 - 1 is 4294967295.
     *
     * @rust shared::atomic
     * @state AtomicState
     * @dynamic-properties
     * @not-serializable
     */
    class Atomic
    {
        /**
         * @param int $value what it begins with; the lower 32 bits count, as everywhere here
         * @throws \Swoole\Exception if the system has no memory for it
         */
        public function __construct(int $value = 0) {}

        /**
         * Adds to it.
         *
         * @return int the sum
         */
        public function add(int $add_value = 1): int {}

        /**
         * Subtracts from it.
         *
         * @return int the difference
         */
        public function sub(int $sub_value = 1): int {}

        /**
         * Its value.
         */
        public function get(): int {}

        /**
         * Gives it a value.
         */
        public function set(int $value): void {}

        /**
         * Waits until the value is 1, and makes it 0. Blocks the whole process, all of its coroutines.
         *
         * @param float $timeout the longest wait in seconds; 0 or less waits for ever
         * @return bool false if the time was up, or a signal came that the script handles
         */
        public function wait(float $timeout = 1.0): bool {}

        /**
         * Makes a value of 0 a 1, and wakes processes that wait for that.
         *
         * @param int $count how many processes at most; one of them finds the 1
         * @return bool true
         */
        public function wakeup(int $count = 1): bool {}

        /**
         * Gives it a value if it has a certain other one.
         *
         * @param int $cmp_value the value it has to have
         * @param int $new_value the new one
         * @return bool false if it has another
         */
        public function cmpset(int $cmp_value, int $new_value): bool {}
    }

    /**
     * Mutual exclusion between processes: the one that makes the lock, and those forked from it later.
     *
     * Waiting blocks the whole process, all of its coroutines: a coroutine must not be suspended while it holds one. For
     * coroutines there is {@see \Swoole\Coroutine\Lock}.
     *
     * @rust shared::lock
     * @state LockState
     * @dynamic-properties
     * @not-serializable
     */
    class Lock
    {
        /** One holder at a time. If it dies, the next one gets the lock. */
        const MUTEX = 3;

        /** Several readers (LOCK_SH) or one writer at a time. */
        const RWLOCK = 1;

        /** One holder at a time; whoever waits keeps trying. For very short times only. */
        const SPINLOCK = 5;

        /**
         * @var int why the last failed call failed: 16 (EBUSY) with LOCK_NB, 110 (ETIMEDOUT), 1 (EPERM) when another holds it
         */
        public $errCode = 0;

        /**
         * @param int $type Lock::MUTEX, Lock::RWLOCK or Lock::SPINLOCK
         * @throws \Swoole\Exception if $type is another, or the system has no memory for it
         */
        public function __construct(int $type = SWOOLE_MUTEX) {}

        /**
         * Waits until the lock is free, and takes it.
         *
         * @param int $operation LOCK_EX or LOCK_SH, which lets others read an RWLOCK; with LOCK_NB it does not wait
         * @param float $timeout the longest wait in seconds; 0 or less waits for ever
         * @return bool false if it was not to be had: see {@see Lock::$errCode}
         */
        public function lock(int $operation = LOCK_EX, float $timeout = -1): bool {}

        /**
         * Lets the lock go.
         *
         * @return bool false if this process does not hold it (MUTEX)
         */
        public function unlock(): bool {}
    }

    /**
     * Rows that processes share, by key: the process that creates the table, and those forked from it later.
     *
     * Its size is fixed: declare the columns, create() it, fork, and use it. Each call sees and leaves whole rows.
     *
     * @rust shared::table
     * @state TableState
     * @dynamic-properties
     * @not-serializable
     */
    class Table implements \Iterator, \Countable
    {
        /** A column of signed numbers of 64 bits. */
        const TYPE_INT = 1;

        /** A column of texts of limited length. */
        const TYPE_STRING = 3;

        /** A column of floating-point numbers. */
        const TYPE_FLOAT = 2;

        /** @var int|null the rows it has room for, once it is created: a power of two, at least 64 */
        public $size = null;

        /** @var int|null the bytes of shared memory, once it is created */
        public $memorySize = null;

        /**
         * @param int $table_size how many rows; the next power of two counts
         * @param float $conflict_proportion makes no difference: the reserve for rows whose keys meet in one place is as
         *  large as the table, so that it always has room for as many rows as its size
         */
        public function __construct(int $table_size, float $conflict_proportion = 0.2) {}

        /**
         * Declares a column, before create().
         *
         * @param string $name its name
         * @param int $type Table::TYPE_INT, Table::TYPE_FLOAT or Table::TYPE_STRING
         * @param int $size the most bytes of a string; the next multiple of 8 counts
         * @return bool false if there is one of that name, or with a warning if it cannot be
         */
        public function column(string $name, int $type, int $size = 0): bool {}

        /**
         * Takes the memory. From here on columns cannot be added.
         *
         * @return bool false with a warning if it has no columns, was created before, or the system has not so much memory
         */
        public function create(): bool {}

        /**
         * Gives the memory back, in this process.
         *
         * @throws \Swoole\Error before create()
         */
        public function destroy(): bool {}

        /**
         * Writes a row, a new one or some columns of one there is.
         *
         * @param string $key at most 63 bytes
         * @param array<string, mixed> $value by column; names of no column are ignored, longer strings are cut off with a
         *  line in the log, columns of a new row that are not named are 0, 0.0 or ''
         * @return bool false with a warning if the key is too long or there is no room
         * @throws \Swoole\Error before create()
         */
        public function set(string $key, array $value): bool {}

        /**
         * As set(), if there is no such row.
         *
         * @param array<string, mixed> $values by column
         * @return bool false if there is
         */
        public function add(string $key, array $values): bool {}

        /**
         * As set(), if there is such a row.
         *
         * @param array<string, mixed> $values by column
         * @return bool false if there is none
         */
        public function update(string $key, array $values): bool {}

        /**
         * As update(), if the row has certain values.
         *
         * @param array<string, mixed> $expected the values it has to have
         * @param array<string, mixed> $values the new ones
         * @return bool false if it has others, or there is none
         */
        public function cmpset(string $key, array $expected, array $values): bool {}

        /**
         * A row, or one of its columns.
         *
         * @param string|null $field the column; null for all
         * @return array<string, int|float|string>|string|int|float|false false if there is no such row or column
         */
        public function get(string $key, ?string $field = null): array|string|int|float|false {}

        /**
         * As get(), and takes the row away.
         *
         * @param string|null $field the column; null for all
         * @return array<string, int|float|string>|string|int|float|false false if there is no such row or column
         */
        public function getdel(string $key, ?string $field = null): array|string|int|float|false {}

        /**
         * How many rows there are.
         */
        public function count(): int {}

        /**
         * Takes a row away.
         *
         * @return bool false if there is none
         */
        public function del(string $key): bool {}

        /**
         * The same as del().
         *
         * @implementation-alias del
         */
        public function delete(string $key): bool {}

        /**
         * Takes a row away if it has certain values.
         *
         * @param array<string, mixed> $expected the values
         * @return bool false if it has others, or there is none
         */
        public function cmpdel(string $key, array $expected): bool {}

        /**
         * Whether there is such a row.
         */
        public function exists(string $key): bool {}

        /**
         * The same as exists().
         *
         * @implementation-alias exists
         */
        public function exist(string $key): bool {}

        /**
         * Adds to a number of a row; makes the row if there is none.
         *
         * @param string $column a column of numbers
         * @return int|float|false the sum; false with a warning if it cannot be
         */
        public function incr(string $key, string $column, int|float $incrby = 1): int|float|false {}

        /**
         * Subtracts from a number of a row; makes the row if there is none.
         *
         * @param string $column a column of numbers
         * @return int|float|false the difference; false with a warning if it cannot be
         */
        public function decr(string $key, string $column, int|float $incrby = 1): int|float|false {}

        /**
         * The rows it has room for, without the reserve.
         */
        public function getSize(): int {}

        /**
         * The bytes of shared memory it takes. The system gives them as they are used.
         *
         * @throws \Swoole\Error before create()
         */
        public function getMemorySize(): int {}

        /**
         * Figures.
         *
         * @return array{num: int, conflict_count: int, conflict_max_level: int, insert_count: int, update_count: int, delete_count: int, available_slice_num: int, total_slice_num: int}|false
         *  num: rows; conflict_count: rows that went into the reserve, ever; conflict_max_level: most of them under one place
         * @throws \Swoole\Error before create()
         */
        public function stats(): array|false {}

        /**
         * For foreach: begins anew. Rows come in no particular order.
         */
        public function rewind(): void {}

        /**
         * For foreach: whether there is a current row.
         */
        public function valid(): bool {}

        /**
         * For foreach: goes to the next row.
         */
        public function next(): void {}

        /**
         * For foreach: the current row.
         *
         * @return array<string, int|float|string>|null
         */
        public function current(): mixed {}

        /**
         * For foreach: the current row's key.
         *
         * @return string|null
         */
        public function key(): mixed {}
    }
}

namespace Swoole\Atomic {
    /**
     * A signed number of 64 bits that processes share: the one that makes it, and those forked from it later.
     *
     * @rust shared::atomic_long
     * @state AtomicLongState
     * @dynamic-properties
     * @not-serializable
     */
    class Long
    {
        /**
         * @param int $value what it begins with
         * @throws \Swoole\Exception if the system has no memory for it
         */
        public function __construct(int $value = 0) {}

        /**
         * Adds to it; it wraps around.
         *
         * @return int the sum
         */
        public function add(int $add_value = 1): int {}

        /**
         * Subtracts from it.
         *
         * @return int the difference
         */
        public function sub(int $sub_value = 1): int {}

        /**
         * Its value.
         */
        public function get(): int {}

        /**
         * Gives it a value.
         */
        public function set(int $value): void {}

        /**
         * Gives it a value if it has a certain other one.
         *
         * @param int $cmp_value the value it has to have
         * @param int $new_value the new one
         * @return bool false if it has another
         */
        public function cmpset(int $cmp_value, int $new_value): bool {}
    }
}

namespace {
    /**
     * A {@see \Swoole\Table}, created, with the columns that a text names.
     *
     * @param int $size how many rows
     * @param string $fields names, types (i, f, s) and for strings lengths: "id:i,name:s:32,ratio:f"
     * @throws \Swoole\Exception if it names another type
     * @rust shared::table
     */
    function swoole_table(int $size, string $fields): Swoole\Table {}
}
