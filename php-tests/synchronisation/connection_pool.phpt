--TEST--
ConnectionPool: made when needed, shared, replaced when broken, closed
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\ConnectionPool;

class Proxy { public function __construct(public $constructor) { echo "proxy\n"; } }

Co\run(function () {
    var_dump(ConnectionPool::DEFAULT_SIZE);
    $made = 0;
    $pool = new ConnectionPool(function () use (&$made) { Coroutine::sleep(0.001); return (object) ['number' => ++$made]; }, 2);
    $a = $pool->get();
    $b = $pool->get();
    var_dump($a->number, $b->number, $pool->get(0.001));
    // Whoever waits longest gets what is given back first.
    foreach ([1, 2] as $i) go(function () use ($pool, $i) { $c = $pool->get(); echo "$i gets $c->number\n"; Coroutine::sleep(0.001); $pool->put($c); });
    $pool->put($b);
    echo "given back\n";
    $pool->put(null);
    echo "replaced\n";
    Coroutine::sleep(0.01);
    var_dump($made);

    echo "-- fill\n";
    $pool = new ConnectionPool(function () use (&$made) { return ++$made; }, 3);
    $pool->fill();
    $pool->fill();
    var_dump($made, $pool->get(), $pool->get(), $pool->get());

    echo "-- proxy\n";
    $pool = new ConnectionPool(fn () => 1, 1, Proxy::class);
    var_dump($pool->get() instanceof Proxy);

    echo "-- a constructor that throws\n";
    $pool = new ConnectionPool(function () use (&$made) { if ($made++ < 10) throw new RuntimeException('refused'); return 'connection'; }, 1);
    $made = 10;
    $made--;
    try { $pool->get(); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
    var_dump($pool->get());

    echo "-- closed\n";
    go(function () use ($pool) { var_dump($pool->get()); });
    $pool->close();
    $pool->put('late');
    try { $pool->get(); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }

    // A pool that holds itself, by its constructor, is collected.
    $holder = new stdClass;
    $holder->witness = new class { public function __destruct() { echo "collected\n"; } };
    $holder->pool = new ConnectionPool(fn () => $holder);
    $holder->pool->put($holder->pool->get());
    unset($holder);
    gc_collect_cycles();
    echo "end\n";
});
?>
--EXPECT--
int(64)
int(1)
int(2)
bool(false)
1 gets 2
given back
2 gets 2
replaced
int(3)
-- fill
int(6)
int(4)
int(5)
int(6)
-- proxy
proxy
bool(true)
-- a constructor that throws
refused
string(10) "connection"
-- closed
bool(false)
Pool has been closed
collected
end
