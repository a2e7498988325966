<?php

namespace Swoole\WebSocket;

/**
 * A WebSocket message as {@see \Swoole\Http\Response::recv()} returns it, or a frame to push.
 *
 * @rust websocket::frame
 */
class Frame implements \Stringable
{
    /**
     * @var int the descriptor of the connection it came from
     */
    public $fd = 0;

    /**
     * @var string the payload
     */
    public $data = '';

    /**
     * @var int the kind of frame, a SWOOLE_WEBSOCKET_OPCODE_* constant
     */
    public $opcode = 1;

    /**
     * @var int SWOOLE_WEBSOCKET_FLAG_* bits
     */
    public $flags = 1;

    /**
     * @var bool|null whether the message ends with this frame; null leaves it to {@see Frame::$flags}
     */
    public $finish = null;

    /**
     * The frame as it goes over the wire.
     */
    public function __toString(): string {}

    /**
     * Builds a frame as it goes over the wire.
     *
     * @param \Swoole\WebSocket\Frame|string $data the payload, or a frame; with a frame the other arguments are ignored
     * @param int $opcode the kind of frame, a WEBSOCKET_OPCODE_* constant
     * @param int $flags SWOOLE_WEBSOCKET_FLAG_* bits
     * @return string '' with a warning if the frame is not allowed
     */
    public static function pack(Frame|string $data, int $opcode = WEBSOCKET_OPCODE_TEXT, int $flags = SWOOLE_WEBSOCKET_FLAG_FIN): string {}

    /**
     * Reads one frame from the beginning of a string; what follows it is ignored.
     *
     * @return \Swoole\WebSocket\Frame|false a {@see CloseFrame} for a close frame; false, with SWOOLE_ERROR_PROTOCOL_ERROR as
     *  last error, if the string holds no complete and valid frame
     */
    public static function unpack(string $data): Frame {}
}

/**
 * The frame that closes a WebSocket. {@see \Swoole\Http\Response::recv()} returns it if the server's setting
 * `open_websocket_close_frame` is on; pushed, it closes the connection.
 *
 * @rust websocket::frame
 */
class CloseFrame extends Frame
{
    /**
     * @var int always SWOOLE_WEBSOCKET_OPCODE_CLOSE
     */
    public $opcode = 8;

    /**
     * @var int why the connection is closed, a SWOOLE_WEBSOCKET_CLOSE_* constant or one of 3000 to 4999
     */
    public $code = 1000;

    /**
     * @var string more about it, at most 123 bytes of UTF-8
     */
    public $reason = '';
}
