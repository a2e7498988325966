--TEST--
DNS records: what is wrong with an argument is said as PHP does
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
$text = 'text';
$try = function (callable $call) use ($dns) {
    try {
        var_dump($call());
    } catch (Throwable $e) {
        echo get_class($e), ': ', str_replace('must not be empty', 'cannot be empty', $e->getMessage()), "\n";
    }
    echo ($asked = $dns->asked()) === '' ? '' : "asked: $asked\n";
};
$main = function () use ($try) {
    $try(fn () => swoole_checkdnsrr(''));
    $try(fn () => swoole_dns_check_record('', 'x'));
    $try(fn () => swoole_checkdnsrr('x', 'HINFO'));
    $try(fn () => swoole_dns_check_record('x', ''));
    $try(fn () => swoole_checkdnsrr("x\0y"));
    $try(fn () => swoole_checkdnsrr([]));
    $try(fn () => swoole_getmxrr('x'));
    $try(function () { $hosts = 'text'; return swoole_getmxrr('x', $hosts); });
    $try(function () { $weights = 1; return swoole_dns_get_mx('x', $hosts, $weights); });
    $try(fn () => swoole_getmxrr("x\0y", $hosts));
    $try(fn () => swoole_dns_get_record('x', 4));
    $try(fn () => swoole_dns_get_record('x', -1));
    $try(fn () => swoole_dns_get_record('x', DNS_ANY | DNS_A));
    $try(fn () => swoole_dns_get_record('x', 0, raw: true));
    $try(fn () => swoole_dns_get_record('x', 65536, raw: true));
    $try(fn () => swoole_dns_get_record('x', PHP_INT_MAX, raw: true));
    $try(fn () => swoole_dns_get_record("x\0y"));
    $try(function () { $a = 'text'; return swoole_dns_get_record('x', DNS_A, $a); });
    $try(function () { $b = 1.5; return swoole_dns_get_record('x', DNS_A, $a, $b); });
    $try(fn () => swoole_real_dns_get_record('x'));
    $try(fn () => swoole_real_dns_get_record('x', 4));
    $try(fn () => swoole_real_dns_get_record('x', DNS_A, 'text'));
    $try(fn () => swoole_real_getmxrr('x', 'text'));
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
ValueError: swoole_checkdnsrr(): Argument #1 ($hostname) cannot be empty
ValueError: swoole_dns_check_record(): Argument #1 ($hostname) cannot be empty
ValueError: swoole_checkdnsrr(): Argument #2 ($type) must be a valid DNS record type
ValueError: swoole_dns_check_record(): Argument #2 ($type) must be a valid DNS record type
ValueError: swoole_checkdnsrr(): Argument #1 ($hostname) must not contain any null bytes
TypeError: swoole_checkdnsrr(): Argument #1 ($hostname) must be of type string, array given
ArgumentCountError: swoole_getmxrr() expects at least 2 arguments, 1 given
TypeError: swoole_getmxrr(): Argument #2 ($hosts) must be of type array, string given
TypeError: swoole_dns_get_mx(): Argument #3 ($weights) must be of type ?array, int given
ValueError: swoole_getmxrr(): Argument #1 ($hostname) must not contain any null bytes
ValueError: swoole_dns_get_record(): Argument #2 ($type) must be a DNS_* constant
ValueError: swoole_dns_get_record(): Argument #2 ($type) must be a DNS_* constant
ValueError: swoole_dns_get_record(): Argument #2 ($type) must be a DNS_* constant
ValueError: swoole_dns_get_record(): Argument #2 ($type) must be between 1 and 65535 when argument #5 ($raw) is true
ValueError: swoole_dns_get_record(): Argument #2 ($type) must be between 1 and 65535 when argument #5 ($raw) is true
ValueError: swoole_dns_get_record(): Argument #2 ($type) must be between 1 and 65535 when argument #5 ($raw) is true
ValueError: swoole_dns_get_record(): Argument #1 ($hostname) must not contain any null bytes
TypeError: swoole_dns_get_record(): Argument #3 ($authoritative_name_servers) must be of type ?array, string given
TypeError: swoole_dns_get_record(): Argument #4 ($additional_records) must be of type ?array, float given
ArgumentCountError: swoole_real_dns_get_record() expects at least 2 arguments, 1 given
ValueError: swoole_real_dns_get_record(): Argument #2 ($type) must be a DNS_* constant
TypeError: swoole_real_dns_get_record(): Argument #3 ($authoritative_name_servers) must be of type ?array, string given
TypeError: swoole_real_getmxrr(): Argument #2 ($hosts) must be of type ?array, string given
bool(true)
