--TEST--
Timer: what a callback holds is freed when it has fired or is cleared; destructors may use timers
--FILE--
<?php
use Swoole\Timer;

class Held
{
    public ?Closure $self = null;
    public function __construct(public string $name, public ?Closure $last = null) {}
    public function __destruct()
    {
        echo "{$this->name} freed\n";
        $this->last && ($this->last)();
    }
}

Co\run(function () {
    $held = new Held('fired');
    Timer::after(1, function () use ($held) { echo "fires\n"; });
    unset($held);
});
Co\run(function () {
    $held = new Held('suspended');
    Timer::after(2, function () use ($held) { Co::sleep(0.001); echo "slept\n"; });
    unset($held);
});
Co\run(function () {
    $held = new Held('argument');
    $id = Timer::tick(1000, function () {}, $held);
    unset($held);
    Timer::clear($id);
});
Co\run(function () {
    // A destructor that makes a timer and clears others.
    $other = Timer::tick(1000, function () {});
    $held = new Held('active', function () use ($other) {
        var_dump(Timer::clear($other));
        Timer::after(1, fn () => print("made in a destructor\n"));
    });
    $id = Timer::tick(1, function (int $id) use ($held) { Timer::clear($id); });
    unset($held);
});
Co\run(function () {
    // A cycle: the closure holds the object that holds the closure.
    $cycle = new Held('cycle');
    $cycle->self = function () use ($cycle) { echo "cycle fires\n"; };
    Timer::after(5, $cycle->self);
    unset($cycle);
});
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
fires
fired freed
slept
suspended freed
argument freed
active freed
bool(true)
made in a destructor
cycle fires
cycle freed
end
