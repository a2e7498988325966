<?php

namespace Swoole;

/**
 * Makes blocking functions of PHP suspend the calling coroutine only, so that the others run meanwhile.
 *
 * {@see \Swoole\Coroutine\run()} turns all hooks on unless the option `hook_flags` of
 * {@see \Swoole\Coroutine::set()} says otherwise. Outside a coroutine the functions do what they always do.
 *
 * So far there is one family, {@see SWOOLE_HOOK_SLEEP}: sleep(), usleep(), time_nanosleep(), time_sleep_until().
 *
 * @rust hook::class
 * @uninstantiable
 */
class Runtime
{
    /**
     * Turns exactly these hooks on.
     *
     * @param int $flags a combination of SWOOLE_HOOK_* constants; 0 turns all off
     */
    public static function enableCoroutine(int $flags = SWOOLE_HOOK_ALL): bool {}

    /**
     * The hooks that are on, a combination of SWOOLE_HOOK_* constants.
     */
    public static function getHookFlags(): int {}

    /**
     * The same as {@see Runtime::enableCoroutine()}.
     *
     * @param int $flags a combination of SWOOLE_HOOK_* constants; 0 turns all off
     */
    public static function setHookFlags(int $flags): bool {}
}
