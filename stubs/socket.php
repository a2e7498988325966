<?php

namespace Swoole\Coroutine {
    /**
     * A socket whose calls suspend the coroutine instead of the process.
     *
     * One coroutine may read and one may write at a time. What fails returns false and tells why in
     * {@see Socket::$errCode} and {@see Socket::$errMsg}. A time limit of 0 is the default, which SO_RCVTIMEO,
     * SO_SNDTIMEO or the options of {@see \Swoole\Coroutine::set()} have set; one below 0 waits for ever.
     *
     * @rust socket::class
     * @state SocketState
     * @dynamic-properties
     * @not-serializable
     */
    class Socket
    {
        /**
         * @var int the descriptor; to be read only
         * @reflected-readonly
         */
        public $fd = -1;

        /**
         * @var int AF_INET, AF_INET6 or AF_UNIX; to be read only
         * @reflected-readonly
         */
        public $domain = 0;

        /**
         * @var int SOCK_STREAM, SOCK_DGRAM, …; to be read only
         * @reflected-readonly
         */
        public $type = 0;

        /**
         * @var int to be read only
         * @reflected-readonly
         */
        public $protocol = 0;

        /**
         * @var int why the last call has failed: an errno (110: the time was up, 125: cancelled) or a SWOOLE_ERROR_* constant; 0 after one that has not
         */
        public $errCode = 0;

        /**
         * @var string the same in words
         */
        public $errMsg = '';

        /**
         * @var bool for functions of the sockets extension
         */
        public $__ext_sockets_nonblock = false;

        /**
         * @var int|float for functions of the sockets extension
         */
        public $__ext_sockets_timeout = 0;

        /**
         * Makes a socket.
         *
         * @param int $domain AF_INET, AF_INET6 or AF_UNIX
         * @param int $type SOCK_STREAM, SOCK_DGRAM, …
         * @throws \Swoole\Coroutine\Socket\Exception if the system has no such socket
         */
        public function __construct(int $domain, int $type, int $protocol = IPPROTO_IP) {}

        /**
         * Gives the socket an address of its own.
         *
         * @param string $address an IP address, `localhost`, or the path of a Unix socket, which is removed when the socket is closed
         * @param int $port 0 has the system choose one, see {@see Socket::getsockname()}
         */
        public function bind(string $address, int $port = 0): bool {}

        /**
         * Lets others connect.
         *
         * @param int $backlog how many connections the system holds until they are accepted
         */
        public function listen(int $backlog = 512): bool {}

        /**
         * Waits for the next connection.
         *
         * @param float $timeout seconds
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function accept(float $timeout = 0): Socket|false {}

        /**
         * Connects to a host, whose name is looked up without holding up others; or sets where a datagram socket sends to.
         *
         * @param string $host an IP address, a name, or a path
         * @param float $timeout seconds for all of it; the default is SO_SNDTIMEO or the option `socket_connect_timeout`
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function connect(string $host, int $port = 0, float $timeout = 0): bool {}

        /**
         * Whether the connection is there, as far as is known without sending anything.
         */
        public function checkLiveness(): bool {}

        /**
         * The coroutine that reads or writes at the moment, 0 when none does.
         *
         * @param int $event SWOOLE_EVENT_READ or SWOOLE_EVENT_WRITE
         */
        public function getBoundCid(int $event): int {}

        /**
         * What has come, without taking it and without waiting.
         *
         * @return string|false '' when the peer has ended the connection
         */
        public function peek(int $length = 65536): string|false {}

        /**
         * Waits until something comes.
         *
         * @param int $length most bytes
         * @param float $timeout seconds
         * @return string|false '' when the peer has ended the connection
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recv(int $length = 65536, float $timeout = 0): string|false {}

        /**
         * Waits until all of `$length` bytes have come.
         *
         * @param float $timeout seconds for all of it
         * @return string|false fewer bytes when the peer has ended the connection, or when the time was up and some had come: then {@see Socket::$errCode} says so
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recvAll(int $length = 65536, float $timeout = 0): string|false {}

        /**
         * Waits for a line.
         *
         * @param int $length most bytes
         * @param float $timeout seconds for all of it
         * @return string|false with its line feed; what was left when the peer has ended the connection
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recvLine(int $length = 65536, float $timeout = 0): string|false {}

        /**
         * As {@see Socket::recv()}, but takes more from the system than was asked for: many small reads are cheap.
         *
         * @param int $length most bytes
         * @param float $timeout seconds
         * @return string|false '' when the peer has ended the connection
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recvWithBuffer(int $length = 65536, float $timeout = 0): string|false {}

        /**
         * Waits for a whole package, see {@see Socket::setProtocol()}.
         *
         * @param float $timeout seconds for all of it
         * @return string|false '' when the peer has ended the connection
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recvPacket(float $timeout = 0): string|false {}

        /**
         * Sends what the system takes at once, and waits until that is something.
         *
         * @param float $timeout seconds
         * @return int|false how many bytes that was
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function send(string $data, float $timeout = 0): int|false {}

        /**
         * Waits until something comes, and receives it in pieces.
         *
         * @param array<int> $io_vector how many bytes the pieces have at most
         * @param float $timeout seconds
         * @return array<string>|false as many pieces as there were bytes for, of which the last may be shorter
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function readVector(array $io_vector, float $timeout = 0): array|false {}

        /**
         * Waits until all the pieces are full.
         *
         * @param array<int> $io_vector how many bytes the pieces have
         * @param float $timeout seconds for all of it
         * @return array<string>|false see {@see Socket::recvAll()} for when it is less
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function readVectorAll(array $io_vector, float $timeout = 0): array|false {}

        /**
         * As {@see Socket::send()}, several strings in one system call.
         *
         * @param array<string> $io_vector what to send
         * @param float $timeout seconds
         * @return int|false how many bytes were sent
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function writeVector(array $io_vector, float $timeout = 0): int|false {}

        /**
         * As {@see Socket::sendAll()}, several strings in one system call where possible.
         *
         * @param array<string> $io_vector what to send
         * @param float $timeout seconds for all of it
         * @return int|false how many bytes were sent
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function writeVectorAll(array $io_vector, float $timeout = 0): int|false {}

        /**
         * Sends a file, or a part of it.
         *
         * @param int $length 0: up to its end
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function sendFile(string $file, int $offset = 0, int $length = 0): bool {}

        /**
         * Sends everything.
         *
         * @param float $timeout seconds for all of it
         * @return int|false how many bytes were sent; fewer than there are when something has ended it, see {@see Socket::$errCode}
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function sendAll(string $data, float $timeout = 0): int|false {}

        /**
         * Waits for a message.
         *
         * @param mixed $peername becomes who has sent it: ['address' => …, 'port' => …]
         * @param float $timeout seconds
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function recvfrom(mixed &$peername, float $timeout = 0): string|false {}

        /**
         * Sends a message.
         *
         * @param string $addr an IP address, a name, or a path
         * @return int|false how many bytes were sent
         * @throws \Swoole\Error outside a coroutine, or when another one writes
         */
        public function sendto(string $addr, int $port, string $data): int|false {}

        /**
         * An option of the socket, as `socket_get_option()` gives it.
         *
         * @param int $level SOL_SOCKET, IPPROTO_TCP, …
         */
        public function getOption(int $level, int $opt_name): mixed {}

        /**
         * How {@see Socket::recvPacket()} tells packages apart.
         *
         * @param array<string, mixed> $settings `open_eof_check` with `package_eof`; `open_length_check` with `package_length_type`, `package_length_offset`, `package_body_offset` or `package_length_func`; `open_mqtt_protocol`; `open_fastcgi_protocol`; `package_max_length`
         * @return bool false with a warning if they make no sense
         */
        public function setProtocol(array $settings): bool {}

        /**
         * Sets an option of the socket, as `socket_set_option()` does. SO_RCVTIMEO and SO_SNDTIMEO are the time limits of calls that name none.
         *
         * @param int $level SOL_SOCKET, IPPROTO_TCP, …
         */
        public function setOption(int $level, int $opt_name, mixed $opt_value): bool {}

        /**
         * Encrypts the connection, see {@see Socket::setProtocol()}.
         *
         * @throws \Swoole\Error outside a coroutine, or when another one reads
         */
        public function sslHandshake(): bool {}

        /**
         * Ends one direction of the connection, or both.
         *
         * @param int $how 0: reading, 1: writing, 2: both
         */
        public function shutdown(int $how = 2): bool {}

        /**
         * Ends the wait of the coroutine that reads or writes: its call returns false, with error 125.
         *
         * @param int $event SWOOLE_EVENT_READ or SWOOLE_EVENT_WRITE
         * @return bool false if none waits
         */
        public function cancel(int $event = SWOOLE_EVENT_READ): bool {}

        /**
         * Closes the socket. Coroutines that wait for it go on: their calls return false, with error 125.
         *
         * @return bool false if it was closed before
         */
        public function close(): bool {}

        /**
         * The other end's address.
         *
         * @return array{address: string, port: int}|false
         */
        public function getpeername(): array|false {}

        /**
         * The own address.
         *
         * @return array{address: string, port: int}|false
         */
        public function getsockname(): array|false {}

        /**
         * Whether the socket was closed.
         */
        public function isClosed(): bool {}

        /**
         * A socket for the connection of a stream of PHP's, or a `Socket` of the sockets extension. Both may be used, and are closed, one by one.
         *
         * @param resource|\Socket $stream
         * @return Socket|false false with a warning if it is none of a connection
         */
        public static function import($stream): Socket|false {}
    }
}

namespace Swoole\Coroutine\Socket {
    /**
     * A socket could not be made; the code is the errno.
     */
    class Exception extends \Swoole\Exception
    {
    }
}

namespace {
    /**
     * Two sockets that are connected with each other.
     *
     * @param int $domain AF_UNIX
     * @param int $type SOCK_STREAM or SOCK_DGRAM
     * @return array{\Swoole\Coroutine\Socket, \Swoole\Coroutine\Socket}|false
     * @rust socket::class
     */
    function swoole_coroutine_socketpair(int $domain, int $type, int $protocol): array|false {}
}
