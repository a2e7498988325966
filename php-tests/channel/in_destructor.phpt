--TEST--
Channel: in destructors, of what is pushed, of what is dropped with it, of the last value of a coroutine
--FILE--
<?php
use Swoole\Coroutine\Channel;

class Tells
{
    public function __construct(private Channel $to, private string $what) {}
    public function __destruct()
    {
        $this->to->push($this->what);
    }
}

Co\run(function () {
    $channel = new Channel();
    go(function () use ($channel) {
        $last = new Tells($channel, 'first');
        $second = new Tells($channel, 'second');
        echo "the coroutine ends\n";
    });
    // They wait for each other: the channel has room for one.
    echo $channel->pop(), ' ', $channel->pop(), "\n";

    // A value that is dropped when its channel dies, and a failed push's.
    $full = new Channel();
    $full->push(new Tells($channel, 'dropped with its channel'));
    var_dump($full->push(new Tells($channel, 'not taken'), 0.001));
    echo $channel->pop(), "\n";
    unset($full);
    echo $channel->pop(), "\n";

    // One that waits in its destructor, which unset() calls.
    $object = new Tells($channel, 'waits');
    $channel->push('before it');
    $cid = go(function () use (&$object) {
        $object = null;
        echo "its destructor has returned\n";
    });
    echo $channel->pop(), ' ', $channel->pop(), "\n";
    var_dump(Co::exists($cid));
});
?>
--EXPECT--
the coroutine ends
first second
bool(false)
not taken
dropped with its channel
its destructor has returned
before it waits
bool(false)
