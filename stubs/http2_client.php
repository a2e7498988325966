<?php

namespace Swoole\Coroutine\Http2 {
    use Swoole\Http2\Request;
    use Swoole\Http2\Response;

    /**
     * An HTTP/2 client: many requests at once over one connection. Its calls look blocking: while one coroutine waits,
     * the others run.
     *
     * Requests may be sent from several coroutines; one at a time may receive. What fails returns false and tells why in
     * {@see Client::$errCode} and {@see Client::$errMsg}; how a single stream has failed is in the
     * {@see Response::$errCode} of its response.
     *
     * @rust client::http2
     * @state class::ClientState
     * @dynamic-properties
     * @not-serializable
     */
    class Client
    {
        /**
         * @var int why the last call that has failed did: an errno, a SWOOLE_ERROR_* constant, or the SWOOLE_HTTP2_ERROR_* that a server has gone away with
         */
        public $errCode = 0;

        /**
         * @var string the same in words
         */
        public $errMsg = '';

        /**
         * @var int the descriptor, -1 without a connection
         */
        public $sock = -1;

        /**
         * @var int always 0
         */
        public $type = 0;

        /**
         * @var array<string, mixed>|null all that {@see Client::set()} was given
         */
        public $setting = null;

        /**
         * @var mixed always null here: the connection is the client's own
         */
        public $socket = null;

        /**
         * @var bool whether there is a connection, as far as is known
         */
        public $connected = false;

        /**
         * @var string|null the host as it was given
         */
        public $host = null;

        /**
         * @var int the port
         */
        public $port = 0;

        /**
         * @var bool whether the connection is encrypted
         */
        public $ssl = false;

        /**
         * @var int the last stream that a server which goes away has looked at
         */
        public $serverLastStreamId = 0;

        /**
         * Nothing is connected yet.
         *
         * @param string $host a name, an address, or `unix:/path`
         * @param int $port 0 for 80, or 443 with TLS
         * @param bool $open_ssl whether to encrypt; without, the server has to know that HTTP/2 is spoken
         * @throws Client\Exception an empty host, a port that is none
         */
        public function __construct(string $host, int $port = 80, bool $open_ssl = false) {}

        /**
         * Ends the connection.
         */
        public function __destruct() {}

        /**
         * Changes settings; those not named stay as they are. docs/settings.md lists them. What concerns the connection
         * counts from the next {@see Client::connect()} on.
         *
         * @param array<string, mixed> $settings
         * @return bool false if there are none
         */
        public function set(array $settings): bool {}

        /**
         * Connects: TCP, the proxy, TLS.
         *
         * @throws \Swoole\Error outside a coroutine
         */
        public function connect(): bool {}

        /**
         * The connection's figures: `current_stream_id` (the last one opened), `last_stream_id` (the last one that a
         * server which goes away has looked at), `local_settings`, `remote_settings`, `active_stream_num`.
         *
         * @param string $key one of them; '' for all
         * @return array<string, mixed>|int 0 for a name that is none of them
         */
        public function stats(string $key = ''): array|int {}

        /**
         * Whether the response of a stream is still to be received; of 0, whether there is a connection.
         */
        public function isStreamExist(int $stream_id): bool {}

        /**
         * Sends a request; waits while the server takes nothing of its body.
         *
         * @return int|false the number of its stream
         * @throws \Swoole\Error outside a coroutine
         */
        public function send(Request $request): int|false {}

        /**
         * Sends more of a request with {@see Request::$pipeline}.
         *
         * @param mixed $data text, or an array that is sent as a form
         * @param bool $end_stream whether the request is complete
         * @throws \Swoole\Error outside a coroutine, or when another one writes to the stream
         */
        public function write(int $stream_id, mixed $data, bool $end_stream = false): bool {}

        /**
         * Waits for the next response that is complete, of whichever stream.
         *
         * @param float $timeout seconds; 0 is the setting `timeout`, less than 0 no limit. The streams stay.
         * @return Response|false one that has failed has an {@see Response::$errCode}
         * @throws \Swoole\Error outside a coroutine, or when another one receives
         */
        public function recv(float $timeout = 0): Response|false {}

        /**
         * The same, but a response to a request with {@see Request::$usePipelineRead} or {@see Request::$pipeline} comes
         * in parts, as they come from the server: {@see Response::$pipeline} is true until its end. What is not read is
         * held back by the server.
         *
         * @param float $timeout as for {@see Client::recv()}
         * @throws \Swoole\Error outside a coroutine, or when another one receives
         */
        public function read(float $timeout = 0): Response|false {}

        /**
         * Sends a GOAWAY. The connection stays until the server ends it, which it may do once no request is open.
         *
         * @param string $debug_data of which the first 16,376 bytes are sent
         * @throws \Swoole\Error outside a coroutine
         */
        public function goaway(int $error_code = SWOOLE_HTTP2_ERROR_NO_ERROR, string $debug_data = ''): bool {}

        /**
         * Sends a PING. The answer is not waited for.
         *
         * @throws \Swoole\Error outside a coroutine
         */
        public function ping(): bool {}

        /**
         * Ends the connection and all streams.
         *
         * @return bool false if there is none
         */
        public function close(): bool {}
    }
}

namespace Swoole\Coroutine\Http2\Client {
    /**
     * The client cannot be made like this; the code is an errno or a SWOOLE_ERROR_* constant.
     */
    class Exception extends \Swoole\Exception
    {
    }
}

namespace Swoole\Http2 {
    /**
     * A request of {@see \Swoole\Coroutine\Http2\Client}.
     */
    class Request
    {
        /**
         * @var string begins with a slash; with the query
         */
        public $path = '/';

        /**
         * @var string
         */
        public $method = 'GET';

        /**
         * @var array<string, mixed>|null header fields; `host` says for whom, instead of the client's host
         */
        public $headers = null;

        /**
         * @var array<string, mixed>|null cookies; values are encoded
         */
        public $cookies = null;

        /**
         * @var mixed the body: text, or an array that is sent as a form
         */
        public $data = '';

        /**
         * @var bool whether more of the body follows with {@see \Swoole\Coroutine\Http2\Client::write()}
         */
        public $pipeline = false;

        /**
         * @var bool whether {@see \Swoole\Coroutine\Http2\Client::read()} gives the response in parts
         */
        public $usePipelineRead = false;
    }

    /**
     * A response, or a part of one.
     */
    class Response
    {
        /**
         * @var int the number that {@see \Swoole\Coroutine\Http2\Client::send()} has returned
         */
        public $streamId = 0;

        /**
         * @var int why the response is not complete: a SWOOLE_HTTP2_ERROR_* or SWOOLE_ERROR_* constant, or an errno; 0 if it is
         */
        public $errCode = 0;

        /**
         * @var int the status; SWOOLE_HTTP_CLIENT_ESTATUS_SERVER_RESET with an errCode
         */
        public $statusCode = 0;

        /**
         * @var bool whether more parts follow
         */
        public $pipeline = false;

        /**
         * @var array<string, string|list<string>>|null header fields, and in the last part those that came after the body; one that came several times is a list
         */
        public $headers = null;

        /**
         * @var list<string>|null the Set-Cookie lines
         */
        public $set_cookie_headers = null;

        /**
         * @var array<string, string>|null the cookies in them
         */
        public $cookies = null;

        /**
         * @var string|null the body, or what has come of it since the last part
         */
        public $data = null;
    }
}
