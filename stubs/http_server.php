<?php

namespace Swoole\Coroutine\Http;

/**
 * An HTTP and WebSocket server. Every connection is served by a coroutine of its own.
 *
 * The constructor binds and listens, {@see Server::handle()} says who answers which path, {@see Server::start()}
 * serves until {@see Server::shutdown()}. A handler turns its connection into a WebSocket with
 * {@see \Swoole\Http\Response::upgrade()}.
 *
 * @rust http::server
 * @state ServerState
 * @not-serializable
 */
final class Server
{
    /**
     * @var int the listening socket's descriptor
     */
    public $fd = -1;

    /**
     * @var string|null the host as given to the constructor
     */
    public $host = null;

    /**
     * @var int the port listened on, also when the constructor was given 0
     */
    public $port = -1;

    /**
     * @var bool whether connections are TLS
     */
    public $ssl = false;

    /**
     * @var array<string, mixed>|null the settings, see {@see Server::set()}
     */
    public $settings = null;

    /**
     * @var int why start() ended, an errno: 125 (operation canceled) after shutdown()
     */
    public $errCode = 0;

    /**
     * @var string the text to {@see Server::$errCode}
     */
    public $errMsg = '';

    /**
     * Binds the address and listens. Works inside and outside a coroutine.
     *
     * @param string $host an IPv4 or IPv6 address, or `unix:/path`
     * @param int $port 0 lets the system choose; see {@see Server::$port}
     * @param bool $ssl serve TLS; start() then needs the settings `ssl_cert_file` and `ssl_key_file`
     * @param bool $reuse_port let several servers bind the same address, each taking a share of the connections
     * @throws \Swoole\Exception if the address cannot be used; the code is the errno (98: address in use),
     *  {@see SWOOLE_ERROR_BAD_HOST_ADDR} or {@see SWOOLE_ERROR_BAD_PORT}
     */
    public function __construct(string $host, int $port = 0, bool $ssl = false, bool $reuse_port = false) {}

    /**
     * Sets how the server works; merged into what was set before, read by start().
     *
     * @param array<string, mixed> $settings among them:
     *  - `websocket_compression` (bool, false): permessage-deflate for clients that offer it
     *  - `websocket_compression_level` (1 to 9, 6), `websocket_compression_min_length` (bytes, 0),
     *    `websocket_compression_context_takeover` (bool, false), `websocket_compression_window_bits` (9 to 15, 12): how;
     *    not in Swoole, extensions of this implementation
     *  - `package_max_length` (int bytes or a string such as "2M", 2 MiB): the largest request and the largest WebSocket message
     *  - `ssl_cert_file`, `ssl_key_file` (string): the server's certificate with its chain, and its private key, in PEM
     *  - `ssl_sni_certs` (array): further ones by server name, `['example.org' => ['ssl_cert_file' => …, 'ssl_key_file' => …]]`
     *  - `http_parse_cookie` (bool, true): fill {@see \Swoole\Http\Request::$cookie}
     *  - `http_parse_post` (bool, true): fill {@see \Swoole\Http\Request::$post}
     *  - `open_websocket_close_frame` (bool, false): recv() returns the peer's {@see \Swoole\WebSocket\CloseFrame}
     *  - `open_websocket_ping_frame`, `open_websocket_pong_frame` (bool, false): recv() returns these frames
     *  - `websocket_subprotocol` (string or list): the subprotocols spoken
     *  - `heartbeat_idle_time` (seconds, none): silent WebSockets are pinged, then dropped
     *  - `max_connection` (int, none): the most connections at once
     *  - `max_wait_time` (seconds, 30): what may go on after shutdown()
     *  - `socket_buffer_size` (bytes, 256 KiB): what may wait for a WebSocket client that does not read
     *
     *  Every one, those that Swoole does not have included: docs/settings.md.
     * @return bool false if the array is empty
     */
    public function set(array $settings): bool {}

    /**
     * Says which function answers which paths. Handlers can be added while the server runs.
     *
     * @param string $pattern the path's beginning, upper and lower case alike; the longest that fits is taken, `/` when no other fits
     * @param callable $callback called as `function (\Swoole\Http\Request $request, \Swoole\Http\Response $response)`
     *  in the connection's coroutine; a handler that returns without answering sends status 500
     * @return bool false with a warning if $callback cannot be called
     */
    public function handle(string $pattern, callable $callback): bool {}

    /**
     * Serves until shutdown() is called. Suspends the calling coroutine meanwhile.
     *
     * @return bool false if the settings cannot be used (a warning says why) or accepting connections failed, see {@see Server::$errCode}
     * @throws \Swoole\Error outside a coroutine, or if the server runs already
     */
    public function start(): bool {}

    /**
     * Reads the certificates and keys of a running TLS server again, for the connections that come from now on.
     *
     * Not in Swoole: an extension of this implementation.
     *
     * @return bool false with a warning if a file is missing or wrong; the server goes on with what it has
     * @rust http::tls
     */
    public function reloadCertificates(): bool {}

    /**
     * Makes start() return. Requests being answered are answered to the end, idle connections are closed, WebSockets are
     * closed with code 1001. What is not over after the setting `max_wait_time` is dropped. SIGTERM and SIGINT do the
     * same to all servers of the process, unless the script handles them itself.
     */
    public function shutdown(): void {}

    /**
     * What the server has counted since it was made. Not in Swoole: an extension of this implementation; the names are those of Swoole's
     * asynchronous server, where it has them.
     *
     * @return array{start_time: int, connection_num: int, websocket_num: int, http2_num: int, http2_stream_num: int, accept_count: int, close_count: int, refuse_count: int, request_count: int, total_recv_bytes: int, total_send_bytes: int, coroutine_num: int}
     *  start_time: when it was last started; connection_num: open connections, of which websocket_num are WebSockets and http2_num speak HTTP/2;
     *  http2_stream_num: requests on those whose responses are not complete; request_count: requests of any protocol;
     *  refuse_count: those refused at `max_connection`; coroutine_num: coroutines of the process
     * @rust http::counters
     */
    public function stats(): array {}
}
