--TEST--
swoole_dns_get_record(): name servers, additional records, records as they came
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
$show = fn (?array $records) => json_encode($records === null ? null : array_map(fn ($r) => ($r['host'] ?: '.') . ' ' . $r['type'] . ' '
    . ($r['ip'] ?? $r['target'] ?? bin2hex($r['data'])), $records));
$n = 'sections.example.';
Co\run(function () use ($show, $n, $dns) {
    $records = swoole_dns_get_record($n, DNS_MX, $authority);
    echo $show($records), $show($authority), ' ', $dns->asked(), "\n";
    // With additional records everything is asked for as well, what it answers is not taken.
    $authority = ['before'];
    $additional = ['before'];
    $records = swoole_dns_get_record($n, DNS_MX, $authority, $additional);
    echo $show($records), $show($authority), $show($additional), ' ', $dns->asked(), "\n";
    // But not a second time.
    $records = swoole_dns_get_record($n, DNS_ANY, $authority, $additional);
    echo $show($records), $show($authority), $show($additional), ' ', $dns->asked(), "\n";
    $records = swoole_dns_get_record($n, 15, $authority, $additional, true);
    echo $show($records), $show($authority), $show($additional), ' ', $dns->asked(), "\n";
    // Named: there is no variable for additional records, which are not asked for then.
    $records = swoole_dns_get_record($n, 1, raw: true);
    echo json_encode(array_map(fn ($r) => ['data' => bin2hex($r['data'])] + $r, $records)), ' ', $dns->asked(), "\n";
    echo $show(swoole_dns_get_record('x.example.', 99, raw: true)), ' ', $dns->asked(), "\n";
    foreach ([[null, null], [[], null], [null, []], [['x'], ['y']]] as [$a, $b]) {
        [$records, $authority, $additional] = swoole_real_dns_get_record($n, DNS_NS, $a, $b);
        echo $show($records), $show($authority), $show($additional), ' ', $dns->asked(), "\n";
    }
    echo $show(swoole_real_dns_get_record($n, 1, raw: true)[0]), "\n";
    // The variables are empty when there is nothing.
    $authority = $additional = ['before'];
    var_dump(swoole_dns_get_record('none.example.', DNS_A, $authority, $additional), $authority, $additional);
    $authority = ['before'];
    var_dump(@swoole_dns_get_record('refused.example.', DNS_A, $authority), $authority);
    // Behind an alias, what was asked for alone.
    echo $show(swoole_dns_get_record('alias.example.', DNS_A)), "\n";
});
?>
--ENV--
RES_OPTIONS=attempts:1
--EXPECT--
["sections.example MX mx2.sections.example","sections.example MX mx1.sections.example"]["sections.example NS ns.sections.example","sections.example NS ns2.sections.example"] sections.example MX
["sections.example MX mx2.sections.example","sections.example MX mx1.sections.example"]["sections.example NS ns.sections.example","sections.example NS ns2.sections.example","sections.example NS ns.sections.example","sections.example NS ns2.sections.example"]["ns.sections.example A 9.9.9.9","ns.sections.example A 9.9.9.9"] sections.example MX, sections.example ANY
["sections.example A 1.2.3.4","sections.example MX mx2.sections.example"]["sections.example NS ns.sections.example","sections.example NS ns2.sections.example"]["ns.sections.example A 9.9.9.9"] sections.example ANY
["sections.example 15 0014036d7832c00c","sections.example 15 000a036d7831c00c"]["sections.example 2 026e73c00c","sections.example 2 036e7332c00c","sections.example 2 026e73c00c","sections.example 2 036e7332c00c"]["ns.sections.example 1 09090909",". 41 6f7074","ns.sections.example 1 09090909",". 41 6f7074"] sections.example MX, sections.example ANY
[{"data":"01020304","host":"sections.example","class":"IN","ttl":60,"type":1},{"data":"05060708","host":"sections.example","class":"IN","ttl":60,"type":1}] sections.example A
["x.example 99 535046"] x.example ?
["sections.example NS ns.sections.example"]nullnull sections.example NS
["sections.example NS ns.sections.example"]["sections.example NS ns.sections.example","sections.example NS ns2.sections.example"]null sections.example NS
["sections.example NS ns.sections.example"]null["ns.sections.example A 9.9.9.9","ns.sections.example A 9.9.9.9"] sections.example NS, sections.example ANY
["sections.example NS ns.sections.example"]["sections.example NS ns.sections.example","sections.example NS ns2.sections.example","sections.example NS ns.sections.example","sections.example NS ns2.sections.example"]["ns.sections.example A 9.9.9.9","ns.sections.example A 9.9.9.9"] sections.example NS, sections.example ANY
["sections.example 1 01020304","sections.example 1 05060708"]
array(0) {
}
array(0) {
}
array(0) {
}
bool(false)
array(0) {
}
["real.alias.example A 1.2.3.4","real.alias.example A 5.6.7.8"]
