--TEST--
Whoever always has something to do, one turn after the other, keeps no timer, socket or sleeper waiting
--FILE--
<?php
use Swoole\{Coroutine, Event, Timer};
use Swoole\Coroutine\Channel;

const TURNS = 20;
/** ms that a step of a ring computes. */
const STEP = 2;

function compute(float $ms = STEP): void
{
    for ($end = [hrtime(true) + $ms * 1e6]; hrtime(true) < $end[0];);
}

/**
 * Runs a ring beside a timer, a sleeper and two sockets until each has had its turns. The ring is given a function
 * that counts a step and says whether to go on.
 */
function beside(string $what, int $most, callable $ring): void
{
    $turns = ['timer' => 0, 'sleeper' => 0, 'sockets' => 0];
    $steps = 0;
    $go_on = function () use (&$turns, &$steps, $most): bool {
        $steps++;
        return min($turns) < TURNS && $steps <= $most;
    };
    Co\run(function () use (&$turns, $ring, $go_on) {
        Timer::tick(5, function (int $id) use (&$turns) { if (++$turns['timer'] >= TURNS) Timer::clear($id); });
        go(function () use (&$turns) { while ($turns['sleeper'] < TURNS) { Coroutine::sleep(0.001); $turns['sleeper']++; } });
        [$a, $b] = swoole_coroutine_socketpair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        go(function () use ($b) { while ($x = $b->recv()) $b->send($x); });
        go(function () use ($a, &$turns) {
            while ($turns['sockets'] < TURNS && $a->send('x') && $a->recv()) $turns['sockets']++;
            $a->close();
        });
        $ring($go_on);
    });
    echo "$what: ", $steps <= $most ? 'all had their turns' : "in $steps steps: " . json_encode($turns), "\n";
}

// Each step takes 2 ms: in three of them any tick comes, and each turn of the sockets takes two looks at the events.
const MOST = TURNS * 10;

beside('a deferred that defers', MOST, function ($go_on) {
    $step = function () use (&$step, $go_on) { compute(); if ($go_on()) Event::defer($step); };
    Event::defer($step);
});
beside('deferred, go, deferred', MOST, function ($go_on) {
    $step = function () use (&$step, $go_on) { go(function () use (&$step, $go_on) { compute(); if ($go_on()) Event::defer($step); }); };
    Event::defer($step);
});
beside('yield, resumed by a deferred', MOST, function ($go_on) {
    for ($cid = Coroutine::getCid(); $go_on(); compute()) {
        Event::defer(fn () => Coroutine::resume($cid));
        Coroutine::yield();
    }
});
beside('after(1)', MOST, function ($go_on) {
    $step = function () use (&$step, $go_on) { compute(); if ($go_on()) Timer::after(1, $step); };
    $step();
});
beside('sleepers', MOST, function ($go_on) {
    foreach ([1, 2] as $_) go(function () use ($go_on) { while ($go_on()) { compute(); Coroutine::sleep(0.001); } });
});
beside('a lock', MOST, function ($go_on) {
    $lock = new Coroutine\Lock;
    $lock->lock();
    foreach ([1, 2, 3] as $_) go(function () use ($go_on, $lock) {
        while ($go_on()) { $lock->lock(); compute(); $lock->unlock(); }
    });
    $lock->unlock();
});
beside('join', MOST, function ($go_on) {
    while ($go_on()) Coroutine::join([go(fn () => Event::defer(compute(...)) && Coroutine::join([go(fn () => Coroutine::sleep(0.001))]))]);
});
beside('an event that is always there', MOST, function ($go_on) {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    Event::add($a, null, function () use ($a, $b, $go_on) { compute(); if (!$go_on()) Event::del($a); }, SWOOLE_EVENT_WRITE);
});
?>
--EXPECT--
a deferred that defers: all had their turns
deferred, go, deferred: all had their turns
yield, resumed by a deferred: all had their turns
after(1): all had their turns
sleepers: all had their turns
a lock: all had their turns
join: all had their turns
an event that is always there: all had their turns
