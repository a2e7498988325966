<?php

namespace Swoole\Coroutine;

/**
 * A client of a TCP, UDP or Unix socket whose calls suspend the coroutine instead of the process.
 *
 * What fails returns false and tells why in {@see Client::$errCode} and {@see Client::$errMsg}. A time limit of 0 is
 * the default, one below 0 waits for ever.
 *
 * @rust socket::client
 * @state ClientState
 * @dynamic-properties
 * @not-serializable
 */
class Client
{
    /** Urgent data. */
    public const MSG_OOB = 1;

    /** Look without taking. */
    public const MSG_PEEK = 2;

    /** Do not wait. */
    public const MSG_DONTWAIT = 64;

    /** Wait for all of it. */
    public const MSG_WAITALL = 256;

    /**
     * @var int why the last call that has failed did: an errno (110: the time was up, 125: cancelled) or a SWOOLE_ERROR_* constant
     */
    public $errCode = 0;

    /**
     * @var string the same in words
     */
    public $errMsg = '';

    /**
     * @var int the descriptor, -1 without a connection
     */
    public $fd = -1;

    /**
     * @var Socket|null the connection
     */
    public $socket = null;

    /**
     * @var int what it was made as
     */
    public $type = 1;

    /**
     * @var array<string, mixed>|null see {@see Client::set()}
     */
    public $setting = null;

    /**
     * @var bool whether {@see Client::connect()} has connected
     */
    public $connected = false;

    /**
     * Makes a client.
     *
     * @param int $type SWOOLE_SOCK_TCP, SWOOLE_SOCK_UDP, SWOOLE_SOCK_UNIX_STREAM, …; with `| SWOOLE_SSL` it encrypts
     * @throws \Swoole\Exception if there is no such type
     */
    public function __construct(int $type) {}

    /**
     * Closes the connection, unless somebody holds its socket.
     */
    public function __destruct() {}

    /**
     * Adds settings.
     *
     * @param array<string, mixed> $settings `timeout`, `connect_timeout`, `read_timeout`, `write_timeout` in seconds; `bind_address`, `bind_port`, `open_tcp_nodelay`, `socket_buffer_size`; packages as for {@see Socket::setProtocol()}; `ssl_*`; `socks5_*`, `http_proxy_*`
     * @return bool false if there are none
     */
    public function set(array $settings): bool {}

    /**
     * Connects. All addresses of a name are tried; a UDP client only sets where it sends to.
     *
     * @param string $host an IP address, a name, or the path of a Unix socket
     * @param float $timeout seconds for all of it: name, connection, proxy, TLS
     * @param int $sock_flag has no effect
     * @throws \Swoole\Error outside a coroutine
     */
    public function connect(string $host, int $port = 0, float $timeout = 0, int $sock_flag = 0): bool {}

    /**
     * Waits for a package, or without settings that say what that is for anything.
     *
     * @param float $timeout seconds
     * @return string|false '' when the server has ended the connection
     * @throws \Swoole\Error outside a coroutine, or when another one reads
     */
    public function recv(float $timeout = 0): string|false {}

    /**
     * What has come, without taking it and without waiting.
     */
    public function peek(int $length = 65535): string|false {}

    /**
     * Sends everything.
     *
     * @param float $timeout seconds for all of it
     * @return int|false how many bytes were sent
     * @throws \Swoole\Error outside a coroutine, or when another one writes
     */
    public function send(string $data, float $timeout = 0): int|false {}

    /**
     * Sends a file, or a part of it.
     *
     * @param int $length 0: up to its end
     * @throws \Swoole\Error outside a coroutine, or when another one writes
     */
    public function sendfile(string $filename, int $offset = 0, int $length = 0): bool {}

    /**
     * Sends a message to an address; no connection is needed.
     *
     * @param string $address an IP address, a name, or a path
     * @throws \Swoole\Error outside a coroutine, or when another one writes
     */
    public function sendto(string $address, int $port, string $data): bool {}

    /**
     * Waits for a message; no connection is needed.
     *
     * @param int $length most bytes
     * @param mixed $address becomes the sender's address
     * @param mixed $port becomes the sender's port
     * @throws \Swoole\Error outside a coroutine, or when another one reads
     */
    public function recvfrom(int $length, mixed &$address, mixed &$port = 0): string|false {}

    /**
     * Encrypts the connection.
     *
     * @return bool false if the handshake has failed, or the connection is encrypted already
     * @throws \Swoole\Error outside a coroutine, or when another one uses the connection
     */
    public function enableSSL(): bool {}

    /**
     * The server's certificate in PEM.
     */
    public function getPeerCert(): string|false {}

    /**
     * Checks the server's certificate: by `ssl_cafile` and `ssl_capath`, or the system's authorities, and for `ssl_host_name` or the host.
     *
     * @param bool $allow_self_signed whether one that nobody else has signed is as good
     */
    public function verifyPeerCert(bool $allow_self_signed = false): bool {}

    /**
     * Whether there is a connection, as far as this end knows.
     */
    public function isConnected(): bool {}

    /**
     * The own address.
     *
     * @return array{host: string, address: string, port: int}|false
     */
    public function getsockname(): array|false {}

    /**
     * The server's address.
     *
     * @return array{host: string, address: string, port: int}|false
     */
    public function getpeername(): array|false {}

    /**
     * Closes the connection. Coroutines that wait for it go on: their calls return false, with error 125.
     *
     * @return bool false if there was none
     */
    public function close(): bool {}

    /**
     * The connection as a socket. Both use the same one.
     */
    public function exportSocket(): Socket|false {}
}
