--TEST--
swoole_select(), swoole_client_select(): what is ready stays, under its key
--FILE--
<?php
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$c, $d] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

$read = ['a' => $a, 'c' => $c];
$write = $except = null;
var_dump(swoole_select($read, $write, $except, 0.01), $read, $write, $except);
fwrite($b, 'x');
$read = ['a' => $a, 'c' => $c];
$write = [5 => $d, 7 => (int) 1];
$except = [$a];
var_dump(swoole_client_select($read, $write, $except, 10) >= 2, array_keys($read), isset($write[5]), $except);
fclose($d);
$read = [$c];
$none = null;
var_dump(swoole_select($read, $none, $none, null), count($read));
foreach ([[], null, ['text'], [-1]] as $read) {
    var_dump(@swoole_select($read, $none, $none), error_get_last()['message'], swoole_last_error());
}
?>
--EXPECT--
int(0)
array(0) {
}
NULL
NULL
bool(true)
array(1) {
  [0]=>
  string(1) "a"
}
bool(true)
array(0) {
}
int(1)
int(1)
bool(false)
string(57) "swoole_select(): no resource arrays were passed to select"
int(503)
bool(false)
string(57) "swoole_select(): no resource arrays were passed to select"
int(503)
bool(false)
string(32) "swoole_select(): unknown fd type"
int(503)
bool(false)
string(32) "swoole_select(): unknown fd type"
int(503)
