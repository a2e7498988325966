<?php

/*
 * Servers that misbehave, in a process of their own: the path of a request says how.
 *
 *     $port = RawServer::start($handlers);
 *
 * $handlers is PHP source of a match on $path with the connection in $c; the process ends with the test.
 */

final class RawServer
{
    /** @var list<resource> */
    private static array $processes = [];

    /** @return int the port */
    public static function start(string $handlers): int
    {
        $code = <<<'PHP'
            $listener = stream_socket_server('tcp://127.0.0.1:0');
            echo stream_socket_get_name($listener, false), "\n";
            while ($c = @stream_socket_accept($listener, 60)) {
                stream_set_timeout($c, 10);
                while (true) {
                    $head = '';
                    while (!str_ends_with($head, "\r\n\r\n")) {
                        $line = fgets($c);
                        if ($line === false) {
                            break 2;
                        }
                        $head .= $line;
                    }
                    $path = explode(' ', $head)[1];
                    if ((function () use ($c, $path, $head) { HANDLERS })() !== true) {
                        break;
                    }
                }
                fclose($c);
            }
            PHP;
        $pipes = [];
        $process = proc_open(
            [PHP_BINARY, '-n', '-r', str_replace('HANDLERS', $handlers, $code)],
            [['pipe', 'r'], ['pipe', 'w'], STDERR],
            $pipes
        );
        self::$processes[] = $process;
        register_shutdown_function(fn () => proc_terminate($process, 9));
        return (int) substr(strrchr(trim(fgets($pipes[1])), ':'), 1);
    }
}
