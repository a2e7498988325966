<?php

/*
 * WebSocket tests as cases: a handler that runs in the server, and a client that speaks to it over the wire.
 *
 *     $cases = Cases::serve([
 *         'echo' => [
 *             function ($ws) { $ws->push($ws->recv()->data); },
 *             function (TestClient $client) { $client->push('hello'); echo wire($client); },
 *         ],
 *     ]);
 *     $cases->play();
 *
 * For each case the client's words are printed, then those of the handler. The handler is called after upgrade().
 */

require __DIR__ . '/../server.inc.php';

use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

final class Cases
{
    public readonly TestServer $server;
    private int $shown = 0;

    /** @param array<string, array{callable, callable}> $cases */
    private function __construct(private array $cases)
    {
    }

    /**
     * Starts the server. Several servers are all started before the first plays.
     *
     * @param array<string, array{callable, callable}> $cases handler and client by name
     * @param array<string, mixed> $settings of the server
     * @param array<string, mixed> $options for Coroutine::set()
     * @param array<string, mixed> $ini for the server's process
     */
    public static function serve(array $cases, array $settings = [], array $options = [], array $ini = []): self
    {
        $self = new self($cases);
        $self->server = TestServer::start(function (Swoole\Coroutine\Http\Server $http) use ($cases, $settings) {
            $settings && $http->set($settings);
            foreach ($cases as $name => [$handler]) {
                $http->handle(self::target($name), function ($request, $ws) use ($name, $handler) {
                    try {
                        $ws->upgrade() || throw new RuntimeException('upgrade() failed');
                        swoole_clear_error();
                        $handler($ws, $request);
                    } finally {
                        echo "[end of $name]\n";
                    }
                });
            }
        }, options: $options, ini: $ini);
        return $self;
    }

    private static function target(string $name): string
    {
        return '/' . strtr($name, ' ', '-') . '/';
    }

    /** Runs all cases one after the other. */
    public function play(): void
    {
        foreach ($this->cases as $name => [, $client]) {
            echo "-- $name\n";
            $connection = $this->server->connect();
            $connection->handshake(self::target($name));
            $client($connection, $this->server);
            echo $this->said("[end of $name]\n");
        }
        // What came after the last handler's end, a crash for one.
        echo substr($this->server->stop(), $this->shown);
    }

    /** What the server has said since the last time, up to $mark. */
    private function said(string $mark): string
    {
        $deadline = microtime(true) + PATIENCE;
        while (($at = strpos($output = $this->server->output(), $mark, $this->shown)) === false) {
            if (microtime(true) > $deadline || !$this->server->isRunning()) {
                throw new RuntimeException('the handler has not ended; so far: ' . substr($this->server->stop(), $this->shown));
            }
            usleep(2000);
        }
        $said = substr($output, $this->shown, $at - $this->shown);
        $this->shown = $at + strlen($mark);
        return $said;
    }
}

/** Bytes in one short line. */
function short(string $bytes): string
{
    $length = strlen($bytes);
    if ($length > 60) {
        return "$length bytes of " . short(substr($bytes, 0, 4));
    }
    return '"' . preg_replace_callback('/[^\x20-\x7e]/', fn ($byte) => sprintf('\x%02x', ord($byte[0])), $bytes) . '"';
}

/** One line about what recv() has given, and the last error. */
function told(mixed $result): string
{
    $error = swoole_last_error();
    if ($result instanceof Frame) {
        $text = substr(strrchr($result::class, '\\'), 1)
            . " opcode=$result->opcode flags=$result->flags finish=" . var_export($result->finish, true) . ' data=' . short($result->data);
        if ($result instanceof CloseFrame) {
            $text .= " code=$result->code reason=" . short($result->reason);
        }
    } else {
        $text = is_string($result) ? short($result) : var_export($result, true);
    }
    return "$text, error $error\n";
}

/** The next frame in one line: its opcode ("+" when more fragments follow) and its payload. */
function wireFrame(TestClient $client): string
{
    ['fin' => $fin, 'rsv' => $rsv, 'opcode' => $opcode, 'masked' => $masked, 'payload' => $payload] = $client->readFrame();
    $kind = match ($opcode) {
        0 => 'continuation', 1 => 'text', 2 => 'binary', 8 => 'close', 9 => 'ping', 10 => 'pong', default => "opcode $opcode",
    };
    if ($opcode === 8 && strlen($payload) >= 2) {
        $payload = unpack('n', $payload)[1] . ' ' . short(substr($payload, 2));
    } else {
        $payload = short($payload);
    }
    return $kind . ($fin ? '' : '+') . ($rsv ? " rsv=$rsv" : '') . ($masked ? ' masked' : '') . " $payload";
}

/** The next $frames frames, one a line. */
function wire(TestClient $client, int $frames = 1): string
{
    $lines = '';
    while ($frames-- > 0) {
        $lines .= '> ' . wireFrame($client) . "\n";
    }
    return $lines;
}

/** A close frame's payload. */
function closing(int $code, string $reason = ''): string
{
    return pack('n', $code) . $reason;
}

/** Whether the server says no more and ends TCP. */
function ended(TestClient $client): string
{
    $rest = $client->readAll();
    return $rest === '' ? "> end\n" : '> more: ' . short($rest) . "\n";
}

/** Resets the connection: the other side gets ECONNRESET. */
function resetConnection(TestClient $client): void
{
    $socket = socket_import_stream($client->socket);
    socket_set_option($socket, SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
    $client->close();
}
