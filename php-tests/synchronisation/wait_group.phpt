--TEST--
WaitGroup: counts, waits, hands over in the last done(), refuses misuse
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\WaitGroup;

function attempt(callable $what): void
{
    try { $what(); echo "nothing thrown\n"; } catch (Exception $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}

Co\run(function () {
    $wg = new WaitGroup();
    var_dump($wg->wait(), $wg->count());
    for ($i = 1; $i <= 3; $i++) {
        $wg->add();
        go(function () use ($wg, $i) { Coroutine::sleep($i / 500); echo "done $i\n"; $wg->done(); echo "after done $i\n"; });
    }
    var_dump($wg->count(), $wg->wait());
    echo "waited\n";

    // Used again, started with a number.
    $wg = new WaitGroup(2);
    $wg->add(3);
    $wg->add(-3);
    var_dump($wg->count(), $wg->wait(0.001), $wg->count());
    $waiter = go(function () use ($wg) { var_dump($wg->wait(100)); echo "waiter goes on\n"; });
    attempt(fn () => $wg->add());
    attempt(fn () => $wg->wait());
    $wg->done();
    $wg->done();
    echo "after the last done()\n";
    attempt(fn () => $wg->done());
    attempt(fn () => $wg->add(-1));
    var_dump($wg->count());

    // Cancelled.
    $wg->add();
    $waiter = go(function () use ($wg) { var_dump($wg->wait(), swoole_last_error()); });
    Coroutine::cancel($waiter);
    $wg->done();
    var_dump((new class(-5) extends WaitGroup {})->count());
});
// Where there is nothing to wait for, no coroutine is needed.
var_dump((new WaitGroup)->wait());
?>
--EXPECT--
bool(true)
int(0)
done 1
after done 1
done 2
after done 2
done 3
int(3)
bool(true)
waited
after done 3
int(2)
bool(false)
int(2)
BadMethodCallException: WaitGroup misuse: add called concurrently with wait
BadMethodCallException: WaitGroup misuse: reused before previous wait has returned
bool(true)
waiter goes on
after the last done()
BadMethodCallException: WaitGroup misuse: negative counter
InvalidArgumentException: WaitGroup misuse: negative counter
int(0)
bool(false)
int(10017)
int(0)
bool(true)
