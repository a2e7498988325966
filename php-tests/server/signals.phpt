--TEST--
SIGTERM and SIGINT shut the servers of a process down, once; a script's own handlers, and other processes, are left alone
--EXTENSIONS--
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../websocket/cases.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http\Server;

$script = fn (callable $before, array $settings = [], int $servers = 1) => TestServer::script(function ($listening) use ($before, $settings, $servers) {
    Coroutine::set(['log_level' => SWOOLE_LOG_NOTICE]);
    register_shutdown_function(fn () => print("shutdown function\n"));
    Coroutine\run(function () use ($listening, $before, $settings, $servers) {
        while ($servers-- > 0) {
            $http = new Server('127.0.0.1');
            $http->set($settings);
            $http->handle('/', fn ($request, $response) => $response->end('hello'));
            $http->handle('/ws', function ($request, $ws) {
                $ws->upgrade();
                $ws->recv();
                echo "the WebSocket has ended\n";
            });
            $http->handle('/for-ever', function ($request, $response) {
                while (true) {
                    Coroutine::sleep(0.01);
                }
            });
            $http->handle('/later', function ($request, $response) {
                pcntl_signal(SIGTERM, SIG_DFL);
                $response->end('default again');
            });
            $http->handle('/child', function ($request, $response) {
                $child = proc_open(['sleep', '100'], [], $pipes);
                posix_kill(proc_get_status($child)['pid'], SIGTERM);
                $status = Coroutine\System::waitPid(proc_get_status($child)['pid']);
                $response->end("child ended by signal $status[signal]");
            });
            $http->handle('/stop', function ($request, $response) use ($http) {
                $response->end();
                $http->shutdown();
            });
            $before($http);
            go(function () use ($http) {
                $ended = $http->start();
                echo 'start(): ', json_encode($ended), "\n";
            });
        }
        $listening($http);
    });
    echo "run() has returned\n";
});
$own = function ($http) {
    pcntl_async_signals(true);
    pcntl_signal(SIGTERM, function () use ($http) {
        echo "the script's own handler\n";
        $http->shutdown();
    });
};
$nothing = fn () => null;
$servers = [
    'SIGTERM, two servers' => $script($nothing, servers: 2),
    'SIGINT' => $script($nothing),
    'twice' => $script($nothing),
    'not over in time' => $script($nothing, ['max_wait_time' => 0.2]),
    'own handler' => $script($own),
    'default again' => $script($nothing),
    'a child' => $script($nothing),
];
$ask = function (string $target) use (&$server) {
    $client = $server->connect();
    $client->send("GET $target HTTP/1.1\r\nHost: x\r\n\r\n");
    return $client;
};
foreach ($servers as $name => $server) {
    echo "-- $name\n";
    $ws = $server->connect();
    $ws->handshake('/ws');
    $signal = $name === 'SIGINT' ? SIGINT : SIGTERM;
    if ($name === 'twice' || $name === 'not over in time') {
        $busy = $ask('/for-ever');
        // Accepted and begun: the next is answered.
        $server->get('/');
    } elseif ($name === 'default again') {
        echo $server->get('/later'), "\n";
    } elseif ($name === 'a child') {
        echo $server->get('/child'), "\n", $server->get('/'), "\n";
    }
    posix_kill($server->pid(), $signal);
    if ($name !== 'default again') {
        echo wire($ws);
        $ws->push(closing(1001), 8);
        echo ended($ws);
    }
    if ($name === 'twice') {
        posix_kill($server->pid(), $signal);
    }
    echo 'exit ', json_encode($server->wait()), "\n";
    echo preg_replace('/^\[\d.*?\]/m', '[when]', $server->stop());
}
?>
--EXPECT--
-- SIGTERM, two servers
> close 1001 ""
> end
exit 0
[when]	NOTICE	signal 15: the servers of this process shut down
the WebSocket has ended
start(): true
start(): true
run() has returned
shutdown function
-- SIGINT
> close 1001 ""
> end
exit 0
[when]	NOTICE	signal 2: the servers of this process shut down
the WebSocket has ended
start(): true
run() has returned
shutdown function
-- twice
> close 1001 ""
> end
exit -15
[when]	NOTICE	signal 15: the servers of this process shut down
the WebSocket has ended
start(): true
[killed by signal 15]
-- not over in time
> close 1001 ""
> end
exit -15
[when]	NOTICE	signal 15: the servers of this process shut down
the WebSocket has ended
start(): true
[when]	WARNING	signal 15: something still runs, the process ends
[killed by signal 15]
-- own handler
> close 1001 ""
> end
exit 0
the script's own handler
the WebSocket has ended
start(): true
run() has returned
shutdown function
-- default again
200 default again
exit -15
[killed by signal 15]
-- a child
200 child ended by signal 15
200 hello
> close 1001 ""
> end
exit 0
[when]	NOTICE	signal 15: the servers of this process shut down
the WebSocket has ended
start(): true
run() has returned
shutdown function
