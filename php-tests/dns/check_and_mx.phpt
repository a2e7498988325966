--TEST--
swoole_checkdnsrr(), swoole_getmxrr() and their other names, in a coroutine and outside of one
--ENV--
RES_OPTIONS=attempts:1
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
$main = function () use ($dns) {
    foreach (['x', 'none', 'nodata', 'failing', 'refused', 'formerr', 'big', 'many', 'alias'] as $name) {
        swoole_clear_error();
        echo $name, ' ', json_encode([swoole_checkdnsrr("$name.example."), swoole_last_error()]);
        $hosts = $weights = ['before'];
        echo ' ', json_encode([swoole_getmxrr("$name.example.", $hosts, $weights), count($hosts), array_slice($hosts, 0, 2), array_slice($weights, 0, 2)]), "\n";
    }
    echo $dns->asked(), "\n";
    foreach (['a', 'NS', 'cName', 'SOA', 'PTR', 'TXT', 'AAAA', 'SRV', 'NAPTR', 'A6', 'ANY', 'CAA'] as $type) {
        echo json_encode(swoole_dns_check_record('x.example.', $type)), ' ';
    }
    echo $dns->asked(), "\n";
    // Variables that are not set yet; hosts alone.
    echo json_encode([swoole_dns_get_mx('x.example.', $new, $new_weights), $new, $new_weights]);
    echo json_encode([swoole_getmxrr('x.example.', $alone), $alone]), "\n";
    echo json_encode([swoole_real_getmxrr('x.example.'), swoole_real_getmxrr('none.example.', ['h'], ['w'])]), "\n";
    $dns->asked();
};
$main();
ob_start();
$main();
$outside = ob_get_clean();
Co\run(function () use ($main, $outside) {
    ob_start();
    $main();
    var_dump(ob_get_clean() === $outside);
});
?>
--EXPECT--
x [true,0] [true,2,["mx2.x.example","mx1.x.example"],[20,10]]
none [false,711] [false,0,[],[]]
nodata [false,711] [false,0,[],[]]
failing [false,711] [false,0,[],[]]
refused [false,711] [false,0,[],[]]
formerr [false,711] [false,0,[],[]]
big [true,0] [true,3000,["mx2.big.example","mx1.big.example"],[20,10]]
many [false,711] [false,0,[],[]]
alias [true,0] [true,2,["mx2.alias.example","mx1.alias.example"],[20,10]]
x.example MX, x.example MX, none.example MX, none.example MX, nodata.example MX, nodata.example MX, failing.example MX, failing.example MX, refused.example MX, refused.example MX, formerr.example MX, formerr.example MX, big.example MX, big.example MX tcp, big.example MX, big.example MX tcp, many.example MX, many.example MX, alias.example MX, alias.example MX
true true true true true true true true true true true true x.example A, x.example NS, x.example CNAME, x.example SOA, x.example PTR, x.example TXT, x.example AAAA, x.example SRV, x.example NAPTR, x.example A6, x.example ANY, x.example CAA
[true,["mx2.x.example","mx1.x.example"],[20,10]][true,["mx2.x.example","mx1.x.example"]]
[[true,["mx2.x.example","mx1.x.example"],[20,10]],[false,[],[]]]
bool(true)
