--TEST--
Event: sockets of the sockets extension, and plain numbers
--EXTENSIONS--
sockets
--FILE--
<?php
use Swoole\Event;

socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
$fd = Event::add($pair[0], function ($socket) use (&$fd) {
    var_dump($socket instanceof Socket, socket_read($socket, 10), Event::isset($fd), Event::del($fd), Event::isset($socket));
});
socket_write($pair[1], 'hello');
Event::wait();
socket_close($pair[0]);
var_dump(@Event::add($pair[0], 'strlen'));
?>
--EXPECT--
bool(true)
string(5) "hello"
bool(true)
bool(true)
bool(false)
bool(false)
