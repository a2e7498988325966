--TEST--
An exception that a handler did not catch leaves the server running and the process with exit status 255
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$main = fn () => function (callable $listening) {
    Swoole\Coroutine\run(function () use ($listening) {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/throw', fn () => throw new Exception('one'));
        $server->handle('/stop', function ($request, $response) use ($server) {
            $server->shutdown();
            $response->end('stopping');
        });
        set_exception_handler(fn () => print "never called\n");
        $listening($server);
        $server->start();
    });
    echo "after run()\n";
};
$clean = TestServer::script($main());
$thrown = TestServer::script($main());
echo $clean->get('/stop'), "\n";
echo 'exit code ', $clean->wait(), "\n", $clean->stop();
echo $thrown->get('/throw'), "\n", $thrown->get('/throw'), "\n", $thrown->get('/stop'), "\n";
echo 'exit code ', $thrown->wait(), "\n", $thrown->stop();
?>
--EXPECTF--
200 stopping
exit code 0
after run()
500
500
200 stopping
exit code 255

Fatal error: Uncaught Exception: one in %s:%d
Stack trace:
%A
  thrown in %s on line %d

Fatal error: Uncaught Exception: one in %s:%d
Stack trace:
%A
  thrown in %s on line %d
after run()
