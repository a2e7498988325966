<?php

/*
 * A client that compresses and inflates with PHP's own zlib, as RFC 7692 has it:
 *
 *     $client = new DeflatingClient($server, '/echo', 'client_max_window_bits');
 *     echo $client->agreed, "\n";
 *     $client->push('hello');
 *     echo $client->told();       // c1 "hello"
 */

require_once __DIR__ . '/cases.inc.php';

final class DeflatingClient
{
    public readonly TestClient $raw;
    /** What the server has answered, without the extension's name; null: no compression. */
    public readonly ?string $agreed;
    /** Bytes of the last frame's payload as it came over the wire. */
    public int $length = 0;
    private ?DeflateContext $deflate = null;
    private ?InflateContext $inflate = null;
    private string $unfinished = '';
    private bool $compressed = false;

    /** @param string|null $offer the offer's parameters; null: nothing is offered */
    public function __construct(TestServer $server, string $target, ?string $offer = '')
    {
        $this->raw = $server->connect();
        $line = $offer === null ? '' : 'Sec-WebSocket-Extensions: permessage-deflate' . ($offer === '' ? '' : "; $offer") . "\r\n";
        $answer = $this->raw->handshake($target, $line)->header('sec-websocket-extensions');
        $this->agreed = $answer === null ? null : ltrim(substr($answer, strlen('permessage-deflate')), '; ');
    }

    private function keeps(string $side): bool
    {
        return !str_contains($this->agreed, "{$side}_no_context_takeover");
    }

    private function bits(string $side): int
    {
        return preg_match("/{$side}_max_window_bits=(\\d+)/", $this->agreed, $found) ? max(9, (int) $found[1]) : 15;
    }

    /** The compressed form of a message. */
    public function deflated(string $message): string
    {
        if ($message === '') {
            return "\0";    // Section 7.2.3.6.
        }
        if (!$this->deflate || !$this->keeps('client')) {
            $this->deflate = deflate_init(ZLIB_ENCODING_RAW, ['window' => $this->bits('client')]);
        }
        return substr(deflate_add($this->deflate, $message, ZLIB_SYNC_FLUSH), 0, -4);
    }

    /** Sends a message, compressed, in as many frames as asked for. */
    public function push(string $message, int $opcode = 1, int $frames = 1): void
    {
        $bytes = $this->deflated($message);
        $size = max(1, (int) ceil(strlen($bytes) / $frames));
        $parts = str_split($bytes, $size);
        $wire = '';
        foreach ($parts as $n => $part) {
            $wire .= TestClient::frame($part, $n ? 0 : $opcode, $n === count($parts) - 1, $n ? 0 : 4);
        }
        $this->raw->send($wire);
    }

    /**
     * The next whole message.
     *
     * @return array{string, string} the first bytes of its frames in hex, the message
     */
    public function read(): array
    {
        $heads = [];
        do {
            ['fin' => $fin, 'rsv' => $rsv, 'opcode' => $opcode, 'payload' => $payload] = $this->raw->readFrame();
            $heads[] = sprintf('%02x', ($fin ? 0x80 : 0) | $rsv << 4 | $opcode);
            if ($opcode >= 8) {
                return [$heads[0], $payload];
            }
            $this->compressed = $opcode ? (bool) ($rsv & 4) : $this->compressed;
            $this->unfinished = $opcode ? $payload : $this->unfinished . $payload;
        } while (!$fin);
        $this->length = strlen($this->unfinished);
        $message = $this->unfinished;
        if ($this->compressed) {
            if (!$this->inflate || !$this->keeps('server')) {
                $this->inflate = inflate_init(ZLIB_ENCODING_RAW, ['window' => $this->bits('server')]);
            }
            $message = inflate_add($this->inflate, "$message\0\0\xff\xff", ZLIB_SYNC_FLUSH);
        }
        return [implode(' ', $heads), $message];
    }

    /** The next whole message in one line. */
    public function told(): string
    {
        [$heads, $message] = $this->read();
        if (str_starts_with($heads, '88')) {
            return "$heads " . (strlen($message) < 2 ? '' : unpack('n', $message)[1]) . ' ' . short(substr($message, 2)) . "\n";
        }
        return "$heads " . short($message) . "\n";
    }
}
