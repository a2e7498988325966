--TEST--
Destructors at the end of a coroutine run inside it, and may suspend, start coroutines and hand over
--FILE--
<?php
class D
{
    public function __construct(private Closure $act) {}
    public function __destruct() { ($this->act)(); }
}
Co\run(function () {
    $pool = new chan(1);
    // The commonest case: a destructor gives something back to a pool that somebody waits on.
    go(function () use ($pool) {
        $got = $pool->pop();
        echo "consumer got $got, ";
        var_dump(Co::sleep(0.001));
        echo "consumer slept\n";
    });
    $d = new D(function () use ($pool) { $pool->push('a connection'); echo "destructor done\n"; });
    unset($d);
    Co::sleep(0.01);

    // A destructor that suspends by itself.
    go(function () {
        $d = new D(function () {
            echo 'destructor in ', Co::getCid() > 0 ? 'its coroutine' : 'none', "\n";
            $slept = Co::sleep(0.001);
            echo 'slept: ', json_encode($slept), "\n";
        });
        echo "body ends\n";
    });
    echo "others run meanwhile\n";
    Co::sleep(0.01);

    // Fibers of others are not hindered by it.
    go(function () {
        $d = new D(function () { Co::sleep(0.003); });
    });
    $f = new Fiber(function () { $x = Fiber::suspend(1); echo "fiber went on with $x\n"; });
    $f->start();
    $f->resume('two');
    Co::sleep(0.01);

    // One that starts a coroutine which suspends.
    $d = new D(function () { go(function () { var_dump(Co::sleep(0.001)); echo "child of a destructor\n"; }); });
    $d = null;
    Co::sleep(0.01);
    // One that dies in an argument and one in a return value.
    go(fn ($x) => new D(fn () => print(json_encode(Co::sleep(0.001)) . " return value\n")), new D(fn () => print(json_encode(Co::sleep(0.001)) . " argument\n")));
    Co::sleep(0.01);
});
?>
--EXPECT--
consumer got a connection, destructor done
bool(true)
consumer slept
body ends
destructor in its coroutine
others run meanwhile
slept: true
fiber went on with two
bool(true)
child of a destructor
true return value
true argument
