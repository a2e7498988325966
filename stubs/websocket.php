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
     *  last error, if the string holds no complete and valid frame. Swoole declares the frame alone
     */
    public static function unpack(string $data): Frame|false {}
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

/**
 * Receivers of the same messages: a chat room, everybody who watches something. One call encodes a message once and
 * hands it to all of them, compressed once for all who agreed on compression.
 *
 * A group does not keep its members open: a connection ends as it would without the group, and leaves by itself.
 * Not in Swoole: an extension of this implementation.
 *
 * @rust http::websocket_group
 * @state GroupState
 * @not-serializable
 */
final class Group implements \Countable
{
    /**
     * Adds a WebSocket; adding it again changes nothing.
     *
     * @param \Swoole\Http\Response $ws after upgrade()
     * @return bool false if it is no WebSocket (with a warning) or has ended
     */
    public function add(\Swoole\Http\Response $ws): bool {}

    /**
     * Takes a WebSocket out.
     *
     * @param \Swoole\Http\Response $ws a member
     * @return bool false if it was none
     */
    public function remove(\Swoole\Http\Response $ws): bool {}

    /**
     * Whether a WebSocket is a member.
     */
    public function contains(\Swoole\Http\Response $ws): bool {}

    /**
     * How many members there are.
     */
    public function count(): int {}

    /**
     * Pushes a frame to every member, as {@see \Swoole\Http\Response::push()} does to one, but never waits: a member
     * that is behind, and has no room for the frame, does not get it.
     *
     * @param \Swoole\WebSocket\Frame|string $data the payload, or a frame; with a frame the next two arguments are ignored
     * @param int $opcode the kind of frame, a WEBSOCKET_OPCODE_* constant
     * @param int $flags SWOOLE_WEBSOCKET_FLAG_* bits
     * @param \Swoole\Http\Response|null $except a member that shall not get it
     * @return array|false those that did not take it, each as `[Response $ws, int $error]`: the error is
     *  {@see SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW} for a member that is behind, {@see SWOOLE_ERROR_WEBSOCKET_PACK_FAILED} for one
     *  in the middle of an unfinished message, or the errno of a broken connection. False with a warning if the frame is not allowed.
     */
    public function push(
        Frame|string $data,
        int $opcode = WEBSOCKET_OPCODE_TEXT,
        int $flags = SWOOLE_WEBSOCKET_FLAG_FIN,
        ?\Swoole\Http\Response $except = null
    ): array|false {}
}
