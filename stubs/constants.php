<?php

/*
 * The constants of the extension: name, value, meaning.
 *
 * Like every file in this directory it serves IDEs and static analysers, and build.rs turns it into what
 * the extension registers. Codes below 500 are the operating system's errno values and have no constant here.
 */

// ---- Version

/** The version of Swoole's API this extension speaks, as "MAJOR.MINOR.RELEASE". */
const SWOOLE_VERSION = '6.2.1';

/** {@see SWOOLE_VERSION} as one comparable number: MAJOR * 10000 + MINOR * 100 + RELEASE. */
const SWOOLE_VERSION_ID = 60201;

/** The first number of {@see SWOOLE_VERSION}. */
const SWOOLE_MAJOR_VERSION = 6;

/** The second number of {@see SWOOLE_VERSION}. */
const SWOOLE_MINOR_VERSION = 2;

/** The third number of {@see SWOOLE_VERSION}. */
const SWOOLE_RELEASE_VERSION = 1;

/** What follows the numbers of {@see SWOOLE_VERSION}, for example "-dev"; empty for a release. */
const SWOOLE_EXTRA_VERSION = '';

// ---- Kinds of number for swoole_strerror()

/** For {@see swoole_strerror()}: the number is the operating system's errno (Swoole's own codes are recognised too). */
const SWOOLE_STRERROR_SYSTEM = 0;

/** For {@see swoole_strerror()}: the number is an EAI_* code of getaddrinfo(). */
const SWOOLE_STRERROR_GAI = 1;

/** For {@see swoole_strerror()}: the number is an error of the DNS resolver. */
const SWOOLE_STRERROR_DNS = 2;

/** For {@see swoole_strerror()}: the number is a SWOOLE_ERROR_* code. */
const SWOOLE_STRERROR_SWOOLE = 9;

// ---- Error codes, as swoole_last_error() returns them

/** Memory could not be allocated. */
const SWOOLE_ERROR_MALLOC_FAIL = 501;

/** A system call failed. */
const SWOOLE_ERROR_SYSTEM_CALL_FAIL = 502;

/** A warning of the kind that reports wrong use was raised. */
const SWOOLE_ERROR_PHP_FATAL_ERROR = 503;

/** A name is longer than allowed. */
const SWOOLE_ERROR_NAME_TOO_LONG = 504;

/** A parameter has no usable value. */
const SWOOLE_ERROR_INVALID_PARAMS = 505;

/** A queue is full. */
const SWOOLE_ERROR_QUEUE_FULL = 506;

/** The operation is not supported here. */
const SWOOLE_ERROR_OPERATION_NOT_SUPPORT = 507;

/** The peer broke the rules of the protocol. */
const SWOOLE_ERROR_PROTOCOL_ERROR = 508;

/** The operation makes no sense in this state. */
const SWOOLE_ERROR_WRONG_OPERATION = 509;

/** A warning of the kind that reports refused input was raised. */
const SWOOLE_ERROR_PHP_RUNTIME_NOTICE = 510;

/** Used by tests only. */
const SWOOLE_ERROR_FOR_TEST = 511;

/** There is nothing to send. */
const SWOOLE_ERROR_NO_PAYLOAD = 550;

/** The behaviour is undefined. */
const SWOOLE_ERROR_UNDEFINED_BEHAVIOR = 600;

/** The operation is not safe with threads. */
const SWOOLE_ERROR_NOT_THREAD_SAFETY = 601;

/** The file does not exist. */
const SWOOLE_ERROR_FILE_NOT_EXIST = 700;

/** The file is too large. */
const SWOOLE_ERROR_FILE_TOO_LARGE = 701;

/** The file is empty. */
const SWOOLE_ERROR_FILE_EMPTY = 702;

/** The directory does not exist. */
const SWOOLE_ERROR_DIR_NOT_EXIST = 703;

/** The same DNS request is already under way. */
const SWOOLE_ERROR_DNSLOOKUP_DUPLICATE_REQUEST = 710;

/** The name could not be resolved. */
const SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED = 711;

/** The name could not be resolved in time. */
const SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT = 712;

/** This kind of DNS request is not supported. */
const SWOOLE_ERROR_DNSLOOKUP_UNSUPPORTED = 713;

/** There is no DNS server to ask. */
const SWOOLE_ERROR_DNSLOOKUP_NO_SERVER = 714;

/** Not a valid IPv6 address. */
const SWOOLE_ERROR_BAD_IPV6_ADDRESS = 720;

/** Nothing is registered for this signal. */
const SWOOLE_ERROR_UNREGISTERED_SIGNAL = 721;

/** Not a usable host address; code of the exception thrown by a server's constructor. */
const SWOOLE_ERROR_BAD_HOST_ADDR = 722;

/** Not a usable port number; code of the exception thrown by a server's constructor. */
const SWOOLE_ERROR_BAD_PORT = 723;

/** Not a usable socket type. */
const SWOOLE_ERROR_BAD_SOCKET_TYPE = 724;

/** A descriptor could not be removed from the event loop. */
const SWOOLE_ERROR_EVENT_REMOVE_FAILED = 800;

/** A descriptor could not be added to the event loop. */
const SWOOLE_ERROR_EVENT_ADD_FAILED = 801;

/** A descriptor's events could not be changed. */
const SWOOLE_ERROR_EVENT_UPDATE_FAILED = 802;

/** The event loop reported something unknown. */
const SWOOLE_ERROR_EVENT_UNKNOWN_DATA = 803;

/** The connection was closed by this side. */
const SWOOLE_ERROR_SESSION_CLOSED_BY_SERVER = 1001;

/** The connection was closed by the client. */
const SWOOLE_ERROR_SESSION_CLOSED_BY_CLIENT = 1002;

/** The connection is being closed. */
const SWOOLE_ERROR_SESSION_CLOSING = 1003;

/** The connection is closed. */
const SWOOLE_ERROR_SESSION_CLOSED = 1004;

/** There is no such connection. */
const SWOOLE_ERROR_SESSION_NOT_EXIST = 1005;

/** Not a valid connection id. */
const SWOOLE_ERROR_SESSION_INVALID_ID = 1006;

/** Data that came too late was thrown away. */
const SWOOLE_ERROR_SESSION_DISCARD_TIMEOUT_DATA = 1007;

/** Data for a closed connection was thrown away. */
const SWOOLE_ERROR_SESSION_DISCARD_DATA = 1008;

/** The output buffer is full. */
const SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW = 1009;

/** Sending has to wait for the peer. */
const SWOOLE_ERROR_OUTPUT_SEND_YIELD = 1010;

/** TLS is not ready yet. */
const SWOOLE_ERROR_SSL_NOT_READY = 1011;

/** A file cannot be sent this way over TLS. */
const SWOOLE_ERROR_SSL_CANNOT_USE_SENFILE = 1012;

/** The peer sent no certificate. */
const SWOOLE_ERROR_SSL_EMPTY_PEER_CERTIFICATE = 1013;

/** The peer's certificate could not be verified. */
const SWOOLE_ERROR_SSL_VERIFY_FAILED = 1014;

/** The client does not speak TLS as it should. */
const SWOOLE_ERROR_SSL_BAD_CLIENT = 1015;

/** The TLS protocol was violated. */
const SWOOLE_ERROR_SSL_BAD_PROTOCOL = 1016;

/** The peer reset the TLS connection. */
const SWOOLE_ERROR_SSL_RESET = 1017;

/** The TLS handshake failed. */
const SWOOLE_ERROR_SSL_HANDSHAKE_FAILED = 1018;

/** The TLS context could not be created, for example because of a bad certificate file. */
const SWOOLE_ERROR_SSL_CREATE_CONTEXT_FAILED = 1019;

/** The TLS session could not be created. */
const SWOOLE_ERROR_SSL_CREATE_SESSION_FAILED = 1020;

/** A frame, message or request is larger than `package_max_length`. */
const SWOOLE_ERROR_PACKAGE_LENGTH_TOO_LARGE = 1201;

/** The length of a frame could not be determined. */
const SWOOLE_ERROR_PACKAGE_LENGTH_NOT_FOUND = 1202;

/** The data is longer than allowed. */
const SWOOLE_ERROR_DATA_LENGTH_TOO_LARGE = 1203;

/** The data is malformed. */
const SWOOLE_ERROR_PACKAGE_MALFORMED_DATA = 1204;

/** The task's data is too large. */
const SWOOLE_ERROR_TASK_PACKAGE_TOO_BIG = 2001;

/** The task could not be handed out. */
const SWOOLE_ERROR_TASK_DISPATCH_FAIL = 2002;

/** The task did not finish in time. */
const SWOOLE_ERROR_TASK_TIMEOUT = 2003;

/** HTTP/2: the stream id is too large. */
const SWOOLE_ERROR_HTTP2_STREAM_ID_TOO_BIG = 3001;

/** HTTP/2: the stream has no headers. */
const SWOOLE_ERROR_HTTP2_STREAM_NO_HEADER = 3002;

/** HTTP/2: there is no such stream. */
const SWOOLE_ERROR_HTTP2_STREAM_NOT_FOUND = 3003;

/** HTTP/2: the stream is ignored. */
const SWOOLE_ERROR_HTTP2_STREAM_IGNORE = 3004;

/** HTTP/2: a control frame could not be sent. */
const SWOOLE_ERROR_HTTP2_SEND_CONTROL_FRAME_FAILED = 3005;

/** HTTP/2: internal error. */
const SWOOLE_ERROR_HTTP2_INTERNAL_ERROR = 3006;

/** A background job was malformed. */
const SWOOLE_ERROR_AIO_BAD_REQUEST = 4001;

/** A background job was cancelled. */
const SWOOLE_ERROR_AIO_CANCELED = 4002;

/** A background job did not finish in time. */
const SWOOLE_ERROR_AIO_TIMEOUT = 4003;

/** The client is not connected. */
const SWOOLE_ERROR_CLIENT_NO_CONNECTION = 5001;

/** The socket is closed. */
const SWOOLE_ERROR_SOCKET_CLOSED = 6001;

/** Waiting for the socket took too long. */
const SWOOLE_ERROR_SOCKET_POLL_TIMEOUT = 6002;

/** There is no such socket. */
const SWOOLE_ERROR_SOCKET_NOT_EXISTS = 6003;

/** SOCKS5: version not supported. */
const SWOOLE_ERROR_SOCKS5_UNSUPPORT_VERSION = 7001;

/** SOCKS5: method not supported. */
const SWOOLE_ERROR_SOCKS5_UNSUPPORT_METHOD = 7002;

/** SOCKS5: authentication failed. */
const SWOOLE_ERROR_SOCKS5_AUTH_FAILED = 7003;

/** SOCKS5: error of the proxy. */
const SWOOLE_ERROR_SOCKS5_SERVER_ERROR = 7004;

/** SOCKS5: the handshake failed. */
const SWOOLE_ERROR_SOCKS5_HANDSHAKE_FAILED = 7005;

/** SOCKS5: the proxy could not connect. */
const SWOOLE_ERROR_SOCKS5_CONNECT_FAILED = 7006;

/** HTTP proxy: error in the handshake. */
const SWOOLE_ERROR_HTTP_PROXY_HANDSHAKE_ERROR = 7101;

/** Not valid HTTP. */
const SWOOLE_ERROR_HTTP_INVALID_PROTOCOL = 7102;

/** HTTP proxy: the handshake failed. */
const SWOOLE_ERROR_HTTP_PROXY_HANDSHAKE_FAILED = 7103;

/** HTTP proxy: bad response. */
const SWOOLE_ERROR_HTTP_PROXY_BAD_RESPONSE = 7104;

/** A header set by the application contradicts what is sent and was left out. */
const SWOOLE_ERROR_HTTP_CONFLICT_HEADER = 7105;

/** The response is already ended, upgraded or closed. */
const SWOOLE_ERROR_HTTP_CONTEXT_UNAVAILABLE = 7106;

/** The cookie object was not initialised. */
const SWOOLE_ERROR_HTTP_COOKIE_UNAVAILABLE = 7107;

/** WebSocket: the client does not behave as it should. */
const SWOOLE_ERROR_WEBSOCKET_BAD_CLIENT = 8501;

/** WebSocket: not a usable opcode. */
const SWOOLE_ERROR_WEBSOCKET_BAD_OPCODE = 8502;

/** WebSocket: the connection is not a WebSocket. */
const SWOOLE_ERROR_WEBSOCKET_UNCONNECTED = 8503;

/** WebSocket: the handshake failed. */
const SWOOLE_ERROR_WEBSOCKET_HANDSHAKE_FAILED = 8504;

/** WebSocket: the frame could not be built, for example a control frame of more than 125 bytes. */
const SWOOLE_ERROR_WEBSOCKET_PACK_FAILED = 8505;

/** WebSocket: the frame could not be read. */
const SWOOLE_ERROR_WEBSOCKET_UNPACK_FAILED = 8506;

/** WebSocket: the frame is incomplete. */
const SWOOLE_ERROR_WEBSOCKET_INCOMPLETE_PACKET = 8507;

/** The server must be created before the client. */
const SWOOLE_ERROR_SERVER_MUST_CREATED_BEFORE_CLIENT = 9001;

/** The server has too many sockets. */
const SWOOLE_ERROR_SERVER_TOO_MANY_SOCKET = 9002;

/** The worker process was terminated. */
const SWOOLE_ERROR_SERVER_WORKER_TERMINATED = 9003;

/** Not a usable port to listen on. */
const SWOOLE_ERROR_SERVER_INVALID_LISTEN_PORT = 9004;

/** Too many ports to listen on. */
const SWOOLE_ERROR_SERVER_TOO_MANY_LISTEN_PORT = 9005;

/** The pipe's buffer is full. */
const SWOOLE_ERROR_SERVER_PIPE_BUFFER_FULL = 9006;

/** No worker is idle. */
const SWOOLE_ERROR_SERVER_NO_IDLE_WORKER = 9007;

/** Only one server can be started. */
const SWOOLE_ERROR_SERVER_ONLY_START_ONE = 9008;

/** The master process cannot send. */
const SWOOLE_ERROR_SERVER_SEND_IN_MASTER = 9009;

/** The server got an invalid request. */
const SWOOLE_ERROR_SERVER_INVALID_REQUEST = 9010;

/** The server could not connect. */
const SWOOLE_ERROR_SERVER_CONNECT_FAIL = 9011;

/** Not a command the server knows. */
const SWOOLE_ERROR_SERVER_INVALID_COMMAND = 9012;

/** Not a regular file. */
const SWOOLE_ERROR_SERVER_IS_NOT_REGULAR_FILE = 9013;

/** Sending to the worker took too long. */
const SWOOLE_ERROR_SERVER_SEND_TO_WOKER_TIMEOUT = 9014;

/** Not a usable callback. */
const SWOOLE_ERROR_SERVER_INVALID_CALLBACK = 9015;

/** The thread has nothing to do with the server. */
const SWOOLE_ERROR_SERVER_UNRELATED_THREAD = 9016;

/** The worker did not exit in time. */
const SWOOLE_ERROR_SERVER_WORKER_EXIT_TIMEOUT = 9101;

/** The worker's pipe delivered damaged data. */
const SWOOLE_ERROR_SERVER_WORKER_ABNORMAL_PIPE_DATA = 9102;

/** The worker left data unprocessed. */
const SWOOLE_ERROR_SERVER_WORKER_UNPROCESSED_DATA = 9103;

/** A coroutine API was called outside a coroutine. */
const SWOOLE_ERROR_CO_OUT_OF_COROUTINE = 10001;

/** Another coroutine is already waiting on the same object. */
const SWOOLE_ERROR_CO_HAS_BEEN_BOUND = 10002;

/** The object a coroutine waits on was destroyed. */
const SWOOLE_ERROR_CO_HAS_BEEN_DISCARDED = 10003;

/** The mutex is not locked. */
const SWOOLE_ERROR_CO_MUTEX_DOUBLE_UNLOCK = 10004;

/** The object is locked. */
const SWOOLE_ERROR_CO_BLOCK_OBJECT_LOCKED = 10005;

/** A coroutine waits on the object. */
const SWOOLE_ERROR_CO_BLOCK_OBJECT_WAITING = 10006;

/** The coroutine could not be suspended. */
const SWOOLE_ERROR_CO_YIELD_FAILED = 10007;

/** The coroutine's context could not be read. */
const SWOOLE_ERROR_CO_GETCONTEXT_FAILED = 10008;

/** The coroutine's context could not be switched. */
const SWOOLE_ERROR_CO_SWAPCONTEXT_FAILED = 10009;

/** The coroutine's context could not be made. */
const SWOOLE_ERROR_CO_MAKECONTEXT_FAILED = 10010;

/** The completion port could not be initialised. */
const SWOOLE_ERROR_CO_IOCPINIT_FAILED = 10011;

/** The coroutine's stack could not be protected. */
const SWOOLE_ERROR_CO_PROTECT_STACK_FAILED = 10012;

/** The thread library is not linked as it should be. */
const SWOOLE_ERROR_CO_STD_THREAD_LINK_ERROR = 10013;

/** Coroutines are disabled with more than one thread. */
const SWOOLE_ERROR_CO_DISABLED_MULTI_THREAD = 10014;

/** The coroutine cannot be cancelled in its present state. */
const SWOOLE_ERROR_CO_CANNOT_CANCEL = 10015;

/** There is no such coroutine. */
const SWOOLE_ERROR_CO_NOT_EXISTS = 10016;

/** The coroutine was cancelled while it waited. */
const SWOOLE_ERROR_CO_CANCELED = 10017;

/** The time was up while the coroutine waited. */
const SWOOLE_ERROR_CO_TIMEDOUT = 10018;

/** The socket is being closed while another coroutine waits on it. */
const SWOOLE_ERROR_CO_SOCKET_CLOSE_WAIT = 10019;

// ---- Logging

/** Log level: everything, including what only the extension's developers need. */
const SWOOLE_LOG_DEBUG = 0;

/** Log level: the course of each operation. */
const SWOOLE_LOG_TRACE = 1;

/** Log level: normal events. */
const SWOOLE_LOG_INFO = 2;

/** Log level: normal but noteworthy events. */
const SWOOLE_LOG_NOTICE = 3;

/** Log level: something went wrong and was dealt with, such as a refused handshake or a dropped peer. */
const SWOOLE_LOG_WARNING = 4;

/** Log level: something went wrong and an operation was lost. */
const SWOOLE_LOG_ERROR = 5;

/** Log level: nothing at all. */
const SWOOLE_LOG_NONE = 6;

/** Option `log_rotation`: one log file for ever. */
const SWOOLE_LOG_ROTATION_SINGLE = 0;

/** Option `log_rotation`: a new log file each month. */
const SWOOLE_LOG_ROTATION_MONTHLY = 1;

/** Option `log_rotation`: a new log file each day. */
const SWOOLE_LOG_ROTATION_DAILY = 2;

/** Option `log_rotation`: a new log file each hour. */
const SWOOLE_LOG_ROTATION_HOURLY = 3;

/** Option `log_rotation`: a new log file each minute. */
const SWOOLE_LOG_ROTATION_EVERY_MINUTE = 4;

// ---- Coroutines

/** How many coroutines may exist at once unless the option `max_coroutine` says otherwise. */
const SWOOLE_DEFAULT_MAX_CORO_NUM = 100000;

/** The highest value of the option `max_coroutine`. */
const SWOOLE_CORO_MAX_NUM_LIMIT = 9223372036854775807;

/** Coroutine state: created, not yet started. */
const SWOOLE_CORO_INIT = 0;

/** Coroutine state: suspended. */
const SWOOLE_CORO_WAITING = 1;

/** Coroutine state: running. */
const SWOOLE_CORO_RUNNING = 2;

/** Coroutine state: ended. */
const SWOOLE_CORO_END = 3;

// ---- exit() inside a coroutine

/** Flag of {@see \Swoole\ExitException::getFlags()}: `exit` was called inside a coroutine. */
const SWOOLE_EXIT_IN_COROUTINE = 2;

/** Flag of {@see \Swoole\ExitException::getFlags()}: `exit` was called inside a started server. */
const SWOOLE_EXIT_IN_SERVER = 4;

// ---- Channels

/** {@see \Swoole\Coroutine\Channel::$errCode}: no operation has failed yet. */
const SWOOLE_CHANNEL_OK = 0;

/** {@see \Swoole\Coroutine\Channel::$errCode}: the time was up before the operation could be done. */
const SWOOLE_CHANNEL_TIMEOUT = -1;

/** {@see \Swoole\Coroutine\Channel::$errCode}: the channel is closed. */
const SWOOLE_CHANNEL_CLOSED = -2;

/** {@see \Swoole\Coroutine\Channel::$errCode}: the waiting coroutine was cancelled. */
const SWOOLE_CHANNEL_CANCELED = -3;

// ---- Runtime hooks, see Swoole\Runtime

/** Socket type flag: with TLS. */
const SWOOLE_SSL = 512;

/** Bit of the setting `ssl_protocols`: SSL 2.0, which is not available. */
const SWOOLE_SSL_SSLv2 = 2;

/** Bit of the setting `ssl_protocols`: TLS 1.0, which is not available. */
const SWOOLE_SSL_TLSv1 = 8;

/** Bit of the setting `ssl_protocols`: TLS 1.1, which is not available. */
const SWOOLE_SSL_TLSv1_1 = 16;

/** Bit of the setting `ssl_protocols`: TLS 1.2. */
const SWOOLE_SSL_TLSv1_2 = 32;

/** Bit of the setting `ssl_protocols`: TLS 1.3. */
const SWOOLE_SSL_TLSv1_3 = 64;

/** Bit of the setting `ssl_protocols`: TLS over UDP, which is not available. */
const SWOOLE_SSL_DTLS = 128;

/** Bit of the option `hook_flags`: `tcp://` streams. */
const SWOOLE_HOOK_TCP = 2;

/** Bit of the option `hook_flags`: `udp://` streams. */
const SWOOLE_HOOK_UDP = 4;

/** Bit of the option `hook_flags`: `unix://` streams. */
const SWOOLE_HOOK_UNIX = 8;

/** Bit of the option `hook_flags`: `udg://` streams. */
const SWOOLE_HOOK_UDG = 16;

/** Bit of the option `hook_flags`: `ssl://` streams. */
const SWOOLE_HOOK_SSL = 32;

/** Bit of the option `hook_flags`: `tls://` streams. */
const SWOOLE_HOOK_TLS = 64;

/** Bit of the option `hook_flags`: stream_select() and stream_socket_pair(). */
const SWOOLE_HOOK_STREAM_FUNCTION = 128;

/** Bit of the option `hook_flags`: the same as {@see SWOOLE_HOOK_STREAM_FUNCTION}. */
const SWOOLE_HOOK_STREAM_SELECT = 128;

/** Bit of the option `hook_flags`: plain files. */
const SWOOLE_HOOK_FILE = 256;

/** Bit of the option `hook_flags`: standard input and output, pipes. */
const SWOOLE_HOOK_STDIO = 32768;

/** Bit of the option `hook_flags`: sleep(), usleep(), time_nanosleep(), time_sleep_until(). */
const SWOOLE_HOOK_SLEEP = 512;

/** Bit of the option `hook_flags`: proc_open() and its family. */
const SWOOLE_HOOK_PROC = 1024;

/** Bit of the option `hook_flags`: curl, by an emulation in PHP. */
const SWOOLE_HOOK_CURL = 2048;

/** Bit of the option `hook_flags`: curl, the real one. */
const SWOOLE_HOOK_NATIVE_CURL = 4096;

/** Bit of the option `hook_flags`: the functions of the sockets extension. */
const SWOOLE_HOOK_SOCKETS = 16384;

/** Bit of the option `hook_flags`: gethostbyname(), mail(), dns_get_record() and their family. */
const SWOOLE_HOOK_NET_FUNCTION = 2097152;

/** Bit of the option `hook_flags`: MongoDB\Client. */
const SWOOLE_HOOK_MONGODB = 4194304;

/** All bits of the option `hook_flags` that are meant to be used together. */
const SWOOLE_HOOK_ALL = 2143287295;

// ---- WebSocket

/** State of a WebSocket connection: connected, no handshake yet. */
const SWOOLE_WEBSOCKET_STATUS_CONNECTION = 1;

/** State of a WebSocket connection: the handshake is under way. */
const SWOOLE_WEBSOCKET_STATUS_HANDSHAKE = 2;

/** State of a WebSocket connection: frames can be sent and received. */
const SWOOLE_WEBSOCKET_STATUS_ACTIVE = 3;

/** State of a WebSocket connection: a close frame was sent or received. */
const SWOOLE_WEBSOCKET_STATUS_CLOSING = 4;

/** WebSocket frame type (RFC 6455, 5.2): continues a fragmented message. */
const SWOOLE_WEBSOCKET_OPCODE_CONTINUATION = 0;

/** WebSocket frame type (RFC 6455, 5.2): text, UTF-8. */
const SWOOLE_WEBSOCKET_OPCODE_TEXT = 1;

/** WebSocket frame type (RFC 6455, 5.2): binary data. */
const SWOOLE_WEBSOCKET_OPCODE_BINARY = 2;

/** WebSocket frame type (RFC 6455, 5.2): close. */
const SWOOLE_WEBSOCKET_OPCODE_CLOSE = 8;

/** WebSocket frame type (RFC 6455, 5.2): ping. */
const SWOOLE_WEBSOCKET_OPCODE_PING = 9;

/** WebSocket frame type (RFC 6455, 5.2): pong. */
const SWOOLE_WEBSOCKET_OPCODE_PONG = 10;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: the last (or only) frame of a message. */
const SWOOLE_WEBSOCKET_FLAG_FIN = 1;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: the frame's RSV1 bit is set, as it is on a compressed message. */
const SWOOLE_WEBSOCKET_FLAG_RSV1 = 4;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: the frame's RSV2 bit is set. */
const SWOOLE_WEBSOCKET_FLAG_RSV2 = 8;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: the frame's RSV3 bit is set. */
const SWOOLE_WEBSOCKET_FLAG_RSV3 = 16;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: the payload is or was masked, as it is on everything a client sends. */
const SWOOLE_WEBSOCKET_FLAG_MASK = 32;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: compress the payload if permessage-deflate was negotiated, however short. */
const SWOOLE_WEBSOCKET_FLAG_COMPRESS = 2;

/** Bit of {@see \Swoole\WebSocket\Frame::$flags}: do not compress this one. Not in Swoole: an extension of this implementation. */
const SWOOLE_WEBSOCKET_FLAG_NO_COMPRESS = 64;

/** WebSocket close code (RFC 6455, 7.4.1): normal end. */
const SWOOLE_WEBSOCKET_CLOSE_NORMAL = 1000;

/** WebSocket close code (RFC 6455, 7.4.1): one side goes away, for example the server shuts down or the page is left. */
const SWOOLE_WEBSOCKET_CLOSE_GOING_AWAY = 1001;

/** WebSocket close code (RFC 6455, 7.4.1): the protocol was violated. */
const SWOOLE_WEBSOCKET_CLOSE_PROTOCOL_ERROR = 1002;

/** WebSocket close code (RFC 6455, 7.4.1): a kind of data that cannot be accepted. */
const SWOOLE_WEBSOCKET_CLOSE_DATA_ERROR = 1003;

/** WebSocket close code (RFC 6455, 7.4.1): the close frame carried no code; never sent. */
const SWOOLE_WEBSOCKET_CLOSE_STATUS_ERROR = 1005;

/** WebSocket close code (RFC 6455, 7.4.1): the connection ended without a close frame; never sent. */
const SWOOLE_WEBSOCKET_CLOSE_ABNORMAL = 1006;

/** WebSocket close code (RFC 6455, 7.4.1): the data does not fit the message's type, for example text that is not UTF-8. */
const SWOOLE_WEBSOCKET_CLOSE_MESSAGE_ERROR = 1007;

/** WebSocket close code (RFC 6455, 7.4.1): the message breaks a policy. */
const SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR = 1008;

/** WebSocket close code (RFC 6455, 7.4.1): the message is too big. */
const SWOOLE_WEBSOCKET_CLOSE_MESSAGE_TOO_BIG = 1009;

/** WebSocket close code (RFC 6455, 7.4.1): the client expected an extension the server did not negotiate. */
const SWOOLE_WEBSOCKET_CLOSE_EXTENSION_MISSING = 1010;

/** WebSocket close code (RFC 6455, 7.4.1): the server met an unexpected condition. */
const SWOOLE_WEBSOCKET_CLOSE_SERVER_ERROR = 1011;

/** WebSocket close code (RFC 6455, 7.4.1): the service restarts. */
const SWOOLE_WEBSOCKET_CLOSE_CLOSE_SERVICE_RESTART = 1012;

/** WebSocket close code (RFC 6455, 7.4.1): try again later. */
const SWOOLE_WEBSOCKET_CLOSE_TRY_AGAIN_LATER = 1013;

/** WebSocket close code (RFC 6455, 7.4.1): bad gateway. */
const SWOOLE_WEBSOCKET_CLOSE_BAD_GATEWAY = 1014;

/** WebSocket close code (RFC 6455, 7.4.1): the TLS handshake failed; never sent. */
const SWOOLE_WEBSOCKET_CLOSE_TLS = 1015;

// ---- WebSocket, the older names

/** State of a WebSocket connection: connected, no handshake yet. */
const WEBSOCKET_STATUS_CONNECTION = 1;

/** State of a WebSocket connection: the handshake is under way. */
const WEBSOCKET_STATUS_HANDSHAKE = 2;

/** State of a WebSocket connection: the same as {@see WEBSOCKET_STATUS_ACTIVE}. */
const WEBSOCKET_STATUS_FRAME = 3;

/** State of a WebSocket connection: frames can be sent and received. */
const WEBSOCKET_STATUS_ACTIVE = 3;

/** State of a WebSocket connection: a close frame was sent or received. */
const WEBSOCKET_STATUS_CLOSING = 4;

/** State of a WebSocket connection: the handshake failed. */
const WEBSOCKET_STATUS_HANDSHAKE_FAILED = 5;

/** WebSocket frame type (RFC 6455, 5.2): continues a fragmented message. */
const WEBSOCKET_OPCODE_CONTINUATION = 0;

/** WebSocket frame type (RFC 6455, 5.2): text, UTF-8. */
const WEBSOCKET_OPCODE_TEXT = 1;

/** WebSocket frame type (RFC 6455, 5.2): binary data. */
const WEBSOCKET_OPCODE_BINARY = 2;

/** WebSocket frame type (RFC 6455, 5.2): close. */
const WEBSOCKET_OPCODE_CLOSE = 8;

/** WebSocket frame type (RFC 6455, 5.2): ping. */
const WEBSOCKET_OPCODE_PING = 9;

/** WebSocket frame type (RFC 6455, 5.2): pong. */
const WEBSOCKET_OPCODE_PONG = 10;

/** WebSocket close code (RFC 6455, 7.4.1): normal end. */
const WEBSOCKET_CLOSE_NORMAL = 1000;

/** WebSocket close code (RFC 6455, 7.4.1): one side goes away, for example the server shuts down or the page is left. */
const WEBSOCKET_CLOSE_GOING_AWAY = 1001;

/** WebSocket close code (RFC 6455, 7.4.1): the protocol was violated. */
const WEBSOCKET_CLOSE_PROTOCOL_ERROR = 1002;

/** WebSocket close code (RFC 6455, 7.4.1): a kind of data that cannot be accepted. */
const WEBSOCKET_CLOSE_DATA_ERROR = 1003;

/** WebSocket close code (RFC 6455, 7.4.1): the close frame carried no code; never sent. */
const WEBSOCKET_CLOSE_STATUS_ERROR = 1005;

/** WebSocket close code (RFC 6455, 7.4.1): the connection ended without a close frame; never sent. */
const WEBSOCKET_CLOSE_ABNORMAL = 1006;

/** WebSocket close code (RFC 6455, 7.4.1): the data does not fit the message's type, for example text that is not UTF-8. */
const WEBSOCKET_CLOSE_MESSAGE_ERROR = 1007;

/** WebSocket close code (RFC 6455, 7.4.1): the message breaks a policy. */
const WEBSOCKET_CLOSE_POLICY_ERROR = 1008;

/** WebSocket close code (RFC 6455, 7.4.1): the message is too big. */
const WEBSOCKET_CLOSE_MESSAGE_TOO_BIG = 1009;

/** WebSocket close code (RFC 6455, 7.4.1): the client expected an extension the server did not negotiate. */
const WEBSOCKET_CLOSE_EXTENSION_MISSING = 1010;

/** WebSocket close code (RFC 6455, 7.4.1): the server met an unexpected condition. */
const WEBSOCKET_CLOSE_SERVER_ERROR = 1011;

/** WebSocket close code (RFC 6455, 7.4.1): the service restarts. */
const WEBSOCKET_CLOSE_CLOSE_SERVICE_RESTART = 1012;

/** WebSocket close code (RFC 6455, 7.4.1): try again later. */
const WEBSOCKET_CLOSE_TRY_AGAIN_LATER = 1013;

/** WebSocket close code (RFC 6455, 7.4.1): bad gateway. */
const WEBSOCKET_CLOSE_BAD_GATEWAY = 1014;

/** WebSocket close code (RFC 6455, 7.4.1): the TLS handshake failed; never sent. */
const WEBSOCKET_CLOSE_TLS = 1015;

/** HTTP/2 frame type (RFC 9113, 6): DATA. */
const SWOOLE_HTTP2_TYPE_DATA = 0;

/** HTTP/2 frame type (RFC 9113, 6): HEADERS. */
const SWOOLE_HTTP2_TYPE_HEADERS = 1;

/** HTTP/2 frame type (RFC 9113, 6): PRIORITY. */
const SWOOLE_HTTP2_TYPE_PRIORITY = 2;

/** HTTP/2 frame type (RFC 9113, 6): RST_STREAM. */
const SWOOLE_HTTP2_TYPE_RST_STREAM = 3;

/** HTTP/2 frame type (RFC 9113, 6): SETTINGS. */
const SWOOLE_HTTP2_TYPE_SETTINGS = 4;

/** HTTP/2 frame type (RFC 9113, 6): PUSH_PROMISE. */
const SWOOLE_HTTP2_TYPE_PUSH_PROMISE = 5;

/** HTTP/2 frame type (RFC 9113, 6): PING. */
const SWOOLE_HTTP2_TYPE_PING = 6;

/** HTTP/2 frame type (RFC 9113, 6): GOAWAY. */
const SWOOLE_HTTP2_TYPE_GOAWAY = 7;

/** HTTP/2 frame type (RFC 9113, 6): WINDOW_UPDATE. */
const SWOOLE_HTTP2_TYPE_WINDOW_UPDATE = 8;

/** HTTP/2 frame type (RFC 9113, 6): CONTINUATION. */
const SWOOLE_HTTP2_TYPE_CONTINUATION = 9;

/** HTTP/2 error code (RFC 9113, 7): NO_ERROR. */
const SWOOLE_HTTP2_ERROR_NO_ERROR = 0;

/** HTTP/2 error code (RFC 9113, 7): PROTOCOL_ERROR. */
const SWOOLE_HTTP2_ERROR_PROTOCOL_ERROR = 1;

/** HTTP/2 error code (RFC 9113, 7): INTERNAL_ERROR. */
const SWOOLE_HTTP2_ERROR_INTERNAL_ERROR = 2;

/** HTTP/2 error code (RFC 9113, 7): FLOW_CONTROL_ERROR. */
const SWOOLE_HTTP2_ERROR_FLOW_CONTROL_ERROR = 3;

/** HTTP/2 error code (RFC 9113, 7): SETTINGS_TIMEOUT. */
const SWOOLE_HTTP2_ERROR_SETTINGS_TIMEOUT = 4;

/** HTTP/2 error code (RFC 9113, 7): STREAM_CLOSED. */
const SWOOLE_HTTP2_ERROR_STREAM_CLOSED = 5;

/** HTTP/2 error code (RFC 9113, 7): FRAME_SIZE_ERROR. */
const SWOOLE_HTTP2_ERROR_FRAME_SIZE_ERROR = 6;

/** HTTP/2 error code (RFC 9113, 7): REFUSED_STREAM. */
const SWOOLE_HTTP2_ERROR_REFUSED_STREAM = 7;

/** HTTP/2 error code (RFC 9113, 7): CANCEL. */
const SWOOLE_HTTP2_ERROR_CANCEL = 8;

/** HTTP/2 error code (RFC 9113, 7): COMPRESSION_ERROR. */
const SWOOLE_HTTP2_ERROR_COMPRESSION_ERROR = 9;

/** HTTP/2 error code (RFC 9113, 7): CONNECT_ERROR. */
const SWOOLE_HTTP2_ERROR_CONNECT_ERROR = 10;

/** HTTP/2 error code (RFC 9113, 7): ENHANCE_YOUR_CALM. */
const SWOOLE_HTTP2_ERROR_ENHANCE_YOUR_CALM = 11;

/** HTTP/2 error code (RFC 9113, 7): INADEQUATE_SECURITY. */
const SWOOLE_HTTP2_ERROR_INADEQUATE_SECURITY = 12;

/** HTTP/2 error code (RFC 9113, 7): HTTP_1_1_REQUIRED. */
const SWOOLE_HTTP2_ERROR_HTTP_1_1_REQUIRED = 13;
