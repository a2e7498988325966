--TEST--
Functions about the machine and the process
--FILE--
<?php
var_dump(swoole_version() === SWOOLE_VERSION, swoole_cpu_num() >= 1, swoole_container_cpu_num() === swoole_cpu_num(), is_bool(swoole_is_in_container()));
foreach (swoole_get_local_ip() as $name => $address) {
    if (!is_string($name) || !filter_var($address, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) || str_starts_with($address, '127.')) echo "$name $address\n";
}
foreach (swoole_get_local_ip(10) as $name => $address) {
    if (!filter_var($address, FILTER_VALIDATE_IP, FILTER_FLAG_IPV6) || $address === '::1') echo "$name $address\n";
}
foreach (swoole_get_local_mac() as $name => $address) {
    if (!preg_match('/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/', $address)) echo "$name $address\n";
}
var_dump(swoole_set_process_name('phpt-name'), cli_get_process_title());
$before = swoole_get_vm_status();
$objects = array_map(fn () => new stdClass, range(1, 50));
$files = [fopen(__FILE__, 'r'), fopen(__FILE__, 'r')];
$after = swoole_get_vm_status();
var_dump($after['object_num'] - $before['object_num'] >= 50, $after['resource_num'] - $before['resource_num'] >= 2);
var_dump(swoole_clear_dns_cache());
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
string(9) "phpt-name"
bool(true)
bool(true)
NULL
