--TEST--
DNS records: short names are looked for in the domains of the search list, as PHP's own functions do
--ENV--
LOCALDOMAIN=corp.example lab.example
RES_OPTIONS=attempts:1 ndots:1
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
Co\run(function () use ($dns) {
    foreach (['host', 'host.example', 'host.', 'none', 'none.x', 'none.x.', 'nodata', 'failing', 'refused', 'formerr', ''] as $name) {
        $records = @swoole_dns_get_record($name, DNS_A);
        echo $name, ': ', json_encode($records[0]['host'] ?? $records), ' ', $dns->asked(), "\n";
    }
    putenv('RES_OPTIONS=attempts:1 ndots:2');
    swoole_getmxrr('host.x', $hosts);
    echo $hosts[0], ' ', json_encode(swoole_checkdnsrr('none.x')), ' ', $dns->asked(), "\n";
    putenv('LOCALDOMAIN=');
    echo json_encode(swoole_checkdnsrr('host')), ' ', $dns->asked(), "\n";
    // This is for addresses alone, of names that are complete.
    Co::dnsLookup('host');
    echo $dns->asked(), "\n";
});
?>
--EXPECT--
host: "host.corp.example" host.corp.example A
host.example: "host.example" host.example A
host.: "host" host A
none: [] none.corp.example A, none.lab.example A, none A
none.x: [] none.x A, none.x.corp.example A, none.x.lab.example A
none.x.: [] none.x A
nodata: [] nodata.corp.example A, nodata.lab.example A, nodata A
failing: false failing.corp.example A, failing.lab.example A, failing A
refused: false refused.corp.example A, refused A
formerr: false formerr.corp.example A, formerr A
: false 
mx2.host.x.corp.example false host.x.corp.example MX, none.x.corp.example MX, none.x.lab.example MX, none.x MX
true host MX
host A
