--TEST--
System::dnsLookup(): asks the server of dns_server, over UDP and TCP; time, refusals, foreign answers
--FILE--
<?php
use Swoole\Coroutine\System;

/** The answer to a question: flags, and addresses for it. */
function answer(string $query, int $flags, array $addresses = []): string
{
    $text = substr($query, 0, 2) . pack('nnnnn', $flags, 1, count($addresses), 0, 0) . substr($query, 12);
    foreach ($addresses as $address) {
        $data = inet_pton($address);
        $text .= pack('nnnNn', 0xc00c, strlen($data) === 4 ? 1 : 28, 1, 60, strlen($data)) . $data;
    }
    return $text;
}

// UDP and TCP on one port: another is tried if somebody has taken it meanwhile.
do {
    $udp = stream_socket_server('udp://127.0.0.1:0', $e, $m, STREAM_SERVER_BIND);
    $address = stream_socket_get_name($udp, false);
    $tcp = @stream_socket_server("tcp://$address");
} while (!$tcp);

Co::set(['dns_server' => $address]);
Co\run(function () use ($udp, $tcp) {
    Swoole\Event::add($udp, function ($udp) {
        $query = stream_socket_recvfrom($udp, 512, 0, $peer);
        $name = substr($query, 13, ord($query[12]));
        $say = fn ($text) => stream_socket_sendto($udp, $text, 0, $peer);
        match ($name) {
            'v4' => $say(answer($query, 0x8180, ['1.2.3.4', '5.6.7.8'])),
            'v6' => $say(answer($query, 0x8180, ['fe80::1'])),
            'none' => $say(answer($query, 0x8183)),
            'big' => $say(answer($query, 0x8380)),
            // Three that are not the answer, then the one that is.
            'foreign' => array_map($say, ['x', "xx" . substr(answer($query, 0x8180, ['6.6.6.6']), 2), answer(str_replace('foreign', 'foreigm', $query), 0x8180, ['6.6.6.6']), answer($query, 0x8180, ['7.7.7.7'])]),
            'silent' => null,
        };
    });
    Swoole\Event::add($tcp, function ($tcp) {
        $client = stream_socket_accept($tcp);
        $query = '';
        while (strlen($query) < 2 || strlen($query) < 2 + unpack('n', $query)[1]) {
            System::waitEvent($client);
            $query .= fread($client, 600);
        }
        $query = substr($query, 2);
        $text = answer($query, 0x8180, array_fill(0, 100, '9.9.9.9'));
        fwrite($client, pack('n', strlen($text)) . $text);
        fclose($client);
    });
    var_dump(System::dnsLookup('v4.example'), Co::dnsLookup('v6.example', 60, 10));
    var_dump(System::dnsLookup('none.example'), swoole_last_error());
    var_dump(System::dnsLookup('big.example'), System::dnsLookup('foreign.example'));
    var_dump(System::dnsLookup('silent.example', 0.05), swoole_last_error());
    swoole_clear_error();
    var_dump(System::dnsLookup('127.0.0.1'), swoole_last_error(), System::dnsLookup('..'), swoole_last_error());
    $cid = go(fn () => var_dump(swoole_async_dns_lookup_coro('silent.example')));
    var_dump(Co::cancel($cid));
    Swoole\Event::del($udp);
    Swoole\Event::del($tcp);
});
?>
--EXPECT--
string(7) "1.2.3.4"
string(7) "fe80::1"
bool(false)
int(711)
string(7) "9.9.9.9"
string(7) "7.7.7.7"
bool(false)
int(712)
bool(false)
int(711)
bool(false)
int(711)
bool(false)
bool(true)
