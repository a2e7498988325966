--TEST--
swoole_strerror()
--FILE--
<?php
foreach ([10001, 10017, 711, 5001, 7102, 505] as $code) {
    echo $code, ' ', swoole_strerror($code), ' | ', swoole_strerror($code, 9), "\n";
}
foreach ([0, 2, 110, 111] as $errno) {
    echo $errno, ' ', swoole_strerror($errno), ' | ', swoole_strerror($errno, SWOOLE_STRERROR_SYSTEM), "\n";
}
echo swoole_strerror(-2, SWOOLE_STRERROR_GAI), "\n";
foreach ([-1, 499, 123456, PHP_INT_MAX, PHP_INT_MIN] as $odd) {
    var_dump(is_string(swoole_strerror($odd)));
}
// Each code has a text of its own.
$texts = [];
foreach (get_defined_constants(true)['swoole'] ?? [] as $name => $value) {
    if (str_starts_with($name, 'SWOOLE_ERROR_')) {
        $texts[$value] = swoole_strerror($value);
    }
}
var_dump(count($texts) > 80, count($texts) - count(array_unique($texts)));
?>
--EXPECT--
10001 Coroutine out of coroutine | Coroutine out of coroutine
10017 Coroutine canceled | Coroutine canceled
711 DNS Lookup resolve failed | DNS Lookup resolve failed
5001 Client no connection | Client no connection
7102 Http invalid protocol | Http invalid protocol
505 Invalid params | Invalid params
0 Success | Success
2 No such file or directory | No such file or directory
110 Connection timed out | Connection timed out
111 Connection refused | Connection refused
Name or service not known
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
int(0)
