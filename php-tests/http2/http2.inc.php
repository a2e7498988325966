<?php

/*
 * A client that speaks HTTP/2 in frames, right ones and wrong ones (RFC 9113, RFC 7541).
 *
 *     $http2 = Http2Client::of($server);
 *     $stream = $http2->request('/');
 *     echo $http2->response($stream), "\n";
 *
 * Header fields are sent as plain literals; all forms are understood. Windows are opened again as data comes, unless
 * told otherwise. What the server says of the connection is kept in `said`.
 */

require_once __DIR__ . '/../server.inc.php';

const DATA = 0, HEADERS = 1, PRIORITY = 2, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8, CONTINUATION = 9;
const END_STREAM = 1, ACK = 1, END_HEADERS = 4;
const HEADER_TABLE_SIZE = 1, MAX_CONCURRENT_STREAMS = 3, INITIAL_WINDOW_SIZE = 4, MAX_FRAME_SIZE = 5, MAX_HEADER_LIST_SIZE = 6, ENABLE_CONNECT_PROTOCOL = 8;

final class Http2Stream
{
    /** @var array<string, list<string>> */
    public array $headers = [];
    /** @var array<string, list<string>> */
    public array $trailers = [];
    public string $data = '';
    public bool $ended = false;
    public ?int $reset = null;

    public function header(string $name): ?string
    {
        return isset($this->headers[$name]) ? implode(', ', $this->headers[$name]) : null;
    }

    /** Status and body, and how else it ended. */
    public function __toString(): string
    {
        $end = match (true) {
            $this->reset !== null && !$this->ended => " [reset $this->reset]",
            !$this->ended => ' [open]',
            default => '',
        };
        return trim(($this->header(':status') ?? '') . " $this->data$end");
    }
}

final class Http2Client
{
    public const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** @var array<int, Http2Stream> */
    public array $streams = [];
    /** @var array<int, int> the server's settings */
    public array $settings = [];
    /** @var list<string> what came on stream 0, in words */
    public array $said = [];
    private int $next = 1;
    /** @var list<array{string, string}> the dynamic table, newest first */
    private array $table = [];
    private bool $open = true;
    /** @var array<int, int> what the server has made room for, by stream; 0 is the connection */
    private array $room = [0 => 65535];

    /**
     * @param array<int, int> $settings ours
     * @param bool $take open the windows again as data comes
     */
    public function __construct(public readonly TestClient $client, array $settings = [], private bool $take = true, bool $begin = true)
    {
        $begin && $client->send(self::PREFACE . self::settings($settings));
    }

    /** @param array<int, int> $settings */
    public static function of(TestServer $server, array $settings = [], bool $take = true): self
    {
        return new self($server->connect(), $settings, $take);
    }

    public static function frame(int $type, int $flags = 0, int $stream = 0, string $payload = ''): string
    {
        return substr(pack('N', strlen($payload)), 1) . chr($type) . chr($flags) . pack('N', $stream) . $payload;
    }

    /** @param array<int, int> $settings */
    public static function settings(array $settings): string
    {
        $payload = '';
        foreach ($settings as $name => $value) {
            $payload .= pack('nN', $name, $value);
        }
        return self::frame(SETTINGS, 0, 0, $payload);
    }

    private static function integer(int $value, int $bits, int $first = 0): string
    {
        $most = (1 << $bits) - 1;
        if ($value < $most) {
            return chr($first | $value);
        }
        $bytes = chr($first | $most);
        for ($value -= $most; $value > 127; $value >>= 7) {
            $bytes .= chr($value & 127 | 128);
        }
        return $bytes . chr($value);
    }

    /**
     * Header fields as literals that are not indexed (RFC 7541 §6.2.2).
     *
     * @param array<string, string|list<string>> $fields
     */
    public static function block(array $fields): string
    {
        $block = '';
        foreach ($fields as $name => $values) {
            foreach ((array) $values as $value) {
                $block .= "\0" . self::integer(strlen($name), 7) . $name . self::integer(strlen($value), 7) . $value;
            }
        }
        return $block;
    }

    /** @param array<string, string|list<string>> $fields */
    public static function head(string $path, array $fields = [], string $method = 'GET'): string
    {
        return self::block([':method' => $method, ':scheme' => 'http', ':path' => $path, ':authority' => 'example.org'] + $fields);
    }

    /** The number of the next stream, for frames made by hand. */
    public function stream(): int
    {
        $stream = $this->next;
        $this->next += 2;
        $this->streams[$stream] = new Http2Stream();
        return $stream;
    }

    /**
     * Opens a stream. Without a body it ends there; a body of null stays open.
     *
     * @param array<string, string|list<string>> $fields
     * @param array<string, string> $trailers
     */
    public function request(string $path, array $fields = [], ?string $body = '', string $method = 'GET', array $trailers = []): int
    {
        $stream = $this->stream();
        $over = $body === '' && !$trailers;
        $this->send(HEADERS, END_HEADERS | ($over ? END_STREAM : 0), $stream, self::head($path, $fields, $method));
        if ((string) $body !== '') {
            $this->data($stream, $body, !$trailers);
        }
        if ($trailers) {
            $this->send(HEADERS, END_HEADERS | END_STREAM, $stream, self::block($trailers));
        }
        return $stream;
    }

    /** Sends of a body, as the server makes room for it; no more once it has answered. */
    public function data(int $stream, string $bytes, bool $last): void
    {
        while ($bytes !== '') {
            $this->room[$stream] ??= $this->settings[INITIAL_WINDOW_SIZE] ?? 65535;
            $room = min($this->room[0], $this->room[$stream], 16384);
            $on = $this->streams[$stream];
            if ($on->ended || $on->reset !== null) {
                return;
            }
            if ($room <= 0) {
                if (!$this->read()) {
                    return;
                }
                continue;
            }
            $piece = substr($bytes, 0, $room);
            $bytes = substr($bytes, $room);
            $this->room[0] -= strlen($piece);
            $this->room[$stream] -= strlen($piece);
            $this->send(DATA, $bytes === '' && $last ? END_STREAM : 0, $stream, $piece);
        }
    }

    /** Sends a frame; false when the server has closed. */
    public function send(int $type, int $flags = 0, int $stream = 0, string $payload = ''): bool
    {
        return $this->open && $this->client->send(self::frame($type, $flags, $stream, $payload));
    }

    public function window(int $stream, int $more): void
    {
        $this->send(WINDOW_UPDATE, 0, $stream, pack('N', $more));
    }

    /** Reads one frame; false at the end of the connection. */
    public function read(): bool
    {
        if (!$this->open) {
            return false;
        }
        try {
            $head = $this->client->read(9);
            $length = unpack('N', "\0" . substr($head, 0, 3))[1];
            [$type, $flags] = [ord($head[3]), ord($head[4])];
            $stream = unpack('N', substr($head, 5))[1] & 0x7fffffff;
            $payload = $length > 0 ? $this->client->read($length) : '';
        } catch (RuntimeException $end) {
            if (!str_starts_with($end->getMessage(), 'the server closed')) {
                throw $end;
            }
            return $this->open = false;
        }
        $this->received($type, $flags, $this->streams[$stream] ?? new Http2Stream(), $stream, $payload);
        return true;
    }

    private function received(int $type, int $flags, Http2Stream $on, int $stream, string $payload): void
    {
        switch ($type) {
            case HEADERS:
                while (!($flags & END_HEADERS)) {
                    $head = $this->client->read(9);
                    $flags |= ord($head[4]) & END_HEADERS;
                    $payload .= $this->client->read(unpack('N', "\0" . substr($head, 0, 3))[1]);
                }
                $fields = $this->decode($payload);
                if ($on->headers) {
                    $on->trailers = $fields;
                } else {
                    $on->headers = $fields;
                }
                $on->ended = $on->ended || $flags & END_STREAM;
                break;
            case DATA:
                $on->data .= $payload;
                $on->ended = $on->ended || $flags & END_STREAM;
                if ($this->take && $payload !== '') {
                    $this->window(0, strlen($payload));
                    $on->ended || $this->window($stream, strlen($payload));
                }
                break;
            case RST_STREAM:
                $on->reset = unpack('N', $payload)[1];
                break;
            case SETTINGS:
                foreach (str_split($payload, 6) as $setting) {
                    if ($setting !== '') {
                        ['name' => $name, 'value' => $value] = unpack('nname/Nvalue', $setting);
                        $this->settings[$name] = $value;
                    }
                }
                if ($flags & ACK) {
                    $this->said[] = 'settings acknowledged';
                } else {
                    $this->send(SETTINGS, ACK);
                }
                break;
            case WINDOW_UPDATE:
                $this->room[$stream] = ($this->room[$stream] ?? $this->settings[INITIAL_WINDOW_SIZE] ?? 65535) + unpack('N', $payload)[1];
                break;
            case PING:
                if (!($flags & ACK)) {
                    $this->send(PING, ACK, 0, $payload);
                }
                $this->said[] = $flags & ACK ? "pong $payload" : (preg_match('/^[ -~\0]+$/D', $payload) ? "ping $payload" : 'ping');
                break;
            case GOAWAY:
                ['last' => $last, 'code' => $code] = unpack('Nlast/Ncode', $payload);
                $this->said[] = "goaway $code" . ($last === 0x7fffffff ? '' : " after $last") . (strlen($payload) > 8 ? ': ' . substr($payload, 8) : '');
                break;
        }
    }

    /** Reads until the stream has ended, or the connection. */
    public function response(int $stream): Http2Stream
    {
        $response = $this->streams[$stream];
        while (!$response->ended && $response->reset === null && $this->read());
        return $response;
    }

    /** Reads until $condition holds; false: the connection ended before. */
    public function until(callable $condition): bool
    {
        while (!$condition($this)) {
            if (!$this->read()) {
                return false;
            }
        }
        return true;
    }

    /** Reads until the server has said this of the connection. */
    public function hears(string $word): bool
    {
        return $this->until(fn () => in_array($word, $this->said));
    }

    /** Reads until the server closes. */
    public function end(): void
    {
        while ($this->read());
    }

    /** Whether the server has taken in everything that was sent. */
    public function sync(): bool
    {
        static $count = 0;
        $mark = sprintf('sync%04d', ++$count);
        $this->send(PING, 0, 0, $mark);
        return $this->hears("pong $mark");
    }

    /** @return array<string, list<string>> */
    private function decode(string $block): array
    {
        $fields = [];
        $at = 0;
        while ($at < strlen($block)) {
            $first = ord($block[$at]);
            if ($first & 128) {
                [$name, $value] = $this->entry($this->number($block, $at, 7));
            } elseif (($first & 0xe0) === 0x20) {
                $this->number($block, $at, 5);
                $this->evict(0);
                continue;
            } else {
                $index = $this->number($block, $at, $first & 64 ? 6 : 4);
                $name = $index ? $this->entry($index)[0] : $this->text($block, $at);
                $value = $this->text($block, $at);
                if ($first & 64) {
                    array_unshift($this->table, [$name, $value]);
                    $this->evict(4096);
                }
            }
            $fields[$name][] = $value;
        }
        return $fields;
    }

    private function evict(int $most): void
    {
        $size = fn () => array_sum(array_map(fn ($entry) => strlen($entry[0]) + strlen($entry[1]) + 32, $this->table));
        while ($this->table && $size() > $most) {
            array_pop($this->table);
        }
    }

    private function number(string $block, int &$at, int $bits): int
    {
        $most = (1 << $bits) - 1;
        $value = ord($block[$at++]) & $most;
        if ($value === $most) {
            $shift = 0;
            do {
                $byte = ord($block[$at++]);
                $value += ($byte & 127) << $shift;
                $shift += 7;
            } while ($byte & 128);
        }
        return $value;
    }

    private function text(string $block, int &$at): string
    {
        $huffman = ord($block[$at]) & 128;
        $length = $this->number($block, $at, 7);
        $text = substr($block, $at, $length);
        $at += $length;
        return $huffman ? self::expand($text) : $text;
    }

    /** Huffman's code of RFC 7541, Appendix B. */
    private static function expand(string $text): string
    {
        static $codes = null;
        if ($codes === null) {
            // The lengths of the codes, 'A' for 5. Codes of one length follow each other in the order of their bytes.
            $lengths = 'ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX'
                . 'PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRSVVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWV';
            $order = range(0, 255);
            usort($order, fn ($a, $b) => [$lengths[$a], $a] <=> [$lengths[$b], $b]);
            [$code, $before] = [0, 5];
            foreach ($order as $byte) {
                $length = ord($lengths[$byte]) - 60;
                $code <<= $length - $before;
                $before = $length;
                $codes[$length][$code++] = chr($byte);
            }
        }
        [$out, $code, $length] = ['', 0, 0];
        foreach (str_split($text) as $byte) {
            for ($bit = 7; $bit >= 0; $bit--) {
                $code = $code << 1 | ord($byte) >> $bit & 1;
                $length++;
                if (isset($codes[$length][$code])) {
                    $out .= $codes[$length][$code];
                    $code = $length = 0;
                }
            }
        }
        return $out;
    }

    /** @return array{string, string} an entry of the static table, then of the dynamic one (RFC 7541, Appendix A) */
    private function entry(int $index): array
    {
        static $table = null;
        $table ??= array_map(fn ($line) => explode(' ', $line, 2) + [1 => ''], explode("\n", <<<'TABLE'
            :authority
            :method GET
            :method POST
            :path /
            :path /index.html
            :scheme http
            :scheme https
            :status 200
            :status 204
            :status 206
            :status 304
            :status 400
            :status 404
            :status 500
            accept-charset
            accept-encoding gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            TABLE));
        return $table[$index - 1] ?? $this->table[$index - 62];
    }
}
