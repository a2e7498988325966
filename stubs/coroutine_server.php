<?php

namespace Swoole\Coroutine {
    /**
     * A server for protocols of one's own, over TCP or Unix sockets. Every connection is given to a coroutine of its own.
     *
     * The constructor binds and listens, {@see Server::handle()} says who is given the connections, {@see Server::start()}
     * accepts them until {@see Server::shutdown()}.
     *
     * @rust server::class
     * @state ServerState
     * @not-serializable
     */
    class Server
    {
        /**
         * @var string the host as given to the constructor; of a Unix socket the path
         */
        public $host = '';

        /**
         * @var int the port listened on, also when the constructor was given 0
         */
        public $port = 0;

        /**
         * @var int AF_INET, AF_INET6 or AF_UNIX
         */
        public $type = 2;

        /**
         * @var int the listening socket's descriptor
         */
        public $fd = -1;

        /**
         * @var int why start() has returned false: an errno or a SWOOLE_ERROR_* constant
         */
        public $errCode = 0;

        /**
         * @var array<string, mixed> the settings, see {@see Server::set()}
         */
        public $setting = [];

        /**
         * Binds the address and listens. Works inside and outside a coroutine.
         *
         * @param string $host an IPv4 or IPv6 address, or `unix:/path`
         * @param int $port 0 lets the system choose; see {@see Server::$port}
         * @param bool $ssl connections are encrypted; start() then needs the settings `ssl_cert_file` and `ssl_key_file`
         * @param bool $reuse_port let several servers bind the same address, each taking a share of the connections
         * @throws \Swoole\Exception if the address cannot be used; the code is the errno (98: address in use), or a SWOOLE_ERROR_* constant for one that is malformed
         */
        public function __construct(string $host, int $port = 0, bool $ssl = false, bool $reuse_port = false) {}

        /**
         * Adds to the settings. They are read at the next start().
         *
         * @param array<string, mixed> $setting those of {@see Socket::setProtocol()}, by which {@see Server\Connection::recv()} tells packages apart; `max_connection`, `backlog` and `max_wait_time`; `open_ssl` and the `ssl_*` settings of the HTTP server
         */
        public function set(array $setting): void {}

        /**
         * Says who is given the connections, also while the server runs.
         *
         * @param callable(Server\Connection): void $fn runs in a coroutine for each connection, which is closed when it has returned, unless somebody else still has the object
         */
        public function handle(callable $fn): void {}

        /**
         * Ends {@see Server::start()}. Handlers that run go on to their end.
         *
         * @return bool false if the server does not run
         */
        public function shutdown(): bool {}

        /**
         * Accepts connections until {@see Server::shutdown()}; this coroutine waits. Can be called again then.
         *
         * @return bool false with {@see Server::$errCode} if there is no handler, or with a warning if a setting makes no sense or accepting failed
         * @throws \Swoole\Error outside a coroutine, or if the server runs already
         */
        public function start(): bool {}
    }
}

namespace Swoole\Coroutine\Server {
    /**
     * A connection of a {@see \Swoole\Coroutine\Server}. It is closed when nobody has the object any more.
     *
     * @rust server::connection
     * @state ConnectionState
     * @not-serializable
     */
    class Connection
    {
        /**
         * @param \Swoole\Coroutine\Socket $conn a connection
         */
        public function __construct(\Swoole\Coroutine\Socket $conn) {}

        /**
         * The next package, as the server's settings tell packages apart; without such settings, what comes.
         *
         * @param float $timeout the longest wait in seconds; 0 is the option `socket_read_timeout`, below 0 waits for ever
         * @return string|false '' when the client has ended the connection; false on an error, which the `errCode` of exportSocket() tells
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recv(float $timeout = 0) {}

        /**
         * Sends all of it.
         *
         * @return int|false how many bytes were sent; fewer than there are when something has ended it
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function send(string $data) {}

        /**
         * Closes the connection.
         *
         * @return bool false if it was closed before
         */
        public function close(): bool {}

        /**
         * The connection's socket, which can do more.
         */
        public function exportSocket(): \Swoole\Coroutine\Socket {}
    }
}
