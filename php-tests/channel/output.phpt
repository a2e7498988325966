--TEST--
Channel: output buffers stay their coroutine's across push() and pop(), also in a buffer's callback
--FILE--
<?php
use Swoole\Coroutine\Channel;

Co\run(function () {
    $channel = new Channel();
    go(function () use ($channel) {
        ob_start(fn ($text) => "[$text]");
        echo 'consumer ';
        while (($value = $channel->pop()) !== null) {
            echo $value, ' ';
        }
        ob_end_flush();
        echo "\n";
    });
    ob_start();
    foreach ([1, 2, 3] as $value) {
        echo "producer $value\n";
        $channel->push($value);
    }
    $kept = ob_get_clean();
    echo "nothing yet\n";
    $channel->push(null);
    echo $kept;

    // The buffer's callback hands over while the buffer is being flushed.
    $seen = new Channel(1);
    ob_start(function ($text) use ($seen) {
        $seen->push($text);
        return strtoupper($text);
    });
    echo "shout\n";
    ob_end_flush();
    var_dump($seen->pop());
});
?>
--EXPECT--
nothing yet
[consumer 1 2 3 ]
producer 1
producer 2
producer 3
SHOUT
string(6) "shout
"
