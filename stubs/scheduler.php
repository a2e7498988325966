<?php

namespace Swoole\Coroutine;

/**
 * Collects functions and runs each as a coroutine; {@see run()} is the short form for one of them.
 *
 * @rust coroutine::scheduler_class
 * @state SchedulerState
 * @dynamic-properties
 * @not-serializable
 */
final class Scheduler
{
    /**
     * Notes a function to be run by start(). Not possible, with a warning, while the scheduler runs.
     *
     * @param callable $func what to run
     * @param mixed ...$param passed to $func by value
     */
    public function add(callable $func, mixed ...$param): void {}

    /**
     * Notes a function to be run by start() as several coroutines. Not possible, with a warning, while the scheduler runs.
     *
     * @param int $n how many coroutines
     * @param callable $func what each of them runs
     * @param mixed ...$param passed to $func by value
     */
    public function parallel(int $n, callable $func, mixed ...$param): void {}

    /**
     * The same as {@see \Swoole\Coroutine::set()}: the options are those of the whole process.
     *
     * @param array<string, mixed> $settings
     * @implementation-alias Swoole\Coroutine::set
     */
    public function set(array $settings): void {}

    /**
     * The same as {@see \Swoole\Coroutine::getOptions()}.
     *
     * @return array<string, mixed>|null null if none was ever set
     * @implementation-alias Swoole\Coroutine::getOptions
     */
    public function getOptions(): ?array {}

    /**
     * Starts the noted functions in order, each up to its first suspension, and returns when the last coroutine has ended.
     *
     * The scheduler can be used again afterwards.
     *
     * @return bool false with a warning if nothing was added or the scheduler runs already
     * @throws \Swoole\Error inside a coroutine
     */
    public function start(): bool {}
}
