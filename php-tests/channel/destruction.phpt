--TEST--
A channel that dies with data in it lets go of it; cycles through a channel are collected
--FILE--
<?php
class Item
{
    public $link;
    public function __construct(public string $name) {}
    public function __destruct() { echo "$this->name dies\n"; }
}
#[AllowDynamicProperties]
class Open extends chan {}

Co\run(function () {
    $chan = new chan(3);
    $chan->push(new Item('first'));
    $chan->push([new Item('second')]);
    echo "dropping\n";
    unset($chan);
    echo "dropped\n";

    gc_collect_cycles();
    $chan = new chan(1);
    $item = new Item('in a cycle');
    $item->link = $chan;
    $chan->push($item);
    unset($item, $chan);
    echo "unreachable\n";
    var_dump(gc_collect_cycles() > 0);

    // Through a property and a dynamic one, and a closure.
    $chan = new Open(1);
    $chan->errCode = [$chan];
    $chan->dynamic = $chan;
    $chan->push(function () use ($chan) {});
    unset($chan);
    var_dump(gc_collect_cycles() > 0);

    // Alive: the collector must not touch what a waiting producer holds.
    $chan = new chan(1);
    $chan->push(1);
    go(function () use ($chan) {
        $item = new Item('pushed while waiting');
        $item->link = $item;
        $chan->push($item);
        unset($item);
    });
    gc_collect_cycles();
    $chan->pop();
    var_dump($chan->pop()->name);
    gc_collect_cycles();
    echo "end\n";
});
?>
--EXPECT--
dropping
first dies
second dies
dropped
unreachable
in a cycle dies
bool(true)
bool(true)
string(20) "pushed while waiting"
pushed while waiting dies
end
