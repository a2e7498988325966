--TEST--
Coroutines that hand over to each other on and on: timers, sleepers and a server get their turn
--FILE--
<?php
use Swoole\{Coroutine, Timer};
use Swoole\Coroutine\Channel;

const TURNS = 5;

/** Runs a ring until a timer, a sleeper and requests to a server had their turns; it gives up after 20 s. */
function beside(string $what, callable $ring): void
{
    $turns = ['timer' => 0, 'sleeper' => 0, 'requests' => 0];
    $end = hrtime(true) + 20e9;
    $go_on = function () use (&$turns, $end): bool { return min($turns) < TURNS && hrtime(true) < $end; };
    Co\run(function () use (&$turns, $ring, $go_on) {
        $server = new Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', fn ($request, $response) => $response->end('ok'));
        go(fn () => $server->start());
        Timer::tick(5, function (int $id) use (&$turns) { if (++$turns['timer'] >= TURNS) Timer::clear($id); });
        go(function () use (&$turns) { while ($turns['sleeper'] < TURNS) { Coroutine::sleep(0.001); $turns['sleeper']++; } });
        go(function () use (&$turns, $server) {
            $client = new Coroutine\Http\Client('127.0.0.1', $server->port);
            while ($turns['requests'] < TURNS && $client->get('/') && $client->body === 'ok') $turns['requests']++;
            $server->shutdown();
        });
        go($ring, $go_on);
    });
    echo "$what: ", json_encode(array_map(fn ($count) => $count >= TURNS, $turns)), "\n";
}

beside('two channels', function ($go_on) {
    [$there, $back] = [new Channel(1), new Channel(1)];
    go(function () use ($there, $back) { while (($number = $there->pop()) !== false) $back->push($number + 1); });
    $number = 0;
    while ($go_on()) {
        $there->push($number);
        $number = $back->pop();
    }
    $there->close();
});
beside('one channel', function ($go_on) {
    $channel = new Channel(2);
    go(function () use ($channel, $go_on) { for ($i = 0; $go_on(); $i++) $channel->push($i); $channel->close(); });
    for ($i = 0; ($number = $channel->pop()) !== false; $i++) if ($number !== $i) echo "lost: $i, $number\n";
});
beside('resume and yield', function ($go_on) {
    $over = false;
    $cid = go(function () use (&$over) { while (!$over) Coroutine::yield(); });
    while ($go_on()) Coroutine::resume($cid);
    $over = true;
    Coroutine::resume($cid);
});
beside('resume and yield, three deep', function ($go_on) {
    $inner = go(function () use ($go_on) { while ($go_on()) Coroutine::yield(); });
    $middle = go(function () use ($go_on, $inner) {
        while ($go_on()) { Coroutine::resume($inner); Coroutine::yield(); }
        Coroutine::resume($inner);
    });
    while ($go_on()) Coroutine::resume($middle);
    Coroutine::resume($middle);
});
beside('inside a generator, a Fiber and a sort', function ($go_on) {
    $over = false;
    $cid = go(function () use (&$over) { while (!$over) Coroutine::yield(); });
    $ring = function () use ($go_on, $cid) {
        $list = [3, 1, 2];
        while ($go_on()) { usort($list, fn ($a, $b) => [$a <=> $b, Coroutine::resume($cid)][0]); yield $list; shuffle($list); }
    };
    $fiber = new Fiber(function () use ($ring) { foreach ($ring() as $list) if ($list !== [1, 2, 3]) echo json_encode($list); });
    $fiber->start();
    $over = true;
    Coroutine::resume($cid);
});
?>
--EXPECT--
two channels: {"timer":true,"sleeper":true,"requests":true}
one channel: {"timer":true,"sleeper":true,"requests":true}
resume and yield: {"timer":true,"sleeper":true,"requests":true}
resume and yield, three deep: {"timer":true,"sleeper":true,"requests":true}
inside a generator, a Fiber and a sort: {"timer":true,"sleeper":true,"requests":true}
