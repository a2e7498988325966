<?php

/*
 * A name server in a process of its own, over UDP and TCP on one port. What it says depends on the first label of the name:
 *
 *     $dns = new NameServer();
 *     Co::set(['dns_server' => $dns->address]);
 *     echo $dns->asked();      // the questions since the last call, as "name type" or "name type tcp"
 *
 * It needs no extension, and ends with the test.
 */

const TYPES = ['A' => 1, 'NS' => 2, 'CNAME' => 5, 'SOA' => 6, 'PTR' => 12, 'HINFO' => 13, 'MX' => 15, 'TXT' => 16,
    'AAAA' => 28, 'SRV' => 33, 'NAPTR' => 35, 'A6' => 38, 'ANY' => 255, 'CAA' => 257];

final class NameServer
{
    public string $address;
    /** @var resource */
    private $process;
    private array $pipes = [];

    public function __construct()
    {
        $command = [PHP_BINARY, '-n', '-d', 'display_errors=stderr', __FILE__];
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $this->pipes);
        $this->address = trim(fgets($this->pipes[1]));
        stream_set_blocking($this->pipes[1], false);
    }

    /** What was asked since the last call. A question is noted before it is answered. */
    public function asked(): string
    {
        return str_replace("\n", ', ', trim(stream_get_contents($this->pipes[1])));
    }

    public function __destruct()
    {
        array_map(fclose(...), $this->pipes);
        proc_close($this->process);
    }
}

function labels(string $name): string
{
    $labels = array_map(fn ($label) => chr(strlen($label)) . $label, $name === '' ? [] : explode('.', $name));
    return implode($labels) . "\0";
}

/** A record of the name that was asked for, or of another one. */
function record(string $type, string $data, string $owner = "\xc0\x0c"): string
{
    return $owner . pack('nnNn', TYPES[$type], 1, 60, strlen($data)) . $data;
}

/** @param list<string> $answers @param list<string> $authority @param list<string> $additional */
function message(string $query, int $flags, array $answers = [], array $authority = [], array $additional = []): string
{
    $counts = pack('nnnnn', $flags, 1, count($answers), count($authority), count($additional));
    return substr($query, 0, 2) . $counts . substr($query, 12) . implode([...$answers, ...$authority, ...$additional]);
}

/** @return list<string> */
function zone(string $type): array
{
    return match ($type) {
        'A' => [record('A', "\1\2\3\4"), record('A', "\5\6\7\x08")],
        'NS' => [record('NS', "\2ns\xc0\x0c")],
        'CNAME' => [record('CNAME', "\3a.b\5\"\\ \xff\$\xc0\x0c")],
        'SOA' => [record('SOA', "\2ns\xc0\x0c" . labels('host.master') . pack('N5', 4294967295, 2, 3, 4, 5))],
        'PTR' => [record('PTR', labels('ptr.example'))],
        'HINFO' => [record('HINFO', "\3VAX\4UNIX")],
        'MX' => [record('MX', pack('n', 20) . "\3mx2\xc0\x0c"), record('MX', pack('n', 10) . "\3mx1\xc0\x0c")],
        'TXT' => [record('TXT', "\2ab\0\3c\"d"), record('TXT', "\x09short"), record('TXT', "\0")],
        'AAAA' => [record('AAAA', inet_pton('fe80::1:0:0:1')), record('AAAA', inet_pton('::')), record('AAAA', inet_pton('1:0:3::7:8'))],
        'SRV' => [record('SRV', pack('nnn', 1, 2, 8080) . labels('srv.example'))],
        'NAPTR' => [record('NAPTR', pack('nn', 100, 10) . "\1u\3sip\4!.*!\0")],
        'A6' => [record('A6', "\x40\0\0\0\0\0\0\0\1" . labels('chain')), record('A6', "\0" . inet_pton('1:2:3:4:5:6:7:8'))],
        'CAA' => [record('CAA', "\x80\5issueca.example")],
        'ANY' => [record('A', "\1\2\3\4"), record('MX', pack('n', 20) . "\3mx2\xc0\x0c"), "\xc0\x0c" . pack('nnNn', 99, 1, 60, 3) . 'SPF'],
    };
}

if (realpath($argv[0]) !== __FILE__) {
    return;
}

// From here on this is the server.

/** What is said to a question: no, one or several messages. */
function say(string $query, string $name, string $type, bool $tcp): array
{
    $fine = fn (array ...$sections) => [message($query, 0x8180, ...$sections)];
    $first = explode('.', $name)[0];
    switch ($first) {
        case 'none':
            return [message($query, 0x8183)];
        case 'nodata':
            return $fine();
        case 'failing':
            return [message($query, 0x8182)];
        case 'formerr':
            return [message($query, 0x8181)];
        case 'refused':
            return [message($query, 0x8185)];
        case 'silent':
            return [];
        case 'big':
            return $tcp ? $fine(array_merge(...array_fill(0, 1500, zone($type)))) : [message($query, 0x8380)];
        case 'cut':
            return $tcp ? [substr($fine(zone($type))[0], 0, -1)] : [message($query, 0x8380)];
        case 'foreign':
            $good = $fine(zone($type))[0];
            return [
                'x', '', ~substr($good, 0, 2) . substr($good, 2),
                str_replace('foreign', 'foreigm', $good),
                str_replace("\0\0" . chr(TYPES[$type]), "\0\0\x63", $good),
                $query, $good,
            ];
        case 'sections':
            return $fine(zone($type), [record('NS', "\2ns\xc0\x0c"), record('NS', "\3ns2\xc0\x0c")],
                // The last is what EDNS has: no record, but in the raw.
                [record('A', "\x09\x09\x09\x09", "\2ns\xc0\x0c"), "\0" . pack('nnNn', 41, 4096, 0, 3) . 'opt']);
        case 'empty':
            return $fine([record('TXT', ''), ...zone($type)]);
        case 'alias':
            return $fine([record('CNAME', "\4real\xc0\x0c"), ...array_map(fn ($r) => "\4real" . $r, zone($type))]);
        // What nobody may send.
        case 'loop':
            return $fine([record('CNAME', "\xc0\x0c", "\xc0" . chr(strlen($query)))]);
        case 'many':
            return [substr_replace($fine(zone($type))[0], "\xff\xff", 6, 2)];
        case 'short':
            return $fine([record($type, "\x09")]);
        case 'astray':
            return $fine([record('NS', "\xff\xff"), record('MX', "\0\1\xff\xff")]);
    }
    return $type === '?' ? $fine(["\xc0\x0c" . pack('nnNn', 99, 1, 60, 3) . 'SPF']) : $fine(zone($type));
}

function question(string $query): array
{
    $labels = [];
    for ($at = 12; ($length = ord($query[$at])) !== 0; $at += 1 + $length) {
        $labels[] = substr($query, $at + 1, $length);
    }
    return [implode('.', $labels), array_search(unpack('n', $query, $at + 1)[1], TYPES) ?: '?'];
}

do {
    $udp = stream_socket_server('udp://127.0.0.1:0', $e, $m, STREAM_SERVER_BIND);
    $address = stream_socket_get_name($udp, false);
    $tcp = @stream_socket_server("tcp://$address");
} while (!$tcp);
echo $address, "\n";

$together = [];
while (true) {
    $read = [STDIN, $udp, $tcp];
    $write = $except = null;
    stream_select($read, $write, $except, null);
    if (in_array(STDIN, $read, true)) {
        exit;
    }
    if (in_array($udp, $read, true)) {
        $query = stream_socket_recvfrom($udp, 600, 0, $peer);
        [$name, $type] = question($query);
        echo "$name $type\n";
        // Answers are held back until three have asked, and come in the other order then.
        if (str_starts_with($name, 'together')) {
            array_unshift($together, [$query, $peer]);
            if (count($together) === 3) {
                foreach ($together as [$query, $peer]) {
                    stream_socket_sendto($udp, message($query, 0x8180, zone('A')), 0, $peer);
                }
                $together = [];
            }
            continue;
        }
        foreach (say($query, $name, $type, false) as $message) {
            stream_socket_sendto($udp, $message, 0, $peer);
        }
    }
    if (in_array($tcp, $read, true)) {
        $client = stream_socket_accept($tcp);
        $query = stream_get_contents($client, unpack('n', stream_get_contents($client, 2))[1]);
        [$name, $type] = question($query);
        echo "$name $type tcp\n";
        foreach (say($query, $name, $type, true) as $message) {
            fwrite($client, pack('n', strlen($message)) . $message);
        }
        fclose($client);
    }
}
