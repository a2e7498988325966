--TEST--
Frame::unpack(): what is incomplete or no control frame is said in the log, with Swoole's words
--FILE--
<?php
use Swoole\WebSocket\Frame;

foreach (['81056869', '81', '09026869', '89' . '7e007e' . str_repeat('61', 126), '82ff'] as $hex) {
    var_dump(Frame::unpack(hex2bin($hex)));
}
?>
--EXPECTF--
[%s]	WARNING	Swoole\WebSocket\Frame::unpack() (ERRNO 8507): incomplete packet, expected length is 7, actual length is 4
bool(false)
bool(false)
[%s]	WARNING	Swoole\WebSocket\Frame::unpack() (ERRNO 508): invalid websocket control frame received: opcode=9, fin=0, payload_length=2
bool(false)
[%s]	WARNING	Swoole\WebSocket\Frame::unpack() (ERRNO 508): invalid websocket control frame received: opcode=9, fin=1, payload_length=126
bool(false)
bool(false)
