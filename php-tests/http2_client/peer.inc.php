<?php

/*
 * Servers that speak HTTP/2 in frames, right ones and wrong ones, in a coroutine of the test.
 *
 *     $port = Peer::start(fn (Peer $peer) => $peer->answer($peer->request(), 'hello'));
 *
 * The callback is called with each connection, after the client's preface; the connection ends with it.
 */

require_once __DIR__ . '/../http2/http2.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http2\Client;
use Swoole\Coroutine\Socket;
use Swoole\Http2\Request;
use Swoole\Http2\Response;

final class Peer
{
    /** @var list<Socket> */
    private static array $listeners = [];

    private function __construct(public readonly Socket $socket)
    {
    }

    /**
     * @param callable(self): mixed $serve
     * @param bool $begin read the preface, and send settings
     * @return int the port
     */
    public static function start(callable $serve, array $settings = [], bool $begin = true): int
    {
        $listener = new Socket(2, 1);
        $listener->bind('127.0.0.1', 0) && $listener->listen() || throw new RuntimeException('no listener');
        self::$listeners[] = $listener;
        go(function () use ($listener, $serve, $settings, $begin) {
            while ($socket = $listener->accept(-1)) {
                go(function () use ($socket, $serve, $settings, $begin) {
                    $peer = new self($socket);
                    if ($begin) {
                        if ($socket->recvAll(24) !== Http2Client::PREFACE) {
                            return;
                        }
                        $socket->sendAll(Http2Client::settings($settings));
                    }
                    $serve($peer);
                    $socket->close();
                });
            }
        });
        return $listener->getsockname()['port'];
    }

    /** No connections any more. */
    public static function stop(): void
    {
        foreach (self::$listeners as $listener) {
            $listener->close();
        }
        self::$listeners = [];
    }

    public function send(int $type, int $flags = 0, int $stream = 0, string $payload = ''): void
    {
        $this->socket->sendAll(Http2Client::frame($type, $flags, $stream, $payload));
    }

    /** @return array{int, int, int, string}|null type, flags, stream, payload; null at the end */
    public function frame(): ?array
    {
        $head = $this->socket->recvAll(9, PATIENCE);
        if (!is_string($head) || strlen($head) < 9) {
            return null;
        }
        $length = unpack('N', "\0" . substr($head, 0, 3))[1];
        $frame = [ord($head[3]), ord($head[4]), unpack('N', substr($head, 5))[1], $length ? $this->socket->recvAll($length, PATIENCE) : ''];
        if ($frame[0] === SETTINGS && !($frame[1] & ACK)) {
            $this->send(SETTINGS, ACK);
        }
        return $frame;
    }

    /** Reads until a frame of this type comes, with these flags. @return array{int, int, int, string}|null */
    public function until(int $type, int $flags = 0): ?array
    {
        while (($frame = $this->frame()) && !($frame[0] === $type && ($frame[1] & $flags) === $flags));
        return $frame;
    }

    /** The stream of the next request. */
    public function request(): ?int
    {
        return $this->until(HEADERS)[2] ?? null;
    }

    /** @param array<string, string|list<string>> $headers */
    public function head(int $stream, array $headers = [], bool $ends = false): void
    {
        $this->send(HEADERS, END_HEADERS | ($ends ? END_STREAM : 0), $stream, Http2Client::block([':status' => '200'] + $headers));
    }

    public function answer(int $stream, string $body, array $headers = []): void
    {
        $this->socket->sendAll(
            Http2Client::frame(HEADERS, END_HEADERS, $stream, Http2Client::block([':status' => '200'] + $headers))
            . Http2Client::frame(DATA, END_STREAM, $stream, $body)
        );
    }

    public function goAway(int $last, int $code, string $debug = ''): void
    {
        $this->send(GOAWAY, 0, 0, pack('NN', $last, $code) . $debug);
    }

    /** Reads until the client closes. */
    public function end(): void
    {
        while ($this->frame());
    }
}

function request(string $path = '/', array $properties = []): Request
{
    $request = new Request();
    foreach (['path' => $path] + $properties as $name => $value) {
        $request->$name = $value;
    }
    return $request;
}

/** What a response says, in a line. */
function say(Client $client, Response|false $response): string
{
    if (!$response) {
        return "false $client->errCode $client->errMsg" . ($client->connected ? '' : ', closed');
    }
    $data = strlen((string) $response->data) > 60 ? strlen($response->data) . ' bytes' : json_encode($response->data);
    return "#$response->streamId $response->statusCode $data" . ($response->errCode ? " error $response->errCode" : '') . ($response->pipeline ? ' ...' : '');
}
