--TEST--
Coroutine\Server: SIGTERM and SIGINT end the accepting, connections have max_wait_time, a second signal ends at once
--EXTENSIONS--
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http;
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;

$script = fn (array $settings = [], bool $own = false, bool $beside = false) => TestServer::script(function ($listening) use ($settings, $own, $beside) {
    Coroutine::set(['log_level' => SWOOLE_LOG_NOTICE]);
    register_shutdown_function(fn () => print("shutdown function\n"));
    Coroutine\run(function () use ($listening, $settings, $own, $beside) {
        $server = new Server('127.0.0.1');
        $server->set($settings);
        $server->handle(function (Connection $connection) {
            while (($line = $connection->recv()) !== '' && $line !== false) {
                $connection->send("<$line>");
            }
            echo "the conversation is over\n";
        });
        if ($own) {
            pcntl_async_signals(true);
            pcntl_signal(SIGTERM, function () use ($server) {
                echo "the script's own handler\n";
                $server->shutdown();
            });
        }
        if ($beside) {
            $http = new Http\Server('127.0.0.1');
            go(function () use ($http) {
                $ended = $http->start();
                echo 'HTTP: ', json_encode($ended), "\n";
            });
        }
        go(function () use ($server) {
            $ended = $server->start();
            echo 'start(): ', json_encode($ended), "\n";
        });
        $listening($server);
    });
    echo "run() has returned\n";
});
$servers = [
    'SIGTERM' => $script(),
    'SIGINT, beside one for HTTP' => $script(beside: true),
    'no limit' => $script(['max_wait_time' => -1]),
    'twice' => $script(),
    'not over in time' => $script(['max_wait_time' => 0.2]),
    'own handler' => $script(own: true),
];
foreach ($servers as $name => $server) {
    echo "-- $name\n";
    $client = $server->connect();
    $client->send('before');
    echo $client->read(8), "\n";
    $signal = str_starts_with($name, 'SIGINT') ? SIGINT : SIGTERM;
    posix_kill($server->pid(), $signal);
    echo json_encode(eventually(fn () => str_contains($server->output(), 'start(): true'))), "\n";
    // Nobody is accepted any more.
    echo json_encode(@stream_socket_client("tcp://127.0.0.1:$server->port")), "\n";
    if ($name !== 'not over in time') {
        $client->send('after');
        echo $client->read(7), "\n";
    }
    if ($name === 'twice') {
        posix_kill($server->pid(), $signal);
    }
    if ($name !== 'not over in time' && $name !== 'twice') {
        $client->close();
    }
    echo 'exit ', json_encode($server->wait()), "\n";
    echo preg_replace('/^\[\d.*?\]/m', '[when]', $server->stop());
}
?>
--EXPECT--
-- SIGTERM
<before>
true
false
<after>
exit 0
[when]	NOTICE	signal 15: the servers of this process shut down
start(): true
the conversation is over
run() has returned
shutdown function
-- SIGINT, beside one for HTTP
<before>
true
false
<after>
exit 0
[when]	NOTICE	signal 2: the servers of this process shut down
HTTP: true
start(): true
the conversation is over
run() has returned
shutdown function
-- no limit
<before>
true
false
<after>
exit 0
[when]	NOTICE	signal 15: the servers of this process shut down
start(): true
the conversation is over
run() has returned
shutdown function
-- twice
<before>
true
false
<after>
exit -15
[when]	NOTICE	signal 15: the servers of this process shut down
start(): true
[killed by signal 15]
-- not over in time
<before>
true
false
exit -15
[when]	NOTICE	signal 15: the servers of this process shut down
start(): true
[when]	WARNING	signal 15: something still runs, the process ends
[killed by signal 15]
-- own handler
<before>
true
false
<after>
exit 0
the script's own handler
start(): true
the conversation is over
run() has returned
shutdown function
