<?php

namespace Swoole {
    /**
     * A process made from this one, which calls a function and ends, and a pipe between the two.
     *
     * Processes are made outside of coroutines and while no event loop runs. A new one has the variables of its parent, and
     * nothing of what that has started: coroutines, timers, watched descriptors and listeners for signals are not there. It
     * never runs what follows start() in the script; at its end shutdown functions and destructors run.
     *
     * Reading from and writing to the pipe blocks the process; {@see Process::exportSocket()} is for coroutines.
     *
     * @rust process::class
     * @state ProcessState
     * @dynamic-properties
     * @not-serializable
     */
    class Process
    {
        /** For useQueue(): push() and pop() return at once. */
        const IPC_NOWAIT = 256;

        /** For close(): the end of the parent. */
        const PIPE_MASTER = 1;

        /** For close(): the end of the child. */
        const PIPE_WORKER = 2;

        /** For close(): nothing is read any more. */
        const PIPE_READ = 3;

        /** For close(): nothing is written any more; the other process reads the end. */
        const PIPE_WRITE = 4;

        /** No pipe. */
        const PIPE_TYPE_NONE = 0;

        /** A pipe that carries bytes. */
        const PIPE_TYPE_STREAM = 1;

        /** A pipe that carries messages. */
        const PIPE_TYPE_DGRAM = 2;

        /**
         * @var int|null the descriptor of this process' end of the pipe
         */
        public $pipe;

        /**
         * @var int|null the number of the message queue
         */
        public $msgQueueId;

        /**
         * @var int|null the key of the message queue
         */
        public $msgQueueKey;

        /**
         * @var int|null the id of the new process; in that process too
         */
        public $pid;

        /**
         * @var int|null a number of its own
         */
        public $id;

        /**
         * @var callable what the new process calls
         */
        private $callback;

        /**
         * @param callable $callback called in the new process with this object
         * @param bool $redirect_stdin_and_stdout whether the pipe is the new process' standard input and output; then it carries bytes
         * @param int $pipe_type SOCK_DGRAM: each write() is one read(); SOCK_STREAM: bytes; 0: no pipe
         * @param bool $enable_coroutine whether $callback is called in a coroutine
         * @throws \Swoole\Exception if there is no descriptor left
         */
        public function __construct(callable $callback, bool $redirect_stdin_and_stdout = false, int $pipe_type = SOCK_DGRAM, bool $enable_coroutine = false) {}

        /**
         * Closes the pipe, with the last reference to the object.
         */
        public function __destruct() {}

        /**
         * Waits for the end of any child, except those of {@see \Swoole\Coroutine\System::exec()} and of an open `proc_open()`.
         * Blocks the whole process, all of its coroutines; {@see \Swoole\Coroutine\System::wait()} does not.
         *
         * @param bool $blocking false: only looks whether one has ended
         * @return array{pid: int, code: int, signal: int}|false false if none has ended, or there is none (errno ECHILD, 10)
         */
        public static function wait(bool $blocking = true): array|false {}

        /**
         * Calls $callback in a coroutine of its own, with the signal's number, whenever a signal comes and the event loop runs.
         * That does not keep the loop running.
         *
         * @param int $signal_no the signal
         * @param callable|null $callback null: the signal does again what it did before
         * @return bool false with a warning if there is no such signal or callback, or a coroutine waits for the signal
         */
        public static function signal(int $signal_no, ?callable $callback = null): bool {}

        /**
         * Has the process sent a signal again and again. Not together with {@see \Swoole\Timer}.
         *
         * @param int $usec microseconds between two; below 1: no more
         * @param int $type 0: of real time, SIGALRM; 1: of the process' computing time, SIGVTALRM; 2: of the kernel's for it too, SIGPROF
         * @return bool false with a warning if there is a timer, or no such type
         */
        public static function alarm(int $usec, int $type = 0): bool {}

        /**
         * Sends a signal to a process.
         *
         * @param int $pid its id; below 1 as for kill(2)
         * @param int $signal_no the signal; 0 only asks whether there is such a process
         * @return bool false with a warning if it cannot be sent; errno tells why: ESRCH (3), EPERM (1)
         */
        public static function kill(int $pid, int $signal_no = SIGTERM): bool {}

        /**
         * Goes on in a new process, without a terminal; this one ends. To be called before anything else.
         *
         * @param bool $nochdir false: goes to the folder /
         * @param bool $noclose false: standard input, output and error are /dev/null
         * @param array<int, mixed> $pipes up to three descriptors that take their places
         * @return bool false with a warning if it cannot be done, or the event loop has something to do
         * @throws \Swoole\Error in a coroutine
         */
        public static function daemon(bool $nochdir = true, bool $noclose = true, array $pipes = []): bool {}

        /**
         * Sets which processors this process may run on.
         *
         * @param list<int> $cpu_settings their numbers, from 0
         * @return bool false with a warning if none of them exists
         */
        public static function setAffinity(array $cpu_settings): bool {}

        /**
         * The processors that this process may run on.
         *
         * @return list<int>
         */
        public static function getAffinity(): array {}

        /**
         * Sets a priority, from -20 (first) to 19 (last).
         *
         * @param int $which PRIO_PROCESS, PRIO_PGRP or PRIO_USER
         * @param int $priority the priority
         * @param int|null $who the process, group or user; null: this object's process, or those of this process
         * @return bool false with a warning if it cannot be set
         */
        public function setPriority(int $which, int $priority, ?int $who = null): bool {}

        /**
         * A priority.
         *
         * @param int $which PRIO_PROCESS, PRIO_PGRP or PRIO_USER
         * @param int|null $who as for setPriority()
         * @return int|false false with a warning if there is no such process
         */
        public function getPriority(int $which, ?int $who = null): int|false {}

        /**
         * Sets what the constructor may be given too.
         *
         * @param array{enable_coroutine?: bool} $settings settings
         */
        public function set(array $settings): void {}

        /**
         * Sets the longest time that read() and write() wait.
         *
         * @param float $seconds 0 or less: for ever
         * @return bool false with a warning if there is no pipe
         */
        public function setTimeout(float $seconds): bool {}

        /**
         * Sets whether read() and write() wait.
         *
         * @return bool false with a warning if there is no pipe
         */
        public function setBlocking(bool $blocking): bool {}

        /**
         * Opens a System V message queue for push() and pop(), which stays when the process ends.
         *
         * @param int $key its key, the same in all processes; 0 or less: that of the script's file
         * @param int $mode SWOOLE_MSGQUEUE_BALANCE (2): pop() takes any message; SWOOLE_MSGQUEUE_ORIENT (1): those of this object; with Process::IPC_NOWAIT neither waits
         * @param int $capacity the most bytes that wait in it; below 1 the system's default
         * @return bool false with a warning if the system refuses
         */
        public function useQueue(int $key = 0, int $mode = 2, int $capacity = -1): bool {}

        /**
         * How much waits in the queue.
         *
         * @return array{queue_num: int, queue_bytes: int}|false false with a warning if there is none
         */
        public function statQueue(): array|false {}

        /**
         * Removes the queue, for all processes.
         *
         * @return bool false with a warning if there is none
         */
        public function freeQueue(): bool {}

        /**
         * Makes the process.
         *
         * @return int|bool its id; false with a warning if the system refuses, or the last one still runs
         * @throws \Swoole\Error in a coroutine, while the loop runs, or while files are read and names looked up in the background
         */
        public function start(): int|bool {}

        /**
         * Writes to the pipe.
         *
         * @param string $data the bytes
         * @return int|false how many were written; false with a warning if that failed: no time, no room for so long a message, nobody at the other end
         */
        public function write(string $data): int|false {}

        /**
         * Closes the pipe.
         *
         * @param int $which 0: what this process has of it; or one of Process::PIPE_MASTER, PIPE_WORKER, PIPE_READ, PIPE_WRITE
         * @return bool false if it is closed
         */
        public function close(int $which = 0): bool {}

        /**
         * Reads from the pipe.
         *
         * @param int $size the most bytes; what is longer of a message is lost
         * @return string|false '' when the other process has closed it, or ended; false with a warning if there is nothing, or no pipe
         */
        public function read(int $size = 8192): string|false {}

        /**
         * Puts a message into the queue.
         *
         * @return bool false if there is no room and it does not wait; with a warning if it is too long, or there is no queue
         */
        public function push(string $data): bool {}

        /**
         * Takes a message out of the queue.
         *
         * @param int $size the most bytes; a longer message stays there
         * @return string|false false if there is none and it does not wait; with a warning if it is too long, or there is no queue
         */
        public function pop(int $size = 65536): string|false {}

        /**
         * Ends this process, which has to be the object's.
         *
         * @param int $exit_code 0: shutdown functions and destructors run; else the process ends at once
         */
        public function exit(int $exit_code = 0): void {}

        /**
         * This process becomes another program.
         *
         * @param string $exec_file its path: nothing is looked for
         * @param array<string> $args its arguments
         * @return bool false with a warning if it cannot be run
         */
        public function exec(string $exec_file, array $args): bool {}

        /**
         * The pipe as a socket for coroutines: the same object each time, with a descriptor of its own.
         *
         * @return \Swoole\Coroutine\Socket|false false with a warning if there is no pipe
         */
        public function exportSocket(): \Swoole\Coroutine\Socket|false {}

        /**
         * The same as swoole_set_process_name(): names this process.
         */
        public function name(string $process_name): bool {}
    }
}
