<?php

namespace Swoole\Coroutine;

/**
 * A queue between coroutines: push() waits while it is full, pop() waits while it is empty.
 *
 * Waiting coroutines are served in the order in which they came. The one a call wakes runs at once,
 * before that call returns.
 *
 * @rust coroutine::channel
 * @state ChannelState
 * @dynamic-properties
 * @not-serializable
 */
class Channel
{
    /**
     * @var int how many values the channel holds before push() waits
     */
    public $capacity = 0;

    /**
     * @var int why the last failed push() or pop() failed, a SWOOLE_CHANNEL_* constant; a success leaves it as it is
     */
    public $errCode = 0;

    /**
     * Creates an empty channel.
     *
     * @param int $size how many values it holds; less than 1 counts as 1
     */
    public function __construct(int $size = 1) {}

    /**
     * Puts a value at the end, waiting for room if the channel is full.
     *
     * @param mixed $data any value; one that is false cannot be told from a failed pop() except by {@see Channel::$errCode}
     * @param float $timeout the longest wait in seconds; 0 or less waits for ever
     * @return bool false if the time was up, the channel is or was closed, or the coroutine was cancelled: see {@see Channel::$errCode}
     * @throws \Swoole\Error outside a coroutine
     */
    public function push(mixed $data, float $timeout = -1): bool {}

    /**
     * Takes the value at the front, waiting for one if the channel is empty. A closed channel still delivers what it holds.
     *
     * @param float $timeout the longest wait in seconds; 0 or less waits for ever
     * @return mixed the value; false if the time was up, the channel is closed and empty, or the coroutine was cancelled: see {@see Channel::$errCode}
     * @throws \Swoole\Error outside a coroutine
     */
    public function pop(float $timeout = -1): mixed {}

    /**
     * Whether the channel holds nothing.
     */
    public function isEmpty(): bool {}

    /**
     * Whether the channel holds as much as it can.
     */
    public function isFull(): bool {}

    /**
     * Closes the channel and wakes everyone who waits on it: their calls return false.
     *
     * @return bool false if it was closed before
     */
    public function close(): bool {}

    /**
     * How many coroutines wait in pop() and in push(), and how many values are held.
     *
     * @return array{consumer_num: int, producer_num: int, queue_num: int}
     */
    public function stats(): array {}

    /**
     * How many values the channel holds.
     */
    public function length(): int {}
}
