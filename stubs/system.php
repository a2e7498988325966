<?php

namespace Swoole\Coroutine;

/**
 * What the operating system offers, as calls that suspend only the calling coroutine.
 *
 * @rust coroutine::system
 * @uninstantiable
 */
class System
{
    /**
     * Suspends the current coroutine for a time; the others go on.
     *
     * @param float $seconds at least 0.001
     * @return bool true when the time is over; false if it was cancelled, or with a warning if $seconds is too small
     * @throws \Swoole\Error outside a coroutine
     */
    public static function sleep(float $seconds): bool {}
}
