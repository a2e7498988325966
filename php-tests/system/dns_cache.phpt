--TEST--
Names that were looked up are kept: dns_cache_expire, dns_cache_capacity, swoole_clear_dns_cache()
--FILE--
<?php
use Swoole\Coroutine\System;

$udp = stream_socket_server('udp://127.0.0.1:0', $e, $m, STREAM_SERVER_BIND);
Co::set(['dns_server' => stream_socket_get_name($udp, false)]);
Co\run(function () use ($udp) {
    $asked = [];
    Swoole\Event::add($udp, function ($udp) use (&$asked) {
        $query = stream_socket_recvfrom($udp, 512, 0, $peer);
        $name = substr($query, 13, ord($query[12]));
        $asked[] = $name;
        $type = unpack('n', $query, strlen($query) - 4)[1];
        $data = $type === 1 ? inet_pton('10.0.0.' . count($asked)) : inet_pton('fe80::' . count($asked));
        $flags = $name === 'none' ? 0x8183 : 0x8180;
        $answers = $name === 'none' ? '' : pack('nnnNn', 0xc00c, $type, 1, 60, strlen($data)) . $data;
        $text = substr($query, 0, 2) . pack('nnnnn', $flags, 1, $answers === '' ? 0 : 1, 0, 0) . substr($query, 12) . $answers;
        stream_socket_sendto($udp, $text, 0, $peer);
    });
    $look = function (string $name, int $family = 2) use (&$asked) {
        $before = count($asked);
        echo json_encode(System::dnsLookup($name, 60, $family)), count($asked) > $before ? ' asked' : ' known', "\n";
    };
    $look('a.example');
    $look('A.example');
    $look('a.example', 10);
    $look('a.example', 10);
    swoole_clear_dns_cache();
    $look('a.example');
    // What was not found is not kept.
    $look('none.example');
    $look('none.example');

    Co::set(['dns_cache_capacity' => 1]);
    $look('b.example');
    $look('b.example');
    $look('a.example');
    Co::set(['dns_cache_expire' => 0]);
    $look('c.example');
    $look('c.example');
    Co::set(['dns_cache_capacity' => 10, 'dns_cache_expire' => 0.001]);
    $look('d.example');
    Co::sleep(0.01);
    $look('d.example');
    Swoole\Event::del($udp);

    // As the system has it: kept apart from what name servers say.
    Co::set(['dns_cache_expire' => 60]);
    var_dump(System::gethostbyname('localhost'), System::gethostbyname('localhost'));
});
?>
--EXPECT--
"10.0.0.1" asked
"10.0.0.1" known
"fe80::2" asked
"fe80::2" known
"10.0.0.3" asked
false asked
false asked
"10.0.0.6" asked
"10.0.0.6" known
"10.0.0.7" asked
"10.0.0.8" asked
"10.0.0.9" asked
"10.0.0.10" asked
"10.0.0.11" asked
string(9) "127.0.0.1"
string(9) "127.0.0.1"
