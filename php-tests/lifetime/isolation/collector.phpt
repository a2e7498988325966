--TEST--
The cycle collector and suspended coroutines: what they hold stays, and goes when they have ended
--FILE--
<?php
use Swoole\Coroutine;

#[AllowDynamicProperties]
class Node
{
    public static array $dead = [];
    public $link;
    public function __construct(public string $name) { $this->link = $this; }
    public function __destruct() { self::$dead[] = $this->name; }
}
function hold(Node $argument): void
{
    $local = new Node('local');
    $local->closure = function () use ($local) {};
    $temporary = [new Node('element')];
    Coroutine::yield();
    echo $argument->name, ' ', $local->name, ' ', $temporary[0]->name, "\n";
}
Co\run(function () {
    $cid = go(function () { hold(new Node('argument')); });
    $generator = go(function () { foreach ((function () { $inside = new Node('in a generator'); Coroutine::yield(); yield $inside->name; })() as $name) echo $name, "\n"; });
    var_dump(gc_collect_cycles(), Node::$dead);
    Coroutine::resume($cid);
    Coroutine::resume($generator);
    gc_collect_cycles();
    sort(Node::$dead);
    echo 'dead: ', implode(', ', Node::$dead), "\n";
    Node::$dead = [];

    // A cycle through a channel that a coroutine waits on: alive while it waits.
    $chan = new chan;
    $node = new Node('through the channel');
    $node->link = $chan;
    $cid = go(function () use ($chan, $node) { $chan->pop(); });
    unset($chan, $node);
    gc_collect_cycles();
    echo 'still waiting, dead: ', count(Node::$dead), "\n";
    Coroutine::cancel($cid);
    gc_collect_cycles();
    echo 'dead: ', implode(', ', Node::$dead), "\n";
});
?>
--EXPECT--
int(0)
array(0) {
}
argument local element
in a generator
dead: argument, element, in a generator, local
still waiting, dead: 0
dead: through the channel
