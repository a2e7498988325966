<?php

/*
 * The short names. They exist unless php.ini says `swoole.use_shortname = Off`.
 */

namespace {
    /**
     * The same as {@see \Swoole\Coroutine::create()}.
     *
     * @param callable $func what to run
     * @param mixed ...$params passed to $func by value
     * @return int|false the new coroutine's id; false with a warning if `max_coroutine` of them exist already
     * @implementation-alias Swoole\Coroutine::create
     */
    function go(callable $func, mixed ...$params): int|false {}

    /**
     * The same as {@see \Swoole\Coroutine::defer()}.
     *
     * @throws \Swoole\Error outside a coroutine
     * @implementation-alias Swoole\Coroutine::defer
     */
    function defer(callable $callback): void {}

    /**
     * The same as {@see swoole_string()}.
     *
     * @implementation-alias swoole_string
     */
    function _string(string $string = ''): Swoole\StringObject {}

    /**
     * The same as {@see swoole_mbstring()}.
     *
     * @throws \Error without PHP's extension mbstring
     * @implementation-alias swoole_mbstring
     */
    function _mbstring(string $string = ''): Swoole\MultibyteStringObject {}

    /**
     * The same as {@see swoole_array()}.
     *
     * @param array<mixed> $array
     * @implementation-alias swoole_array
     */
    function _array(array $array = []): Swoole\ArrayObject {}

    class_alias(\Swoole\Coroutine::class, 'Co');
    class_alias(\Swoole\Coroutine\Channel::class, 'chan');
    class_alias(\Swoole\Coroutine\Channel::class, 'Co\Channel');
    class_alias(\Swoole\Coroutine\Context::class, 'Co\Context');
    class_alias(\Swoole\Coroutine\Iterator::class, 'Co\Iterator');
    class_alias(\Swoole\Coroutine\WaitGroup::class, 'Co\WaitGroup');
    class_alias(\Swoole\Coroutine\System::class, 'Co\System');
    class_alias(\Swoole\Coroutine\Scheduler::class, 'Co\Scheduler');
    class_alias(\Swoole\Coroutine\Client::class, 'Co\Client');
    class_alias(\Swoole\Coroutine\Socket::class, 'Co\Socket');
    class_alias(\Swoole\Coroutine\Socket\Exception::class, 'Co\Socket\Exception');
    class_alias(\Swoole\Coroutine\Http\Server::class, 'Co\Http\Server');
    class_alias(\Swoole\Coroutine\Http\Client::class, 'Co\Http\Client');
    class_alias(\Swoole\Coroutine\Http\Client\Exception::class, 'Co\Http\Client\Exception');
    class_alias(\Swoole\Coroutine\Http2\Client::class, 'Co\Http2\Client');
    class_alias(\Swoole\Coroutine\Http2\Client\Exception::class, 'Co\Http2\Client\Exception');
}

namespace Co {
    /**
     * The same as {@see \Swoole\Coroutine\run()}.
     *
     * @param callable $fn what to run; what it returns is not kept
     * @param mixed ...$args passed to $fn by value
     * @return bool whether the coroutine was started
     * @throws \Swoole\Error inside a coroutine
     * @implementation-alias Swoole\Coroutine\run
     */
    function run(callable $fn, mixed ...$args): bool {}

    /**
     * The same as {@see \Swoole\Coroutine::create()}.
     *
     * @param callable $fn what to run
     * @param mixed ...$args passed to $fn by value
     * @return int|false the new coroutine's id; false with a warning if `max_coroutine` of them exist already
     * @implementation-alias Swoole\Coroutine\go
     */
    function go(callable $fn, mixed ...$args): int|false {}

    /**
     * The same as {@see \Swoole\Coroutine::defer()}.
     *
     * @throws \Swoole\Error outside a coroutine
     * @implementation-alias Swoole\Coroutine\defer
     */
    function defer(callable $fn): void {}
}
