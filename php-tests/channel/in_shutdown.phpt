--TEST--
Channel: in shutdown functions, and one that outlives its loop
--FILE--
<?php
use Swoole\Coroutine\Channel;

$channel = new Channel(2);
register_shutdown_function(function () use ($channel) {
    Co\run(function () use ($channel) {
        go(function () use ($channel) {
            Co::sleep(0.001);
            $channel->push('pushed in shutdown');
        });
        var_dump($channel->pop(), $channel->pop());
    });
    register_shutdown_function(function () use ($channel) {
        go(function () use ($channel) {
            go(fn () => var_dump($channel->pop()));
            $channel->push('in the last of them');
        });
    });
});
Co\run(fn () => $channel->push('left over'));
var_dump($channel->length());
try {
    $channel->pop();
} catch (Swoole\Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
int(1)
API must be called in the coroutine
string(9) "left over"
string(18) "pushed in shutdown"
string(19) "in the last of them"
