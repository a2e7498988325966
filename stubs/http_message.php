<?php

namespace Swoole\Http;

use Swoole\WebSocket\Frame;

/**
 * What the client asked for. A server's handler receives one with each request.
 *
 * @rust http::request
 * @state RequestState
 * @not-serializable
 */
class Request
{
    /**
     * @var int the connection's descriptor; the same number as {@see Response::$fd}, used again after the connection is closed
     */
    public $fd = 0;

    /**
     * @var int 0 for HTTP/1
     */
    public $streamId = 0;

    /**
     * @var array<string, string|list<string>>|null the headers, names in lower case; one sent several times is a list
     */
    public $header = null;

    /**
     * @var array{query_string?: string, request_method: string, request_uri: string, path_info: string, request_time: int, request_time_float: float, server_protocol: string, remote_addr: string, remote_port: int, server_addr: string, server_port: int}|null request_uri is the path as sent, path_info the same decoded
     */
    public $server = null;

    /**
     * @var array<array-key, mixed>|null the cookies, decoded; null if none was sent
     */
    public $cookie = null;

    /**
     * @var array<array-key, mixed>|null the query's fields, as PHP's own `$_GET`; null if there is no query
     */
    public $get = null;

    /**
     * @var array<array-key, mixed>|null the uploaded files; null if there are none
     */
    public $files = null;

    /**
     * @var array<array-key, mixed>|null the form's fields, as PHP's own `$_POST`; null if there are none
     */
    public $post = null;

    /**
     * @var list<string>|null the uploaded files' temporary paths; null if there are none
     */
    public $tmpfiles = null;

    /**
     * The body, decoded if it was sent in chunks.
     *
     * @return string|false '' if there is none; false for an object no server made, and for a multipart form of more than
     *  2 MiB, whose fields and files are in {@see Request::$post} and {@see Request::$files}
     */
    public function getContent(): string|false {}

    /**
     * The same as {@see Request::getContent()}.
     *
     * @return string|false '' if there is none; false for an object no server made
     * @implementation-alias getContent
     */
    public function rawContent(): string|false {}

    /**
     * The request as text, head and body. Header names are in Title-Case, and a body that came in chunks is put together.
     *
     * @return string|false false for an object no server made, and when the request is over
     */
    public function getData(): string|false {}

    /**
     * Makes an empty request, to be filled by {@see Request::parse()}.
     *
     * @param array<string, mixed> $options parse_cookie, parse_body, parse_files (all true without a word), upload_tmp_dir
     * @return \Swoole\Http\Request with header and server []
     * @rust http::request_parse
     */
    public static function create(array $options = []): Request {}

    /**
     * Takes the next piece of a request. The properties are filled as soon as what they need has come.
     *
     * @param string $data may begin and end anywhere
     * @return int|false how many bytes of it belong to the request, 0 if this is no request (error
     *  {@see SWOOLE_ERROR_HTTP_INVALID_PROTOCOL}); false once the request is complete
     * @rust http::request_parse
     */
    public function parse(string $data): int|false {}

    /**
     * Whether the request is complete.
     *
     * @rust http::request_parse
     */
    public function isCompleted(): bool {}

    /**
     * The method, for example "GET".
     *
     * @return string|false false for an object no server made
     */
    public function getMethod(): string|false {}
}

/**
 * The answer to a request, or after {@see Response::upgrade()} the WebSocket connection.
 *
 * Methods return false and set {@see SWOOLE_ERROR_HTTP_CONTEXT_UNAVAILABLE} as last error when the response was
 * already ended. The object may be kept and used from other coroutines, so that one handler can push to the
 * connection of another.
 *
 * @rust http::response
 * @state ResponseState
 * @not-serializable
 */
class Response
{
    /**
     * @var int the connection's descriptor; the same number as {@see Request::$fd}
     */
    public $fd = 0;

    /**
     * @var \Swoole\Coroutine\Socket|null the connection, made when it is first looked at. Asking and closing leave it to the server; whoever receives or sends with it takes it from HTTP
     */
    public $socket = null;

    /**
     * @var array<string, mixed>|null the headers set so far; null before the first
     */
    public $header = null;

    /**
     * @var list<string>|null the Set-Cookie values set so far; null before the first
     */
    public $cookie = null;

    /**
     * @var array<string, string>|null the trailers set so far; null before the first
     */
    public $trailer = null;

    /**
     * Empties {@see Response::$header}, {@see Response::$cookie} and {@see Response::$trailer}: all become [].
     *
     * @return bool false if the response was ended
     * @rust http::response_head
     */
    public function initHeader(): bool {}

    /**
     * Whether the response can still be sent: it is neither ended nor upgraded.
     */
    public function isWritable(): bool {}

    /**
     * Adds a cookie; the value is URL-encoded.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object the cookie's name
     * @param string $value '' deletes the cookie in the browser
     * @param int $expires a Unix time; 0 lets the cookie last as long as the browser runs
     * @param string $path the paths it is sent for
     * @param string $domain the domain it is sent for
     * @param bool $secure only over https
     * @param bool $httponly not readable by scripts of the page
     * @param string $samesite "Strict", "Lax", "None" or ''
     * @param string $priority "Low", "Medium", "High" or ''
     * @param bool $partitioned keep it apart for each site that embeds this one
     * @return bool false with a warning if the name or an option holds a forbidden character; false if the response was ended
     * @rust http::response_head
     */
    public function cookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '/', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false): bool {}

    /**
     * The same as {@see Response::cookie()}.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object the cookie's name
     * @param string $value '' deletes the cookie in the browser
     * @param int $expires a Unix time; 0 lets the cookie last as long as the browser runs
     * @param string $path the paths it is sent for
     * @param string $domain the domain it is sent for
     * @param bool $secure only over https
     * @param bool $httponly not readable by scripts of the page
     * @param string $samesite "Strict", "Lax", "None" or ''
     * @param string $priority "Low", "Medium", "High" or ''
     * @param bool $partitioned keep it apart for each site that embeds this one
     * @return bool false with a warning if the name or an option holds a forbidden character; false if the response was ended
     * @implementation-alias cookie
     */
    public function setCookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '/', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false): bool {}

    /**
     * Adds a cookie; the value is sent as it is.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object the cookie's name
     * @param string $value '' deletes the cookie in the browser
     * @param int $expires a Unix time; 0 lets the cookie last as long as the browser runs
     * @param string $path the paths it is sent for
     * @param string $domain the domain it is sent for
     * @param bool $secure only over https
     * @param bool $httponly not readable by scripts of the page
     * @param string $samesite "Strict", "Lax", "None" or ''
     * @param string $priority "Low", "Medium", "High" or ''
     * @param bool $partitioned keep it apart for each site that embeds this one
     * @return bool false with a warning if the name, the value or an option holds a forbidden character; false if the response was ended
     * @rust http::response_head
     */
    public function rawcookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '/', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false): bool {}

    /**
     * The same as {@see Response::rawcookie()}.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object the cookie's name
     * @param string $value '' deletes the cookie in the browser
     * @param int $expires a Unix time; 0 lets the cookie last as long as the browser runs
     * @param string $path the paths it is sent for
     * @param string $domain the domain it is sent for
     * @param bool $secure only over https
     * @param bool $httponly not readable by scripts of the page
     * @param string $samesite "Strict", "Lax", "None" or ''
     * @param string $priority "Low", "Medium", "High" or ''
     * @param bool $partitioned keep it apart for each site that embeds this one
     * @return bool false with a warning if the name, the value or an option holds a forbidden character; false if the response was ended
     * @implementation-alias rawcookie
     */
    public function setRawCookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '/', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false): bool {}

    /**
     * Sets the status; without a call it is 200.
     *
     * @param int $http_code for example 404
     * @param string $reason the phrase after the code; '' takes the usual one
     * @return bool false if the reason holds a line break or the response was ended
     * @rust http::response_head
     */
    public function status(int $http_code, string $reason = ''): bool {}

    /**
     * The same as {@see Response::status()}.
     *
     * @param int $http_code for example 404
     * @param string $reason the phrase after the code; '' takes the usual one
     * @return bool false if the reason holds a line break or the response was ended
     * @implementation-alias status
     */
    public function setStatusCode(int $http_code, string $reason = ''): bool {}

    /**
     * Sets a header; one of the same name is replaced.
     *
     * @param string $key the name, shorter than 128 bytes
     * @param array|string $value the value; a list sends the header once for each element
     * @param bool $format write the name as `X-Powered-By`: each part with a capital, the rest in lower case
     * @return bool false with a warning if name or value holds a line break or NUL; false if the response was ended
     * @rust http::response_head
     */
    public function header(string $key, array|string $value, bool $format = true): bool {}

    /**
     * The same as {@see Response::header()}.
     *
     * @param string $key the name, shorter than 128 bytes
     * @param array|string $value the value; a list sends the header once for each element
     * @param bool $format write the name as `X-Powered-By`: each part with a capital, the rest in lower case
     * @return bool false with a warning if name or value holds a line break or NUL; false if the response was ended
     * @implementation-alias header
     */
    public function setHeader(string $key, array|string $value, bool $format = true): bool {}

    /**
     * Sets a trailer: a header that follows a body sent with write().
     *
     * Over HTTP/1 trailers are announced in the head, so a new one has to be set before the first write(); they are sent
     * to clients that take them (`TE: trailers`).
     *
     * @param string $key the name, shorter than 128 bytes
     * @param string $value the value
     * @return bool false with a warning if name or value cannot be sent, or it is too late; false if the response was ended
     * @rust http::response_head
     */
    public function trailer(string $key, string $value): bool {}

    /**
     * Sends a WebSocket ping, or an HTTP/2 ping.
     *
     * @param string $data at most 125 bytes, over HTTP/2 the first eight (NUL bytes fill up); the peer's answer brings them back
     * @return bool false if the connection is closed or not a WebSocket, or $data is too long (the last error says which)
     * @rust http::websocket_methods
     */
    public function ping(string $data = ''): bool {}

    /**
     * Tells an HTTP/2 client to open no more streams.
     *
     * @param int $error_code 0 lets the requests there are be answered, another SWOOLE_HTTP2_ERROR_* constant ends them
     * @param string $debug_data a text for the client's log; 16,376 bytes of it are sent
     * @return bool false with a warning if the connection is not HTTP/2
     * @rust http::detached
     */
    public function goaway(int $error_code = SWOOLE_HTTP2_ERROR_NO_ERROR, string $debug_data = ''): bool {}

    /**
     * Sends a part of the body at once, the head before the first part. The body is sent in chunks; end() completes it.
     *
     * Suspends while the client does not take what was sent.
     *
     * @param string $content not empty
     * @return bool false with a warning if $content is empty; false if the response was ended or the client is gone
     */
    public function write(string $content): bool {}

    /**
     * Sends the response, or after write() its last part. Nothing can be sent afterwards.
     *
     * Suspends while the client does not take what was sent.
     *
     * @param string|null $content the body
     * @return bool false if the response was ended before or the client is gone
     */
    public function end(?string $content = null): bool {}

    /**
     * Ends the response with a file. The kernel sends it: it takes no memory, whatever its size.
     *
     * Content-Type is that of the file's extension unless it was set. Suspends while the client does not take what was
     * sent.
     *
     * @param string $filename a regular file
     * @param int $offset the first byte to send
     * @param int $length how many to send; 0 is all of the rest
     * @return bool false with a warning if the file cannot be sent, then the response can still be used; false if the
     *  response was ended before or the client is gone
     * @rust http::sendfile
     */
    public function sendfile(string $filename, int $offset = 0, int $length = 0): bool {}

    /**
     * Sends the client to another address and ends the response.
     *
     * @param string $location the address
     * @param int $http_code 302: for this once; 301: for good
     * @return bool false if the address holds a line break or the response was ended
     */
    public function redirect(string $location, int $http_code = 302): bool {}

    /**
     * Gives the response away: nothing is sent when the object goes, and its methods return false. The connection ends
     * with the object.
     *
     * @return bool false if the response was ended
     * @rust http::detached
     */
    public function detach(): bool {}

    /**
     * Makes a response over a socket: to the request of a response that was detached, for the socket of that one; or to a
     * request that the script has read itself, for a connected stream socket of its own, which it goes on reading from
     * afterwards. With the Request that it has parsed, the answer is as this one asks: HEAD, HTTP/1.0, `Connection: close`,
     * compression, trailers, upgrade().
     *
     * @param object|array|int $server the socket, or a list of it and a Request
     * @param int $fd the connection
     * @return \Swoole\Http\Response|false false with a warning
     * @throws \Swoole\Exception if the first argument is neither an object nor an array
     * @rust http::detached
     */
    public static function create(object|array|int $server = -1, int $fd = -1): Response|false {}

    /**
     * Answers a WebSocket handshake. Afterwards the object is the WebSocket: recv(), push(), ping(), disconnect(), close().
     *
     * A request that is no valid handshake is refused with status 400 or 426 and the response ended.
     *
     * @return bool false if the handshake was refused or the response was ended
     * @rust http::websocket_upgrade
     */
    public function upgrade(): bool {}

    /**
     * Sends a WebSocket frame. Any coroutine may do so, also several at once.
     *
     * Suspends while the peer does not take what was sent before: when more than the server's setting `socket_buffer_size`
     * would wait for it, for at most `websocket_push_timeout`. Then nothing of this frame was sent.
     *
     * @param \Swoole\WebSocket\Frame|string $data the payload, or a frame; with a frame the other arguments are ignored
     * @param int $opcode the kind of frame, a SWOOLE_WEBSOCKET_OPCODE_* or WEBSOCKET_OPCODE_* constant
     * @param int $flags SWOOLE_WEBSOCKET_FLAG_* bits; 0 or false says that more frames of this message follow, true is SWOOLE_WEBSOCKET_FLAG_FIN
     * @return bool false if the connection is closed, the peer is too far behind or the frame is not allowed: {@see swoole_last_error()} is 110
     *  when the time was up, {@see SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW} if there was none to wait
     * @rust http::websocket_methods
     */
    public function push(Frame|string $data, int $opcode = SWOOLE_WEBSOCKET_OPCODE_TEXT, int $flags = SWOOLE_WEBSOCKET_FLAG_FIN): bool {}

    /**
     * Waits for the next WebSocket message. Pings are answered and fragments put together meanwhile.
     *
     * One coroutine at a time may wait in recv().
     *
     * @param float $timeout the longest wait in seconds; 0 is the option `socket_read_timeout` (60 seconds), less waits for ever
     * @return \Swoole\WebSocket\Frame|string|false the message; '' when the peer closed the connection;
     *  false on an error, then {@see swoole_last_error()} says which: 110 when the time was up, 9 after close()
     * @rust http::websocket_methods
     */
    public function recv(float $timeout = 0): Frame|string|false {}

    /**
     * The bytes that were pushed to a WebSocket's peer and not sent yet, because it does not read as fast.
     *
     * At the server's setting `socket_buffer_size` push() begins to wait. Not in Swoole: an extension of this implementation.
     *
     * @return int|false 0 when the peer has kept up; false if the connection is no WebSocket
     * @rust http::websocket_methods
     */
    public function getQueuedBytes(): int|false {}

    /**
     * Closes the connection. A WebSocket's peer is sent a close frame first.
     *
     * @return bool false if it was closed before
     * @rust http::websocket_methods
     */
    public function close(): bool {}

    /**
     * Closes a WebSocket with a code and a reason of your own.
     *
     * @param int $code why, a SWOOLE_WEBSOCKET_CLOSE_* constant or one of 3000 to 4999
     * @param string $reason at most 123 bytes of UTF-8
     * @return bool false if the code or reason is not allowed, or the connection is closed or not a WebSocket
     * @rust http::websocket_methods
     */
    public function disconnect(int $code = SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = ''): bool {}
}

/**
 * A cookie to set, built step by step: for {@see Response::cookie()}.
 *
 * @rust http::cookie_class
 * @state CookieState
 * @not-serializable
 */
class Cookie
{
    /**
     * @param bool $encode URL-encode the value
     */
    public function __construct(bool $encode = true) {}

    /**
     * Sets the name.
     *
     * @param string $name without "=", separators and white space
     * @return \Swoole\Http\Cookie this object
     */
    public function withName(string $name): Cookie {}

    /**
     * Sets the value.
     *
     * @param string $value '' deletes the cookie in the browser
     * @return \Swoole\Http\Cookie this object
     */
    public function withValue(string $value = ''): Cookie {}

    /**
     * Sets when it expires.
     *
     * @param int $expires a Unix time; 0 lets the cookie last as long as the browser runs
     * @return \Swoole\Http\Cookie this object
     */
    public function withExpires(int $expires = 0): Cookie {}

    /**
     * Sets the paths it is sent for.
     *
     * @param string $path the beginning of them
     * @return \Swoole\Http\Cookie this object
     */
    public function withPath(string $path = '/'): Cookie {}

    /**
     * Sets the domain it is sent for.
     *
     * @param string $domain with its subdomains
     * @return \Swoole\Http\Cookie this object
     */
    public function withDomain(string $domain = ''): Cookie {}

    /**
     * Sets whether it is sent over https only.
     *
     * @param bool $secure only over https
     * @return \Swoole\Http\Cookie this object
     */
    public function withSecure(bool $secure = false): Cookie {}

    /**
     * Sets whether scripts of the page may read it.
     *
     * @param bool $httpOnly they may not
     * @return \Swoole\Http\Cookie this object
     */
    public function withHttpOnly(bool $httpOnly = false): Cookie {}

    /**
     * Sets whether it is sent with requests from other sites.
     *
     * @param string $sameSite "Strict", "Lax", "None" or ''
     * @return \Swoole\Http\Cookie this object
     */
    public function withSameSite(string $sameSite = ''): Cookie {}

    /**
     * Sets which cookies a browser drops first.
     *
     * @param string $priority "Low", "Medium", "High" or ''
     * @return \Swoole\Http\Cookie this object
     */
    public function withPriority(string $priority = ''): Cookie {}

    /**
     * Sets whether it is kept apart for each site that embeds this one.
     *
     * @param bool $partitioned keep it apart
     * @return \Swoole\Http\Cookie this object
     */
    public function withPartitioned(bool $partitioned = false): Cookie {}

    /**
     * The value of the Set-Cookie header.
     *
     * @return string|false false with a warning if a part cannot be sent; the cookie is emptied then
     */
    public function toString(): string|false {}

    /**
     * All parts by name.
     */
    public function toArray(): array {}

    /**
     * Makes it a new cookie whose value is encoded.
     */
    public function reset(): void {}
}
