<?php

namespace Swoole\Coroutine\Http;

use Swoole\WebSocket\Frame;

/**
 * An HTTP and WebSocket client. Its calls look blocking: while one coroutine waits, the others run.
 *
 * What is set stays for the requests that follow, except files to upload. Redirects are not followed.
 *
 * @rust client
 * @state class::ClientState
 * @dynamic-properties
 * @not-serializable
 */
class Client
{
    /**
     * @var \Swoole\Coroutine\Socket|null the connection, null without one. Receiving and sending with it take it away from the
     * client, asking and closing do not
     */
    public $socket = null;

    /**
     * @var int why the last call failed: an errno or a SWOOLE_ERROR_* constant; 0 if it did not
     */
    public $errCode = 0;

    /**
     * @var string the same as text
     */
    public $errMsg = '';

    /**
     * @var bool whether there is a connection, as far as is known
     */
    public $connected = false;

    /**
     * @var string the host as it was given
     */
    public $host = '';

    /**
     * @var int the port, the scheme's own if none was given
     */
    public $port = 0;

    /**
     * @var bool whether the connection is encrypted
     */
    public $ssl = false;

    /**
     * @var array<string, mixed>|null all that {@see Client::set()} was given
     */
    public $setting = null;

    /**
     * @var string|null the method of the next {@see Client::execute()}
     */
    public $requestMethod = null;

    /**
     * @var array<string, mixed>|null header lines of the requests
     */
    public $requestHeaders = null;

    /**
     * @var mixed the body of the requests: an array is sent as a form, anything else as text
     */
    public $requestBody = null;

    /**
     * @var list<array<string, mixed>>|null files for the next request
     */
    public $uploadFiles = null;

    /**
     * @var string|null where the next response's body is written to
     */
    public $downloadFile = null;

    /**
     * @var int from which offset on
     */
    public $downloadOffset = 0;

    /**
     * @var int the response's status, or a SWOOLE_HTTP_CLIENT_ESTATUS_* constant when there is none
     */
    public $statusCode = 0;

    /**
     * @var array<string, string|list<string>>|null the response's headers, names in lower case; one that came several times is a list
     */
    public $headers = null;

    /**
     * @var list<string>|null the response's Set-Cookie lines
     */
    public $set_cookie_headers = null;

    /**
     * @var array<string, string>|null cookies that are sent; those of responses are added
     */
    public $cookies = null;

    /**
     * @var string the response's body
     */
    public $body = '';

    /**
     * Nothing is connected yet.
     *
     * @param string $host a name, an address, or `unix:/path`
     * @param int $port 0 for 80, or 443 with TLS
     * @param bool $ssl whether to encrypt
     * @throws Client\Exception an empty host, a port that is none
     */
    public function __construct(string $host, int $port = 0, bool $ssl = false) {}

    /**
     * Ends the connection.
     */
    public function __destruct() {}

    /**
     * Changes settings; those not named stay as they are. docs/settings.md lists them.
     *
     * @param array<string, mixed> $settings
     */
    public function set(array $settings): bool {}

    /**
     * Whether requests return before their responses have come.
     */
    public function getDefer(): bool {}

    /**
     * Lets requests return as soon as they are sent; {@see Client::recv()} then receives the response.
     */
    public function setDefer(bool $defer = true): bool {}

    /**
     * The method of {@see Client::execute()}.
     */
    public function setMethod(string $method): bool {}

    /**
     * The header lines of the requests to come, instead of those set before.
     *
     * @param array<string, mixed> $headers
     */
    public function setHeaders(array $headers): bool {}

    /**
     * A name and a password for the requests to come (RFC 7617).
     */
    public function setBasicAuth(string $username, string $password): void {}

    /**
     * The cookies of the requests to come, instead of those set before.
     *
     * @param array<string, string> $cookies
     */
    public function setCookies(array $cookies): bool {}

    /**
     * The body of the requests to come: an array is sent as a form.
     *
     * @param array<array-key, mixed>|string $data
     */
    public function setData(array|string $data): bool {}

    /**
     * Adds a file to the form of the next request.
     *
     * @param string $path the file
     * @param string $name the field
     * @param string|null $type its media type, by default what its name's extension means
     * @param string|null $filename its name there, by default its own
     * @param int $offset where in the file to begin
     * @param int $length how many bytes, 0 for all
     * @return bool false, with a warning, for a file that is missing or empty
     */
    public function addFile(string $path, string $name, ?string $type = null, ?string $filename = null, int $offset = 0, int $length = 0): bool {}

    /**
     * Adds a file to the form of the next request, of which this is the content.
     *
     * @param string $path the content
     * @param string $name the field
     * @param string|null $type its media type, by default application/octet-stream
     * @param string|null $filename its name there, by default the field's
     */
    public function addData(string $path, string $name, ?string $type = null, ?string $filename = null): bool {}

    /**
     * Sends a request with the method set before; without one it is POST if there is a body, else GET.
     *
     * @return bool false if no complete response came; the properties say why
     */
    public function execute(string $path): bool {}

    /**
     * The server's address.
     *
     * @return array{address: string, port: int}|false false without a connection
     */
    public function getpeername(): array|false {}

    /**
     * The own address.
     *
     * @return array{address: string, port: int}|false false without a connection
     */
    public function getsockname(): array|false {}

    /**
     * Sends a GET request. A body set before is sent along.
     *
     * @return bool false if no complete response came; the properties say why
     */
    public function get(string $path): bool {}

    /**
     * Sends a POST request.
     *
     * @param mixed $data the body: an array is sent as a form, anything else as text
     * @return bool false if no complete response came; the properties say why
     */
    public function post(string $path, mixed $data): bool {}

    /**
     * Sends a request and writes the response's body into a file.
     *
     * @param int $offset where in the file to begin; at 0 the file begins anew
     * @return bool false if no complete response came; the properties say why
     */
    public function download(string $path, string $file, int $offset = 0): bool {}

    /**
     * {@see Client::$body}.
     */
    public function getBody(): string|false {}

    /**
     * {@see Client::$headers}.
     *
     * @return array<string, string|list<string>>|false|null
     */
    public function getHeaders(): array|false|null {}

    /**
     * {@see Client::$cookies}.
     *
     * @return array<string, string>|false|null
     */
    public function getCookies(): array|false|null {}

    /**
     * {@see Client::$statusCode}.
     */
    public function getStatusCode(): int|false {}

    /**
     * The head of the last request as it was sent, without the empty line at its end.
     *
     * @return string|false false before the first request
     */
    public function getHeaderOut(): string|false {}

    /**
     * The server's certificate, in PEM.
     *
     * @return string|false false without one
     */
    public function getPeerCert(): string|false {}

    /**
     * Asks for a WebSocket. True for every complete response: {@see Client::$statusCode} is 101 if it is one.
     *
     * @return bool false if no complete response came, or a 101 that is no answer; the properties say why
     */
    public function upgrade(string $path): bool {}

    /**
     * Sends a frame over the WebSocket, and waits until the kernel has it.
     *
     * @param mixed $data text, or a {@see Frame} that brings its own opcode and flags
     * @param int $opcode a WEBSOCKET_OPCODE_* constant
     * @param int $flags a sum of SWOOLE_WEBSOCKET_FLAG_* constants
     * @return bool false if it cannot be sent; the properties say why
     */
    public function push(mixed $data, int $opcode = SWOOLE_WEBSOCKET_OPCODE_TEXT, int $flags = SWOOLE_WEBSOCKET_FLAG_FIN): bool {}

    /**
     * Receives the next message of the WebSocket; without one the response to a deferred request.
     *
     * @param float $timeout the longest wait in seconds; 0 is the setting `timeout`, less is for ever
     * @return Frame|string|bool a frame, the empty string when the connection has ended, false on an error or the timeout; true for a response
     */
    public function recv(float $timeout = 0): Frame|string|bool {}

    /**
     * Ends the connection. The server of a WebSocket is told with a close frame.
     *
     * @return bool false if there is none
     */
    public function close(): bool {}

    /**
     * Sends a ping over the WebSocket.
     *
     * @return bool false if there is none
     */
    public function ping(string $data = ''): bool {}

    /**
     * Sends a close frame and ends the WebSocket.
     *
     * @return bool false if there is none
     */
    public function disconnect(int $code = SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = ''): bool {}
}

/**
 * The response to {@see request()}, {@see get()} or {@see post()}.
 *
 * @rust client::functions
 */
class ClientProxy
{
    /**
     * @var string {@see ClientProxy::getBody()}
     */
    private $body = '';

    /**
     * @var int {@see ClientProxy::getStatusCode()}
     */
    private $statusCode = 0;

    /**
     * @var array<string, string|list<string>>|null {@see ClientProxy::getHeaders()}
     */
    private $headers = null;

    /**
     * @var array<string, string>|null {@see ClientProxy::getCookies()}
     */
    private $cookies = null;

    /**
     * The body, decompressed.
     */
    public function getBody(): string {}

    /**
     * The status.
     */
    public function getStatusCode(): int {}

    /**
     * The headers, names in lower case; one that came several times is a list.
     *
     * @return array<string, string|list<string>>
     */
    public function getHeaders(): array {}

    /**
     * The cookies that were sent, and those of the response.
     *
     * @return array<string, string>
     */
    public function getCookies(): array {}
}

/**
 * Sends a request and waits for its response, whatever its status is.
 *
 * @param string $url with its scheme, http or https
 * @param string $method the method
 * @param mixed $data the body: an array is sent as a form, anything else as text
 * @param array<string, mixed>|null $options settings of {@see Client::set()}
 * @param array<string, mixed>|null $headers header lines
 * @param array<string, string>|null $cookies cookies
 * @throws Client\Exception a URL that is none, no complete response; the code is that of {@see Client::$errCode}
 * @rust client::functions
 */
function request(string $url, string $method, mixed $data = null, ?array $options = null, ?array $headers = null, ?array $cookies = null): ClientProxy {}

/**
 * The same as {@see request()}, which always uses {@see Client} here.
 *
 * @param string $url with its scheme, http or https
 * @param string $method the method
 * @param mixed $data the body: an array is sent as a form, anything else as text
 * @param array<string, mixed>|null $options settings of {@see Client::set()}
 * @param array<string, mixed>|null $headers header lines
 * @param array<string, string>|null $cookies cookies
 * @throws Client\Exception a URL that is none, no complete response; the code is that of {@see Client::$errCode}
 * @implementation-alias Swoole\Coroutine\Http\request
 */
function request_with_http_client(string $url, string $method, mixed $data = null, ?array $options = null, ?array $headers = null, ?array $cookies = null): ClientProxy {}

/**
 * Sends a POST request, see {@see request()}.
 *
 * @param string $url with its scheme, http or https
 * @param mixed $data the body: an array is sent as a form, anything else as text
 * @param array<string, mixed>|null $options settings of {@see Client::set()}
 * @param array<string, mixed>|null $headers header lines
 * @param array<string, string>|null $cookies cookies
 * @throws Client\Exception a URL that is none, no complete response; the code is that of {@see Client::$errCode}
 * @rust client::functions
 */
function post(string $url, mixed $data, ?array $options = null, ?array $headers = null, ?array $cookies = null): ClientProxy {}

/**
 * Sends a GET request, see {@see request()}.
 *
 * @param string $url with its scheme, http or https
 * @param array<string, mixed>|null $options settings of {@see Client::set()}
 * @param array<string, mixed>|null $headers header lines
 * @param array<string, string>|null $cookies cookies
 * @throws Client\Exception a URL that is none, no complete response; the code is that of {@see Client::$errCode}
 * @rust client::functions
 */
function get(string $url, ?array $options = null, ?array $headers = null, ?array $cookies = null): ClientProxy {}
