--TEST--
Channel: pushed to and popped from inside generators, Fibers, callbacks of internal functions, and coroutines below coroutines
--FILE--
<?php
use Swoole\Coroutine\Channel;

Co\run(function () {
    $channel = new Channel();
    $feed = fn (int ...$values) => go(fn () => array_map([$channel, 'push'], $values));

    $feed(1, 2, 3);
    $generator = (function () use ($channel) {
        while (($value = $channel->pop()) < 3) {
            yield $value;
        }
    })();
    echo implode(' ', iterator_to_array($generator, false)), "\n";

    $feed(4, 5);
    $fiber = new Fiber(function () use ($channel) {
        Fiber::suspend($channel->pop());
        return $channel->pop();
    });
    echo $fiber->start(), ' ';
    $fiber->resume();
    echo $fiber->getReturn(), "\n";

    $feed(3, 1, 2);
    $list = ['a', 'b', 'c'];
    usort($list, function ($a, $b) use ($channel) {
        $channel->isEmpty() || $channel->pop();
        return $b <=> $a;
    });
    while (!$channel->isEmpty()) {
        $channel->pop();
    }
    echo implode($list), "\n";
    echo preg_replace_callback('/\w/', function ($match) use ($channel, $feed) {
        $feed(ord($match[0]));
        return $channel->pop() . ' ';
    }, 'abc'), "\n";

    // A chain: each waits for the next one, a hundred deep.
    $down = function (int $depth) use (&$down) {
        $answer = new Channel();
        go(function () use ($depth, $answer, $down) {
            $answer->push($depth === 0 ? 0 : $down($depth - 1) + 1);
        });
        return $answer->pop();
    };
    echo $down(100), "\n";
});
?>
--EXPECT--
1 2
4 5
cba
97 98 99 
100
