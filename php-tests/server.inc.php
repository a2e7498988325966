<?php

/*
 * A server in a process of its own, and a client that speaks to it in raw bytes.
 *
 *     $server = TestServer::start(function (Swoole\Coroutine\Http\Server $http) {
 *         $http->handle('/', fn ($request, $response) => $response->end('hello'));
 *     });
 *     $client = $server->connect();
 *     $client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
 *     echo $client->response()->body;
 *     echo $server->stop();
 *
 * The server's process runs the same test file from the top with the same PHP options, up to the same start(): what the
 * file does before is done twice, and a test with several servers starts them all before it uses one. Everything that
 * waits gives up after PATIENCE seconds and ends the test.
 */

/** Seconds before a wait that should have been short fails the test. */
define('PATIENCE', (int) (getenv('TEST_PATIENCE') ?: 15));

final class TestServer
{
    private static int $started = 0;

    /** @var resource */
    private $process;
    /** @var resource what the process writes */
    private $log;
    private ?int $exit = null;

    /** The port it listens on; 0 for a Unix socket. */
    public int $port = 0;
    private string $address;

    /**
     * Starts a server in a child process and waits until it listens.
     *
     * @param callable(Swoole\Coroutine\Http\Server): void $setup adds the handlers and settings
     * @param string $host where to listen, as for the constructor
     * @param array<string, mixed> $options for Coroutine::set()
     * @param array<string, string|int> $ini for the server's process
     */
    public static function start(callable $setup, string $host = '127.0.0.1', array $options = [], array $ini = []): self
    {
        return self::script(function (callable $listening) use ($setup, $host, $options) {
            // usleep() in a handler stands for PHP that computes: it is to block.
            Swoole\Coroutine::set(['hook_flags' => 0]);
            Swoole\Coroutine\run(function () use ($listening, $setup, $host, $options) {
                $options && Swoole\Coroutine::set($options);
                $server = new Swoole\Coroutine\Http\Server($host, 0);
                $setup($server);
                $listening($server);
                $server->start();
            });
        }, $ini);
    }

    /**
     * Runs $main in a child process; it has to call its argument with the server once that listens.
     *
     * @param callable(callable(Swoole\Coroutine\Http\Server|Swoole\Coroutine\Server): void): void $main
     * @param array<string, string|int> $ini
     */
    public static function script(callable $main, array $ini = []): self
    {
        $number = ++self::$started;
        $role = getenv('TEST_SERVER');
        if ($role !== false) {
            if ((int) $role !== $number) {
                return new self();
            }
            $main(function (Swoole\Coroutine\Http\Server|Swoole\Coroutine\Server $server): void {
                $pipe = fopen('php://fd/3', 'w');
                fwrite($pipe, json_encode([$server->host, $server->port]) . "\n");
                fclose($pipe);
            });
            // With a text: without one PHP 8.4 would make the exit status 0.
            exit('');
        }
        $self = new self();
        $self->spawn($number, $ini);
        return $self;
    }

    /**
     * A path for a file or folder of this test, the same in the test and in its servers. What is there when the test ends
     * is removed, however it ends.
     */
    public static function path(string $name): string
    {
        return sys_get_temp_dir() . '/swoole-test-' . (getenv('TEST_SERVER_OF') ?: getmypid()) . "-$name";
    }

    /** Removes what this test has left, when it ends. Its servers, and processes it has forked, leave that to it. */
    public static function cleanUpAtEnd(): void
    {
        $test = getmypid();
        if (getenv('TEST_SERVER') === false) {
            register_shutdown_function(fn () => getmypid() === $test && array_map(remove(...), glob(self::path('*'))));
        }
    }

    /** @param array<string, string|int> $ini */
    private function spawn(int $number, array $ini): void
    {
        // This very command, as run-tests.php or a hand has typed it.
        $command = explode("\0", rtrim(file_get_contents('/proc/self/cmdline'), "\0"));
        $command[0] = PHP_BINARY;
        foreach (['display_errors' => '1', 'html_errors' => '0'] + $ini as $name => $value) {
            array_splice($command, 1, 0, ['-d', "$name=$value"]);
        }
        // The last of two equal options holds: those of this call have to come after the command's own.
        foreach ($ini as $name => $value) {
            $at = array_search('-f', $command, true);
            array_splice($command, $at === false ? count($command) - 1 : $at, 0, ['-d', "$name=$value"]);
        }
        $log = tempnam(sys_get_temp_dir(), 'server');
        $this->log = fopen($log, 'r');
        $pipes = [];
        $process = proc_open(
            $command,
            [0 => ['file', '/dev/null', 'r'], 1 => ['file', $log, 'a'], 2 => ['file', $log, 'a'], 3 => ['pipe', 'w']],
            $pipes,
            null,
            ['TEST_SERVER' => $number, 'TEST_SERVER_OF' => getmypid()] + getenv()
        );
        // It is read and written by those who have it open; nothing is left behind however the test ends.
        unlink($log);
        $process !== false || throw new RuntimeException('the server could not be started');
        $this->process = $process;
        $line = '';
        $deadline = microtime(true) + PATIENCE;
        stream_set_blocking($pipes[3], false);
        while (!str_ends_with($line, "\n") && !feof($pipes[3]) && microtime(true) < $deadline) {
            $ready = [$pipes[3]];
            $none = null;
            stream_select($ready, $none, $none, 1);
            $line .= fread($pipes[3], 1024);
        }
        fclose($pipes[3]);
        if (!str_ends_with($line, "\n")) {
            throw new RuntimeException("the server did not start:\n" . $this->stop());
        }
        [$host, $this->port] = json_decode($line);
        $this->address = str_starts_with($host, 'unix:')
            ? 'unix://' . preg_replace('~^unix:(//)?~', '', $host)
            : 'tcp://' . (str_contains($host, ':') ? "[$host]" : $host) . ":$this->port";
    }

    /**
     * A new connection; with $ssl, PHP's options for `ssl://` streams, one over TLS.
     *
     * @param array<string, mixed>|null $ssl
     */
    public function connect(?array $ssl = null): TestClient
    {
        return new TestClient($ssl === null ? $this->address : preg_replace('~^tcp:~', 'ssl:', $this->address), $ssl);
    }

    /** Sends one request on a connection of its own and returns the response. */
    public function get(string $target, string $headers = ''): TestResponse
    {
        $client = $this->connect();
        $client->send("GET $target HTTP/1.1\r\nHost: x\r\n{$headers}\r\n");
        return $client->response();
    }

    /** Whether the server's process still runs. */
    public function isRunning(): bool
    {
        if ($this->exit === null) {
            $status = proc_get_status($this->process);
            if (!$status['running']) {
                $this->exit = $status['signaled'] ? -$status['termsig'] : $status['exitcode'];
            }
        }
        return $this->exit === null;
    }

    /** Waits until the process has ended by itself; its exit code, negative the signal that killed it, null: it did not. */
    public function wait(float $patience = PATIENCE): ?int
    {
        $deadline = microtime(true) + $patience;
        while ($this->isRunning() && microtime(true) < $deadline) {
            usleep(2000);
        }
        return $this->exit;
    }

    /** What the process has written so far, standard error included. */
    public function output(): string
    {
        return stream_get_contents($this->log, -1, 0);
    }

    /** Resident memory in KiB. */
    public function memory(): int
    {
        return preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents("/proc/{$this->pid()}/status"), $found) ? (int) $found[1] : 0;
    }

    /** Number of open descriptors. */
    public function descriptors(): int
    {
        return count(scandir("/proc/{$this->pid()}/fd")) - 2;
    }

    public function pid(): int
    {
        return proc_get_status($this->process)['pid'];
    }

    /** Ends the process, unless it has ended, and returns what it wrote. A crash is told at the end of it. */
    public function stop(): string
    {
        if ($this->isRunning()) {
            // At once: SIGTERM would end the server in order, and its handlers might have something to say.
            proc_terminate($this->process, 9);
            $this->wait(2);
            $this->exit = 0;
        }
        $output = $this->output();
        if ($this->exit < 0) {
            $output .= "[killed by signal " . -$this->exit . "]\n";
        }
        return $output;
    }

    public function __destruct()
    {
        if (isset($this->process)) {
            $this->stop();
        }
    }
}

/** A response as it stood on the wire. */
final class TestResponse
{
    /**
     * @param string $head the status line and the header lines, without the empty line
     * @param array<string, list<string>> $headers by lower-case name
     */
    public function __construct(
        public readonly int $status,
        public readonly string $head,
        public readonly array $headers,
        public readonly string $body,
    ) {
    }

    /** A header's value; several in one, with commas; null when there is none. */
    public function header(string $name): ?string
    {
        return isset($this->headers[$name]) ? implode(', ', $this->headers[$name]) : null;
    }

    /** Status and body in one line. */
    public function __toString(): string
    {
        return trim("$this->status $this->body");
    }
}

/** A blocking connection with a limit on every wait. */
final class TestClient
{
    /** @var resource */
    public $socket;
    private string $buffer = '';
    private int $taken = 0;
    private bool $ended = false;
    private bool $failed = false;

    /** @param array<string, mixed>|null $ssl */
    public function __construct(string $address, ?array $ssl = null)
    {
        $context = stream_context_create($ssl === null ? [] : ['ssl' => $ssl]);
        $socket = @stream_socket_client($address, $code, $text, PATIENCE, STREAM_CLIENT_CONNECT, $context);
        $socket !== false || throw new RuntimeException("$address: $text");
        stream_set_blocking($socket, false);
        $this->socket = $socket;
    }

    /** Sends all of $bytes; false when the server has closed. Reads meanwhile, so that both sides may send much. */
    public function send(string $bytes): bool
    {
        $deadline = microtime(true) + PATIENCE;
        while ($bytes !== '') {
            $read = $this->ended ? [] : [$this->socket];
            $write = [$this->socket];
            $none = null;
            stream_select($read, $write, $none, 1);
            if ($read) {
                $this->fill();
            }
            if ($write) {
                $sent = @fwrite($this->socket, $bytes);
                if ($sent === false || $this->failed) {
                    return false;
                }
                $bytes = substr($bytes, $sent);
            }
            microtime(true) < $deadline || throw new RuntimeException('the server does not read');
        }
        return true;
    }

    private function fill(): void
    {
        error_clear_last();
        $bytes = @fread($this->socket, 65536);
        if ($bytes === false || $bytes === '') {
            // Of TLS that was ended with an alert PHP gives only a warning.
            $this->failed = error_get_last() !== null;
            $this->ended = $bytes === false || feof($this->socket) || $this->failed;
        } else {
            $this->buffer .= $bytes;
        }
    }

    /** Waits for more bytes; false: the server has closed. */
    private function more(float $deadline): bool
    {
        while (!$this->ended) {
            $length = strlen($this->buffer);
            $read = [$this->socket];
            $none = null;
            stream_select($read, $none, $none, 0, 100_000);
            $this->fill();
            if (strlen($this->buffer) > $length) {
                return true;
            }
            if (microtime(true) > $deadline) {
                throw new RuntimeException('the server says no more; so far ' . $this->untaken());
            }
        }
        return false;
    }

    /** Takes $length bytes that are there. */
    private function take(int $length): string
    {
        $bytes = substr($this->buffer, $this->taken, $length);
        $this->taken += $length;
        // Cutting off the front of a large buffer again and again would take longer than the test.
        if ($this->taken > 1 << 20 || $this->taken === strlen($this->buffer)) {
            $this->buffer = substr($this->buffer, $this->taken);
            $this->taken = 0;
        }
        return $bytes;
    }

    /** Exactly $length bytes. */
    public function read(int $length): string
    {
        $deadline = microtime(true) + PATIENCE;
        while (strlen($this->buffer) - $this->taken < $length) {
            $this->more($deadline) || throw new RuntimeException('the server closed after ' . $this->untaken());
        }
        return $this->take($length);
    }

    /** Everything up to $end, and $end. */
    public function readUntil(string $end): string
    {
        $deadline = microtime(true) + PATIENCE;
        while (($at = strpos($this->buffer, $end, $this->taken)) === false) {
            $this->more($deadline) || throw new RuntimeException('the server closed after ' . $this->untaken());
        }
        return $this->take($at + strlen($end) - $this->taken);
    }

    /** What was received and not read, for messages. */
    private function untaken(): string
    {
        $bytes = substr($this->buffer, $this->taken);
        return strlen($bytes) . ' bytes: ' . json_encode(substr($bytes, 0, 200), JSON_INVALID_UTF8_SUBSTITUTE);
    }

    /** Everything until the server closes. */
    public function readAll(float $patience = PATIENCE): string
    {
        $deadline = microtime(true) + $patience;
        while ($this->more($deadline));
        return $this->take(strlen($this->buffer) - $this->taken);
    }

    /** Whether nothing comes for $seconds and the connection stays open. */
    public function isSilent(float $seconds = 0.1): bool
    {
        $deadline = microtime(true) + $seconds;
        while (($left = $deadline - microtime(true)) > 0 && $this->buffer === '' && !$this->ended) {
            $read = [$this->socket];
            $none = null;
            stream_select($read, $none, $none, 0, (int) ($left * 1e6));
            $read && $this->fill();
        }
        return $this->buffer === '' && !$this->ended;
    }

    /** Whether the server closes without another byte. */
    public function isClosed(float $patience = PATIENCE): bool
    {
        return $this->readAll($patience) === '';
    }

    /** A whole response. Of HEAD's only the head is read. */
    public function response(bool $head = false): TestResponse
    {
        $lines = substr($this->readUntil("\r\n\r\n"), 0, -4);
        preg_match('~^HTTP/1\.[01] (\d{3}) ~', $lines, $found) || throw new RuntimeException('no response: ' . json_encode($lines));
        $status = (int) $found[1];
        $headers = [];
        foreach (array_slice(explode("\r\n", $lines), 1) as $line) {
            [$name, $value] = explode(': ', $line, 2) + [1 => ''];
            $headers[strtolower($name)][] = $value;
        }
        $body = '';
        if ($head || $status < 200 || $status === 204 || $status === 304) {
            // Without a body, whatever the head says.
        } elseif (isset($headers['transfer-encoding'])) {
            while (($size = hexdec(rtrim($this->readUntil("\r\n")))) > 0) {
                $body .= $this->read($size);
                $this->read(2) === "\r\n" || throw new RuntimeException('a chunk without its end');
            }
            $this->readUntil("\r\n");
        } elseif (isset($headers['content-length'])) {
            $body = $this->read((int) $headers['content-length'][0]);
        } else {
            $body = $this->readAll();
        }
        return new TestResponse($status, $lines, $headers, $body);
    }

    /** Says that nothing more will be sent; reading goes on. */
    public function closeWrite(): void
    {
        stream_socket_shutdown($this->socket, STREAM_SHUT_WR);
    }

    /** Closes both ways. */
    public function close(): void
    {
        fclose($this->socket);
    }

    /** Does a WebSocket handshake; the response has to be 101. Frames that came with it are not lost. */
    public function handshake(string $target = '/', string $headers = '', string $ahead = ''): TestResponse
    {
        $this->send("GET $target HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{$headers}\r\n{$ahead}");
        $response = $this->response();
        $response->status === 101 || throw new RuntimeException("the handshake was refused: $response->head");
        return $response;
    }

    /** The bytes of a frame; $mask null: unmasked. */
    public static function frame(string $payload, int $opcode = 1, bool $fin = true, int $rsv = 0, ?string $mask = "\x12\x34\x56\x78"): string
    {
        $length = strlen($payload);
        $bytes = chr(($fin ? 0x80 : 0) | $rsv << 4 | $opcode);
        $bit = $mask === null ? 0 : 0x80;
        $bytes .= match (true) {
            $length < 126 => chr($bit | $length),
            $length < 65536 => chr($bit | 126) . pack('n', $length),
            default => chr($bit | 127) . pack('J', $length),
        };
        if ($mask === null) {
            return $bytes . $payload;
        }
        return $bytes . $mask . ($payload ^ substr(str_repeat($mask, intdiv($length, 4) + 1), 0, $length));
    }

    /** Sends one masked frame. */
    public function push(string $payload, int $opcode = 1, bool $fin = true): bool
    {
        return $this->send(self::frame($payload, $opcode, $fin));
    }

    /**
     * The next frame.
     *
     * @return array{fin: bool, rsv: int, opcode: int, masked: bool, payload: string}
     */
    public function readFrame(): array
    {
        [$first, $second] = array_map(ord(...), str_split($this->read(2)));
        $length = $second & 127;
        $length = match ($length) {
            126 => unpack('n', $this->read(2))[1],
            127 => unpack('J', $this->read(8))[1],
            default => $length,
        };
        return [
            'fin' => (bool) ($first & 0x80),
            'rsv' => $first >> 4 & 7,
            'opcode' => $first & 15,
            'masked' => (bool) ($second & 0x80),
            'payload' => $this->read($length),
        ];
    }
}

/** Bytes with line ends and other controls made visible, one line of text a line. */
function visible(string $bytes): string
{
    $shown = preg_replace_callback('/[^\x20-\x7e\n]/', fn ($byte) => match ($byte[0]) {
        "\r" => '\r',
        default => sprintf('\x%02x', ord($byte[0])),
    }, $bytes);
    return preg_replace('/^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/m', 'Date: <date>', $shown);
}

/** Removes a file, or a folder and all that is in it. */
function remove(string $path): void
{
    if (is_dir($path) && !is_link($path)) {
        array_map(fn ($name) => remove("$path/$name"), array_diff(scandir($path), ['.', '..']));
        rmdir($path);
    } else {
        unlink($path);
    }
}

/** Waits until $holds gives true; false after PATIENCE seconds. */
function eventually(callable $holds): bool
{
    $deadline = microtime(true) + PATIENCE;
    while (!$holds()) {
        if (microtime(true) > $deadline) {
            return false;
        }
        usleep(5000);
    }
    return true;
}

TestServer::cleanUpAtEnd();
