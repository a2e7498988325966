<?php

namespace Swoole\Process {
    /**
     * A number of processes that are kept going: one that ends is started again, until the pool is shut down. With
     * coroutines and `reuse_port` that is a server on all processors.
     *
     * The process that calls start() becomes the master, which does nothing else. It ends the pool at SIGTERM and SIGINT
     * (at a second one it kills who is left), and at SIGUSR1 has the workers ended and started again, one after the other.
     * Workers end when the master is gone.
     *
     * With coroutines a worker that does not handle SIGTERM itself ends in order: its HTTP servers shut down; without any
     * its event loop ends, at once, or if there is a callback WorkerExit, when nothing is left to do. Then WorkerStop is
     * called. Without coroutines, a worker that waits for messages ends after the one it works at, others are killed.
     *
     * @rust process::pool::class
     * @state PoolState
     * @dynamic-properties
     * @not-serializable
     */
    class Pool
    {
        /**
         * @var int the process id of the master, -1 before start()
         */
        public $master_pid = -1;

        /**
         * @var int the process id of this worker, -1 in the master
         */
        public $workerPid = -1;

        /**
         * @var int the number of this worker, from 0, -1 in the master
         */
        public $workerId = -1;

        /**
         * @var null of no use
         */
        public $workers;

        /**
         * @var bool in a worker: whether it was not told to end
         */
        public $workerRunning = true;

        /**
         * @var bool in the master: whether the pool was not told to end
         */
        public $running = true;

        /**
         * @param int $worker_num how many workers
         * @param int $ipc_type how messages come to them: SWOOLE_IPC_NONE; SWOOLE_IPC_UNIXSOCK: with sendMessage(); SWOOLE_IPC_MSGQUEUE: by a System V message queue; SWOOLE_IPC_SOCKET: from clients, see listen()
         * @param int $msgqueue_key the key of the queue; 0: one that only this pool knows
         * @param bool $enable_coroutine whether callbacks are called in coroutines; not with SWOOLE_IPC_MSGQUEUE and SWOOLE_IPC_SOCKET
         * @throws \Swoole\Exception if one of them cannot be
         */
        public function __construct(int $worker_num, int $ipc_type = SWOOLE_IPC_NONE, int $msgqueue_key = 0, bool $enable_coroutine = false) {}

        /**
         * Frees what the pool has, with the last reference to the object.
         */
        public function __destruct() {}

        /**
         * Sets the pool up, before start().
         *
         * @param array{enable_coroutine?: bool, enable_message_bus?: bool, max_package_size?: int} $settings enable_message_bus: sendMessage() sends large messages in pieces, of any length; max_package_size: the most bytes of a message (2 MiB), what is longer is cut off, or the client's connection closed
         */
        public function set(array $settings): void {}

        /**
         * Sets a callback, before start().
         *
         * Start and Shutdown are called with the pool, in the master. WorkerStart, WorkerStop and WorkerExit are called with the pool and
         * the worker's number, Message with the pool and the message, in a worker. With coroutines WorkerStart, WorkerExit
         * and Message are called in one.
         *
         * @param string $name the event, in any case
         * @return bool false with a warning if there is no such event
         */
        public function on(string $name, callable $callback): bool {}

        /**
         * A worker's process, the same object each time; its pipe is that of SWOOLE_IPC_UNIXSOCK.
         *
         * Of this worker it has the end that messages come to, of another the end that they are sent from.
         *
         * @param int $work_id the worker; -1: this one
         * @return \Swoole\Process|false false before start(), or with a warning if there is no such worker
         */
        public function getProcess(int $work_id = -1): \Swoole\Process|false {}

        /**
         * Has clients connect to an address or to a Unix socket, for SWOOLE_IPC_SOCKET. A client sends a length of 32 bits in
         * network byte order and as many bytes, and gets in the same form what write() is given.
         *
         * @param string $host an IP address, or "unix:" and a path
         * @param int $port the port
         * @param int $backlog how many connections may wait
         * @return bool false with a warning if it cannot be; then start() gives false too
         */
        public function listen(string $host, int $port = 0, int $backlog = 2048): bool {}

        /**
         * Adds to the answer for the client whose message this is; it is sent when the callback has returned.
         *
         * @return bool false if there is nothing to add; with a warning if there is no client
         */
        public function write(string $data): bool {}

        /**
         * Sends a message to a worker, for SWOOLE_IPC_UNIXSOCK. Waits, in a coroutine without blocking the others, until it has room.
         *
         * @param string $data the message; without `enable_message_bus` the system limits its length
         * @param int $dst_worker_id the worker
         * @return bool false with a warning if it cannot be sent
         */
        public function sendMessage(string $data, int $dst_worker_id): bool {}

        /**
         * This worker leaves the pool, which starts another in its place; it takes no more messages.
         *
         * @return bool false if this is no worker, or it has left
         */
        public function detach(): bool {}

        /**
         * Makes the workers, and keeps them going. In a worker it does not return.
         *
         * @return false|null null when the pool was shut down; false with a warning if it cannot be started
         * @throws \Swoole\Error in a coroutine, or while the loop runs
         */
        public function start(): ?false {}

        /**
         * This worker takes no more messages.
         */
        public function stop(): void {}

        /**
         * Ends the pool, from any of its processes.
         *
         * @return bool false before start(), or with a warning if the master is gone
         */
        public function shutdown(): bool {}
    }
}
