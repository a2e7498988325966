--TEST--
After an uncaught exception no other coroutine goes on, also not when the socket it waits for is destroyed
--FILE--
<?php
register_shutdown_function(fn () => print("shut down\n"));
$listening = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) explode(':', stream_socket_get_name($listening, false))[1];
Co\run(function () use ($port) {
    go(function () use ($port) {
        $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP);
        $client->connect('127.0.0.1', $port);
        $client->recv();
        echo "not reached\n";
    });
    Co::sleep(0.01);
    throw new Exception('the end');
});
?>
--EXPECTF--
Fatal error: Uncaught Exception: the end in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d
shut down
