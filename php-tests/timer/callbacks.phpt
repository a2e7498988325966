--TEST--
Timer: what callbacks receive, each in a coroutine of its own, ids start anew after the loop
--FILE--
<?php
use Swoole\Timer;

class Counter
{
    public int $calls = 0;
    public function count(int $id, string ...$more): void
    {
        echo 'tick ', $id, ' ', json_encode($more), ' pcid ', Co::getPcid(), "\n";
        if (++$this->calls === 2) {
            Timer::clear($id);
        }
    }
    public static function once(...$arguments): void
    {
        echo 'once ', json_encode($arguments), "\n";
    }
    public function __invoke($x): void
    {
        echo "invoked $x\n";
    }
    public function __call($name, $arguments)
    {
        echo "$name ", json_encode($arguments), "\n";
    }
}

Co\run(function () {
    $main = Co::getCid();
    Timer::after(1, function () use ($main) { echo 'own coroutine: '; var_dump(Co::getCid() > $main); });
    Timer::after(2, 'Counter::once');
    Timer::after(3, [Counter::class, 'once'], 1, [2], null);
    Timer::after(4, new Counter, 'x');
    Timer::after(5, [new Counter, 'magic'], 7);
    Timer::after(6, 'printf', "%s\n", 'internal');
    Timer::tick(10, [new Counter, 'count'], 'a', 'b');
});
var_dump(Timer::after(1, fn () => print("second loop\n")));
swoole_event_wait();
?>
--EXPECT--
own coroutine: bool(true)
once []
once [1,[2],null]
invoked x
magic [7]
internal
tick 7 ["a","b"] pcid -1
tick 7 ["a","b"] pcid -1
int(1)
second loop
