--TEST--
Server::start() outside a coroutine, a second start(), start() cancelled
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Http\Server;

$server = new Server('127.0.0.1', 0);
try {
    $server->start();
} catch (Swoole\Error $e) {
    echo $e->getCode(), ' ', $e->getMessage(), ', last error ', swoole_last_error(), "\n";
}
Coroutine\run(function () use ($server) {
    $id = go(function () use ($server) {
        var_dump($server->start());
        echo $server->errCode, ' ', $server->errMsg, "\n";
    });
    try {
        $server->start();
    } catch (Swoole\Error $e) {
        echo $e->getCode(), ' ', preg_replace('/#\d+/', '#N', $e->getMessage()), ', last error ', swoole_last_error(), "\n";
    }
    Coroutine::sleep(0.01);
    var_dump(Coroutine::cancel($id));
    Coroutine::sleep(0.01);
    var_dump(Coroutine::exists($id));
});
echo "done\n";
?>
--EXPECTF--
10001 API must be called in the coroutine, last error 10001
10002 Socket#N has already been bound to another coroutine#N, reading of the same socket in coroutine#N at the same time is not allowed, last error 10002
bool(true)
125 Operation canceled
bool(true)
bool(false)
done
