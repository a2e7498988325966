--TEST--
swoole_mime_type_*: found, added, replaced, taken away
--FILE--
<?php
var_dump(swoole_mime_type_get('a.html'), swoole_get_mime_type('/x/a.JPG'), swoole_mime_type_get('a.nosuch'), swoole_mime_type_get(''));
var_dump(swoole_mime_type_exists('a.html'), swoole_mime_type_exists('a.nosuch'), swoole_mime_type_exists('html'));
var_dump(swoole_mime_type_add('html', 'x/y'), swoole_mime_type_add('nosuch', 'x/new'), swoole_mime_type_add('nosuch', 'x/again'));
var_dump(swoole_mime_type_get('a.NOSUCH'), swoole_mime_type_exists('a.nosuch'));
swoole_mime_type_set('html', 'x/html');
var_dump(swoole_mime_type_get('a.html'), swoole_mime_type_list()['html'], swoole_mime_type_list()['png']);
var_dump(swoole_mime_type_delete('html'), swoole_mime_type_delete('html'), swoole_mime_type_get('a.html'), isset(swoole_mime_type_list()['html']));
var_dump(count(swoole_mime_type_list()) > 50);
?>
--EXPECT--
string(9) "text/html"
string(10) "image/jpeg"
string(24) "application/octet-stream"
string(24) "application/octet-stream"
bool(true)
bool(false)
bool(false)
bool(false)
bool(true)
bool(false)
string(5) "x/new"
bool(true)
string(6) "x/html"
string(6) "x/html"
string(9) "image/png"
bool(true)
bool(false)
string(24) "application/octet-stream"
bool(false)
bool(true)
