--TEST--
Event: destructors of callbacks that are removed, replaced, or dropped with the loop; Event calls in destructors
--FILE--
<?php
use Swoole\{Coroutine, Event};

require __DIR__ . '/pair.inc.php';

class Says
{
    public function __construct(private string $name, private ?Closure $act = null) {}
    public function __invoke() {}
    public function __destruct()
    {
        echo "$this->name is gone\n";
        $this->act && ($this->act)();
    }
}

Co\run(function () {
    [$a, $b] = pair();
    Event::add($a, new Says('the first'));
    Event::set($a, new Says('the second', function () {
        Coroutine::sleep(0.001);
        echo "its destructor has waited\n";
    }));
    echo "replaced\n";
    Event::del($a);
    echo "removed\n";
    Event::defer(new Says('deferred'));
    Coroutine::sleep(0.001);
    Event::cycle(new Says('the cycle'));
    Event::cycle(new Says('its successor'));
    Event::cycle(null);
    echo "no cycle\n";

    // One adds the next in its destructor.
    Event::add($a, new Says('outer', function () use ($b) {
        Event::add($b, new Says('inner'));
    }));
    Event::del($a);
    var_dump(Event::isset($b));
    Event::del($b);
    Event::add($a, new Says('stays until the loop has ended'));
    Event::exit();
    Coroutine::sleep(0.001);
});
?>
--EXPECTF--
the first is gone
replaced
the second is gone
its destructor has waited
removed
deferred is gone
the cycle is gone
its successor is gone
no cycle
outer is gone
bool(true)
inner is gone
%A
