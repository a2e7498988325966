--TEST--
DNS records: what servers refuse, answers that cannot be read, foreign ones, those that need TCP
--ENV--
RES_OPTIONS=attempts:2
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
set_error_handler(function ($level, $message) { echo substr($message, strlen('swoole_dns_get_record(): ')), ' '; return true; });
$main = function () use ($dns) {
    foreach ([
        'none' => DNS_A, 'nodata' => DNS_A, 'failing' => DNS_A, 'refused' => DNS_A, 'formerr' => DNS_A,
        'big' => DNS_A, 'cut' => DNS_A, 'foreign' => DNS_A, 'empty' => DNS_ANY,
        'loop' => DNS_CNAME, 'many' => DNS_A, 'short' => DNS_AAAA, 'astray' => DNS_MX,
    ] as $name => $type) {
        swoole_clear_error();
        $result = swoole_dns_get_record("$name.example.", $type);
        echo $name, ' ', is_array($result) ? count($result) : 'false', ' ', swoole_last_error(), ' ', $dns->asked(), "\n";
    }
    // A record that cannot be read does no harm to who takes it as it came, or asks for another type.
    echo count(swoole_dns_get_record('short.example.', 28, $a, raw: true)), count(swoole_dns_get_record('astray.example.', DNS_A)), "\n";
    foreach (['a..b', str_repeat('x', 64), str_repeat('a.', 130), 'a\\', '\999'] as $name) {
        echo json_encode(swoole_dns_get_record($name, DNS_A)), json_encode(swoole_checkdnsrr($name)), "\n";
    }
    $dns->asked();
    // The root; a dot within a label, a byte by its number.
    echo count(swoole_dns_get_record('.', DNS_A)), ' ', count(swoole_dns_get_record('a\.b.\065.example.', DNS_A)), ' ', $dns->asked(), "\n";
};
$main();
ob_start();
$main();
$outside = ob_get_clean();
Co\run(function () use ($main, $outside) {
    ob_start();
    $main();
    var_dump(ob_get_clean() === $outside);
    // The same answers, for those who want an address.
    foreach (['failing', 'refused', 'formerr', 'many', 'short', 'cut', 'none', 'x', 'foreign', 'big', 'alias'] as $name) {
        echo json_encode(Co::dnsLookup("$name.example")), ' ';
    }
    Co::set(['dns_server' => 'no address']);
    var_dump(swoole_dns_get_record('x.example.', DNS_A), swoole_last_error());
});
?>
--EXPECT--
none 0 0 none.example A
nodata 0 0 nodata.example A
A temporary server error occurred. failing false 711 failing.example A, failing.example A
A temporary server error occurred. refused false 711 refused.example A, refused.example A
An unexpected server failure occurred. formerr false 711 formerr.example A
big 3000 0 big.example A, big.example A tcp
Unable to parse DNS data received cut false 711 cut.example A, cut.example A tcp, cut.example A, cut.example A tcp
foreign 2 0 foreign.example A
empty 2 0 empty.example ANY
Unable to parse DNS data received loop false 711 loop.example CNAME, loop.example CNAME
Unable to parse DNS data received many false 711 many.example A, many.example A
Unable to parse DNS data received short false 711 short.example AAAA
Unable to parse DNS data received astray false 711 astray.example MX
10
An unexpected server failure occurred. falsefalse
An unexpected server failure occurred. falsefalse
An unexpected server failure occurred. falsefalse
An unexpected server failure occurred. falsefalse
An unexpected server failure occurred. falsefalse
2 2 A, a.b.A.example A
bool(true)
false false false false false false false "1.2.3.4" "1.2.3.4" "1.2.3.4" "1.2.3.4" A temporary server error occurred. bool(false)
int(711)
