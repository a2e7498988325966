--TEST--
Coroutine\Server: an exception that a handler does not catch ends the script, as in any coroutine
--FILE--
<?php
register_shutdown_function(fn () => print("shut down\n"));
Co\run(function () {
    $server = new Swoole\Coroutine\Server('127.0.0.1');
    $server->handle(function () {
        Co::defer(fn () => print("deferred\n"));
        throw new Exception('from the handler');
    });
    go(function () use ($server) {
        $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP);
        var_dump($client->connect('127.0.0.1', $server->port));
        $client->recv();
        echo "not reached\n";
    });
    $server->start();
    echo "nor this\n";
});
?>
--EXPECTF--
bool(true)

Fatal error: Uncaught Exception: from the handler in %s:%d
Stack trace:
#0 [internal function]: {closure%S}(Object(Swoole\Coroutine\Server\Connection))
#1 {main}
  thrown in %s on line %d
deferred
shut down
