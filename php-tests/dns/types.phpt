--TEST--
swoole_dns_get_record(): what each type has, in a coroutine, outside of one, and by swoole_real_dns_get_record()
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
$all = [];
Co\run(function () use (&$all) {
    foreach (TYPES as $type => $_) {
        echo $type, ': ';
        $all[$type] = swoole_dns_get_record('x.example.', constant("DNS_$type"));
        foreach ($all[$type] as $record) {
            ['host' => $host, 'class' => $class, 'ttl' => $ttl] = $record;
            assert($host === 'x.example' && $class === 'IN' && $ttl === 60);
            echo json_encode(array_slice($record, 3), JSON_INVALID_UTF8_SUBSTITUTE), ' ';
        }
        echo "\n";
        if (swoole_real_dns_get_record('x.example.', constant("DNS_$type")) !== [$all[$type], null, null]) {
            echo "not the same as an array\n";
        }
    }
    var_dump(swoole_dns_get_record('x.example.') === $all['ANY']);
});
echo $dns->asked() === '' ? "nothing asked\n" : '';
foreach (TYPES as $type => $_) {
    if (swoole_dns_get_record('x.example.', constant("DNS_$type")) !== $all[$type]) {
        echo "$type: not the same outside of a coroutine\n";
    }
}
echo $dns->asked(), "\n";
// The types of a mask are asked for one by one, in PHP's order.
var_dump(swoole_dns_get_record('x.example.', DNS_MX | DNS_A) === [...$all['A'], ...$all['MX']], count(swoole_dns_get_record('x.example.', DNS_ALL)));
echo $dns->asked(), "\n";
var_dump(swoole_dns_get_record('x.example.', 0), $dns->asked());
print_r($all['CNAME'][0]);
?>
--EXPECT--
A: {"type":"A","ip":"1.2.3.4"} {"type":"A","ip":"5.6.7.8"} 
NS: {"type":"NS","target":"ns.x.example"} 
CNAME: {"type":"CNAME","target":"a\\.b.\\\"\\\\\\032\\255\\$.x.example"} 
SOA: {"type":"SOA","mname":"ns.x.example","rname":"host.master","serial":4294967295,"refresh":2,"retry":3,"expire":4,"minimum-ttl":5} 
PTR: {"type":"PTR","target":"ptr.example"} 
HINFO: {"type":"HINFO","cpu":"VAX","os":"UNIX"} 
MX: {"type":"MX","pri":20,"target":"mx2.x.example"} {"type":"MX","pri":10,"target":"mx1.x.example"} 
TXT: {"type":"TXT","txt":"abc\"d","entries":["ab","c\"d"]} {"type":"TXT","txt":"short","entries":["short"]} {"type":"TXT","txt":"","entries":[]} 
AAAA: {"type":"AAAA","ipv6":"fe80::1:0:0:1"} {"type":"AAAA","ipv6":"::"} {"type":"AAAA","ipv6":"1::3:0:0:0:7:8"} 
SRV: {"type":"SRV","pri":1,"weight":2,"port":8080,"target":"srv.example"} 
NAPTR: {"type":"NAPTR","order":100,"pref":10,"flags":"u","services":"sip","regex":"!.*!","replacement":""} 
A6: {"type":"A6","masklen":64,"ipv6":"::1","chain":"chain"} {"type":"A6","masklen":0,"ipv6":"1:2:3:4:5:6:7:8"} 
ANY: {"type":"A","ip":"1.2.3.4"} {"type":"MX","pri":20,"target":"mx2.x.example"} 
CAA: {"type":"CAA","flags":128,"tag":"issue","value":"ca.example"} 
bool(true)
x.example A, x.example NS, x.example CNAME, x.example SOA, x.example PTR, x.example HINFO, x.example MX, x.example TXT, x.example AAAA, x.example SRV, x.example NAPTR, x.example A6, x.example ANY, x.example CAA
bool(true)
int(20)
x.example A, x.example MX, x.example A, x.example NS, x.example CNAME, x.example SOA, x.example PTR, x.example HINFO, x.example MX, x.example TXT, x.example AAAA, x.example SRV, x.example NAPTR, x.example A6, x.example CAA
array(0) {
}
string(0) ""
Array
(
    [host] => x.example
    [class] => IN
    [ttl] => 60
    [type] => CNAME
    [target] => a\.b.\"\\\032\255\$.x.example
)
