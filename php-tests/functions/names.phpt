--TEST--
swoole_gethostbynamel(), swoole_gethostbyaddr()
--FILE--
<?php
Co\run(function () {
    var_dump(swoole_gethostbynamel('127.0.0.1'), in_array('127.0.0.1', swoole_gethostbynamel('localhost')));
    var_dump(swoole_gethostbynamel('no-such-name.invalid'), swoole_last_error());
    var_dump(swoole_gethostbyaddr('no address'), is_string(swoole_gethostbyaddr('127.0.0.1')), swoole_gethostbyaddr('192.0.2.1'));
});
echo "outside\n";
var_dump(swoole_gethostbynamel('127.0.0.1') === ['127.0.0.1'], in_array('127.0.0.1', swoole_gethostbynamel('localhost')));
var_dump(swoole_gethostbynamel('no-such-name.invalid'), swoole_last_error());
var_dump(swoole_gethostbyaddr('no address'), is_string(swoole_gethostbyaddr('127.0.0.1')));
?>
--EXPECT--
array(1) {
  [0]=>
  string(9) "127.0.0.1"
}
bool(true)
bool(false)
int(711)
string(10) "no address"
bool(true)
string(9) "192.0.2.1"
outside
bool(true)
bool(true)
bool(false)
int(711)
string(10) "no address"
bool(true)
