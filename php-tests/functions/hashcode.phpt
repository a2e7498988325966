--TEST--
swoole_hashcode()
--FILE--
<?php
var_dump(swoole_hashcode('abc'), swoole_hashcode('abc', 1), swoole_hashcode(''), swoole_hashcode('', 1), swoole_hashcode('abc', 2));
?>
--EXPECT--
int(-9223372036661289845)
int(3977453403)
int(-9223372036854770427)
int(0)
bool(false)
