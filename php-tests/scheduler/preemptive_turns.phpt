--TEST--
The preemptive scheduler: after each slice of a coroutine that computes the others have their turn
--FILE--
<?php
use Swoole\{Coroutine, Event, Timer};

Coroutine::set(['enable_preemptive_scheduler' => true]);

foreach (['one' => 1, 'three side by side' => 3] as $what => $number) Co\run(function () use ($what, $number) {
    $over = false;
    $slices = 0;
    $turns = ['timer' => 0, 'sleeper' => 0, 'sockets' => 0];
    // Who has run, one after the other.
    $last = null;
    $ran = function (string $who) use (&$turns, &$last) { $turns[$who]++; $last = $who; };
    Timer::tick(1, function ($id) use (&$over, $ran) { if ($over) Timer::clear($id); $ran('timer'); });
    go(function () use (&$over, $ran) { while (!$over) { Coroutine::sleep(0.001); $ran('sleeper'); } });
    [$a, $b] = swoole_coroutine_socketpair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    go(function () use ($b) { while ($x = $b->recv()) $b->send($x); });
    go(function () use ($a, &$over, $ran) { while (!$over && $a->send('x') && $a->recv()) $ran('sockets'); $a->close(); });
    for ($i = 0; $i < $number; $i++) go(function () use ($i, &$over, &$slices, &$last) {
        while (!$over) {
            // Somebody else has run since: this is a new slice.
            if ($last !== $i) { $last = $i; $slices++; }
            if ($slices >= 60) $over = true;
        }
    });
    while (!$over) Coroutine::sleep(0.005);
    // A message goes there and back in two looks at the events.
    $least = ['timer' => $slices - 20, 'sleeper' => $slices - 20, 'sockets' => ($slices - 20) / 2];
    echo "$what: ", json_encode(array_map(fn ($had, $least) => $had >= $least ?: "$had in $slices", $turns, $least)), "\n";
});
?>
--EXPECT--
one: [true,true,true]
three side by side: [true,true,true]
