<?php

/*
 * More constants: those that belong to no single class of the server, and those of Swoole's parts that this
 * extension does not have, so that a script that names them runs. See constants.php for the rest.
 */

// ---- How the extension was built

/** Whether the extension was built for debugging. */
const SWOOLE_DEBUG = false;

/** Whether the extension has any compression. */
const SWOOLE_HAVE_COMPRESSION = true;

/** Whether the extension has zlib's compression. */
const SWOOLE_HAVE_ZLIB = true;

/** Whether the extension has brotli's compression. */
const SWOOLE_HAVE_BROTLI = true;

/** Whether the extension has HTTP/2. */
const SWOOLE_USE_HTTP2 = true;

// ---- Events of a descriptor

/** Something can be read, or the end is reached, see {@see \Swoole\Event}. */
const SWOOLE_EVENT_READ = 512;

/** Something can be written, see {@see \Swoole\Event}. */
const SWOOLE_EVENT_WRITE = 1024;

// ---- Timers

/** The shortest timer, in milliseconds. */
const SWOOLE_TIMER_MIN_MS = 1;

/** The shortest timer, in seconds. */
const SWOOLE_TIMER_MIN_SEC = 0.001;

/** The longest timer, in milliseconds. */
const SWOOLE_TIMER_MAX_MS = 9223372036854775807;

/** The longest timer, in seconds. */
const SWOOLE_TIMER_MAX_SEC = 9223372036854776.0;

// ---- Files and sockets

/** Flag of {@see \Swoole\Coroutine\System::readFile()}: take a shared lock while reading. */
const FILE_LOCK = 2;

/** The errno of a wait that was cancelled. */
const SOCKET_ECANCELED = 125;

/** Socket option: what the kernel knows about a TCP connection. */
const TCP_INFO = 11;

// ---- Socket types

/** Socket type: TCP over IPv4. */
const SWOOLE_SOCK_TCP = 1;

/** Socket type: TCP over IPv6. */
const SWOOLE_SOCK_TCP6 = 3;

/** Socket type: UDP over IPv4. */
const SWOOLE_SOCK_UDP = 2;

/** Socket type: UDP over IPv6. */
const SWOOLE_SOCK_UDP6 = 4;

/** Socket type: Unix, datagrams. */
const SWOOLE_SOCK_UNIX_DGRAM = 6;

/** Socket type: Unix, stream. */
const SWOOLE_SOCK_UNIX_STREAM = 5;

/** Socket type: raw IPv4. */
const SWOOLE_SOCK_RAW = 7;

/** Socket type: raw IPv6. */
const SWOOLE_SOCK_RAW6 = 8;

/** Socket type: TCP over IPv4, by its shorter name. */
const SWOOLE_TCP = 1;

/** Socket type: TCP over IPv6, by its shorter name. */
const SWOOLE_TCP6 = 3;

/** Socket type: UDP over IPv4, by its shorter name. */
const SWOOLE_UDP = 2;

/** Socket type: UDP over IPv6, by its shorter name. */
const SWOOLE_UDP6 = 4;

/** Socket type: Unix, datagrams, by its shorter name. */
const SWOOLE_UNIX_DGRAM = 6;

/** Socket type: Unix, stream, by its shorter name. */
const SWOOLE_UNIX_STREAM = 5;

/** Socket type: raw IPv4, by its shorter name. */
const SWOOLE_RAW = 7;

/** Socket type: raw IPv6, by its shorter name. */
const SWOOLE_RAW6 = 8;

/** Second argument of an old client's constructor. */
const SWOOLE_SOCK_SYNC = false;

/** Second argument of an old client's constructor. */
const SWOOLE_SOCK_ASYNC = true;

// ---- Clients

/** Flag of an old client's socket type: sync. */
const SWOOLE_SYNC = 2048;

/** Flag of an old client's socket type: async. */
const SWOOLE_ASYNC = 1024;

/** Flag of an old client's socket type: keep. */
const SWOOLE_KEEP = 4096;

/** Status code of a client whose request failed without an answer: connect failed. */
const SWOOLE_HTTP_CLIENT_ESTATUS_CONNECT_FAILED = -1;

/** Status code of a client whose request failed without an answer: request timeout. */
const SWOOLE_HTTP_CLIENT_ESTATUS_REQUEST_TIMEOUT = -2;

/** Status code of a client whose request failed without an answer: server reset. */
const SWOOLE_HTTP_CLIENT_ESTATUS_SERVER_RESET = -3;

/** Status code of a client whose request failed without an answer: send failed. */
const SWOOLE_HTTP_CLIENT_ESTATUS_SEND_FAILED = -4;

// ---- TLS

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_SSLv3_METHOD = 1;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_SSLv3_SERVER_METHOD = 2;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_SSLv3_CLIENT_METHOD = 3;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_METHOD = 6;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_SERVER_METHOD = 7;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_CLIENT_METHOD = 8;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_1_METHOD = 9;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_1_SERVER_METHOD = 10;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_1_CLIENT_METHOD = 11;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_2_METHOD = 12;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_2_SERVER_METHOD = 13;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLSv1_2_CLIENT_METHOD = 14;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_DTLS_SERVER_METHOD = 16;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_DTLS_CLIENT_METHOD = 15;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_SSLv23_METHOD = 0;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_SSLv23_SERVER_METHOD = 4;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_SSLv23_CLIENT_METHOD = 5;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLS_METHOD = 0;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLS_SERVER_METHOD = 4;

/** TLS method by its older name; see the setting `ssl_method`. */
const SWOOLE_TLS_CLIENT_METHOD = 5;

// ---- Processes and asynchronous servers

/** How processes of a pool are talked to: ipc none. */
const SWOOLE_IPC_NONE = 0;

/** How processes of a pool are talked to: ipc unixsock. */
const SWOOLE_IPC_UNIXSOCK = 1;

/** How processes of a pool are talked to: ipc socket. */
const SWOOLE_IPC_SOCKET = 3;

/** Type of a lock between processes: mutex. */
const SWOOLE_MUTEX = 3;

/** Type of a lock between processes: rwlock. */
const SWOOLE_RWLOCK = 1;

/** Type of a lock between processes: spinlock. */
const SWOOLE_SPINLOCK = 5;

/** How processes of a pool are talked to: msgqueue orient. */
const SWOOLE_MSGQUEUE_ORIENT = 1;

/** How processes of a pool are talked to: msgqueue balance. */
const SWOOLE_MSGQUEUE_BALANCE = 2;

/** Mode of an asynchronous server, which this extension does not have: base. */
const SWOOLE_BASE = 1;

/** Mode of an asynchronous server, which this extension does not have: process. */
const SWOOLE_PROCESS = 2;

/** How processes of a pool are talked to: ipc unsock. */
const SWOOLE_IPC_UNSOCK = 1;

/** How processes of a pool are talked to: ipc msgqueue. */
const SWOOLE_IPC_MSGQUEUE = 2;

/** How processes of a pool are talked to: ipc preemptive. */
const SWOOLE_IPC_PREEMPTIVE = 3;

/** Of an asynchronous server, which this extension does not have: server command master. */
const SWOOLE_SERVER_COMMAND_MASTER = 2;

/** Of an asynchronous server, which this extension does not have: server command manager. */
const SWOOLE_SERVER_COMMAND_MANAGER = 32;

/** Of an asynchronous server, which this extension does not have: server command reactor thread. */
const SWOOLE_SERVER_COMMAND_REACTOR_THREAD = 4;

/** Of an asynchronous server, which this extension does not have: server command event worker. */
const SWOOLE_SERVER_COMMAND_EVENT_WORKER = 8;

/** Of an asynchronous server, which this extension does not have: server command worker. */
const SWOOLE_SERVER_COMMAND_WORKER = 8;

/** Of an asynchronous server, which this extension does not have: server command task worker. */
const SWOOLE_SERVER_COMMAND_TASK_WORKER = 16;

/** Of an asynchronous server, which this extension does not have: worker busy. */
const SWOOLE_WORKER_BUSY = 1;

/** Of an asynchronous server, which this extension does not have: worker idle. */
const SWOOLE_WORKER_IDLE = 2;

/** Of an asynchronous server, which this extension does not have: worker exit. */
const SWOOLE_WORKER_EXIT = 3;

// ---- Traces

/** Bit of the option `trace_flags` (server); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_SERVER = 2;

/** Bit of the option `trace_flags` (client); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CLIENT = 4;

/** Bit of the option `trace_flags` (buffer); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_BUFFER = 8;

/** Bit of the option `trace_flags` (conn); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CONN = 16;

/** Bit of the option `trace_flags` (event); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_EVENT = 32;

/** Bit of the option `trace_flags` (worker); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_WORKER = 64;

/** Bit of the option `trace_flags` (memory); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_MEMORY = 128;

/** Bit of the option `trace_flags` (reactor); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_REACTOR = 256;

/** Bit of the option `trace_flags` (php); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_PHP = 512;

/** Bit of the option `trace_flags` (http); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_HTTP = 1024;

/** Bit of the option `trace_flags` (http2); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_HTTP2 = 2048;

/** Bit of the option `trace_flags` (eof protocol); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_EOF_PROTOCOL = 4096;

/** Bit of the option `trace_flags` (length protocol); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_LENGTH_PROTOCOL = 8192;

/** Bit of the option `trace_flags` (close); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CLOSE = 16384;

/** Bit of the option `trace_flags` (websocket); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_WEBSOCKET = 32768;

/** Bit of the option `trace_flags` (redis client); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_REDIS_CLIENT = 65536;

/** Bit of the option `trace_flags` (mysql client); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_MYSQL_CLIENT = 131072;

/** Bit of the option `trace_flags` (http client); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_HTTP_CLIENT = 262144;

/** Bit of the option `trace_flags` (aio); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_AIO = 524288;

/** Bit of the option `trace_flags` (ssl); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_SSL = 1048576;

/** Bit of the option `trace_flags` (normal); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_NORMAL = 2097152;

/** Bit of the option `trace_flags` (channel); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CHANNEL = 4194304;

/** Bit of the option `trace_flags` (timer); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_TIMER = 8388608;

/** Bit of the option `trace_flags` (socket); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_SOCKET = 16777216;

/** Bit of the option `trace_flags` (coroutine); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_COROUTINE = 33554432;

/** Bit of the option `trace_flags` (context); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CONTEXT = 67108864;

/** Bit of the option `trace_flags` (co http server); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_HTTP_SERVER = 134217728;

/** Bit of the option `trace_flags` (table); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_TABLE = 268435456;

/** Bit of the option `trace_flags` (co curl); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_CURL = 536870912;

/** Bit of the option `trace_flags` (cares); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CARES = 1073741824;

/** Bit of the option `trace_flags` (zlib); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_ZLIB = 2147483648;

/** Bit of the option `trace_flags` (co pgsql); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_PGSQL = 4294967296;

/** Bit of the option `trace_flags` (co odbc); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_ODBC = 8589934592;

/** Bit of the option `trace_flags` (co oracle); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_ORACLE = 17179869184;

/** Bit of the option `trace_flags` (co sqlite); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_SQLITE = 34359738368;

/** Bit of the option `trace_flags` (co firebird); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_FIREBIRD = 68719476736;

/** Bit of the option `trace_flags` (co ssh2); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_CO_SSH2 = 137438953472;

/** Bit of the option `trace_flags` (thread); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_THREAD = 1099511627776;

/** Bit of the option `trace_flags` (all of them); kept by set(), this extension writes no traces. */
const SWOOLE_TRACE_ALL = 9223372036854775807;
