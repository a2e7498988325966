<?php

namespace Swoole {
    /**
     * Something the extension was asked to do failed; the code says why.
     */
    class Exception extends \Exception
    {
    }

    /**
     * The API was used in a way that cannot work, for example outside a coroutine; the code is a SWOOLE_ERROR_* constant.
     */
    class Error extends \Error
    {
    }

    /**
     * Thrown by `exit` and `die` inside a coroutine, so that `finally` and `defer` are honoured.
     *
     * @rust coroutine::exit
     */
    class ExitException extends Exception
    {
        /**
         * @var int see {@see ExitException::getFlags()}
         */
        private $flags = 0;

        /**
         * @var mixed see {@see ExitException::getStatus()}
         */
        private $status = 0;

        /**
         * Where `exit` was called: SWOOLE_EXIT_IN_COROUTINE, SWOOLE_EXIT_IN_SERVER or both.
         */
        public function getFlags(): int {}

        /**
         * What was passed to `exit`: an int, a string, or null for nothing (0 from PHP 8.4 on).
         */
        public function getStatus(): mixed {}
    }
}

namespace Swoole\Coroutine {
    /**
     * Thrown where a coroutine waits when another one calls {@see \Swoole\Coroutine::cancel()} with $throw_exception.
     */
    final class CanceledException extends \Exception
    {
    }

    /**
     * Thrown where a coroutine waits when the time of {@see \Swoole\Coroutine::setTimeLimit()} is over.
     */
    final class TimeoutException extends \Exception
    {
    }
}

namespace Swoole\Coroutine\Http\Client {
    /**
     * The client cannot be made or used like this; the code is an errno or a SWOOLE_ERROR_* constant.
     */
    class Exception extends \Swoole\Exception
    {
    }
}
