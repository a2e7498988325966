--TEST--
A client that never reads: its pusher waits, the others get everything, memory stays bounded, then false and 110
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

const FRAME = 20_000;

$server = TestServer::start(function ($http) {
    // The documented way to send to all.
    $http->handle('/all', function ($request, $ws) {
        $ws->upgrade();
        global $all;
        $all[spl_object_id($ws)] = $ws;
        while ($frame = $ws->recv()) {
        }
        unset($all[spl_object_id($ws)]);
    });
    $http->handle('/broadcast', function ($request, $ws) {
        global $all;
        $ws->upgrade();
        $before = memory_get_usage();
        for ($round = 0; $round < 1000; $round++) {
            foreach ($all as $client) {
                // Each in a coroutine of its own would not wait; in the document one after the other waits.
                Coroutine::create(function () use ($client, $round, &$waiting, &$results) {
                    if ($waiting[spl_object_id($client)] ?? false) {
                        return;
                    }
                    $waiting[spl_object_id($client)] = true;
                    swoole_clear_error();
                    $start = microtime(true);
                    $sent = $client->push("$round " . str_repeat('x', FRAME));
                    if (!$sent) {
                        $waited = microtime(true) - $start;
                        $results[] = $sent ? 'true' : 'false ' . swoole_last_error() . ($waited > 0.9 && $waited < 5 ? ' in time' : " after $waited s");
                    }
                    $waiting[spl_object_id($client)] = false;
                });
            }
            $most = max($most ?? 0, memory_get_usage() - $before);
            Coroutine::sleep(0.001);
        }
        // The one that waits has not grown beyond its limit and what it waits with.
        var_dump($most < 1_500_000);
        while (in_array(true, $waiting)) {
            Coroutine::sleep(0.01);
        }
        echo implode(', ', array_unique($results)), "\n";
        $ws->push('done');
    });
    // The documented loop, waiting for the slow one.
    $http->handle('/in-turn', function ($request, $ws) {
        global $all;
        $ws->upgrade();
        $start = microtime(true);
        foreach ($all as $client) {
            $results[] = $client->push(str_pad('in turn', 2 * FRAME));
        }
        sort($results);
        $took = microtime(true) - $start;
        echo json_encode($results), "\n";
        var_dump($took > 0.9 && $took < 5);
        $ws->push('done');
    });
    // One handler that pushes as fast as it can.
    $http->handle('/flood', function ($request, $ws) {
        $ws->upgrade();
        $text = str_repeat('y', 1000);
        for ($sent = 0; $ws->push($text . $sent); $sent++) {
        }
        echo 'flood: ', told(false);
        var_dump($sent > 100, memory_get_peak_usage() < 30_000_000);
        // Nothing of the frame that was refused is on the wire: once the client reads, all is well.
        $GLOBALS['flooded'] = $ws;
        $GLOBALS['sent'] = $sent;
    });
    $http->handle('/flooded', function ($request, $ws) {
        $ws->upgrade();
        var_dump($GLOBALS['flooded']->push("the end $GLOBALS[sent]"));
        $ws->push('done');
        unset($GLOBALS['flooded']);
    });
}, options: ['socket_write_timeout' => 1]);

$slow = $server->connect();
$slow->handshake('/all');
$quick = [];
for ($i = 0; $i < 3; $i++) {
    $quick[$i] = $server->connect();
    $quick[$i]->handshake('/all');
}
$memory = $server->memory();
$broadcast = $server->connect();
$broadcast->handshake('/broadcast');
$rounds = array_fill(0, 3, 0);
for ($round = 0; $round < 1000; $round++) {
    foreach ($quick as $i => $client) {
        ['payload' => $payload] = $client->readFrame();
        $rounds[$i] += $payload === "$round " . str_repeat('x', FRAME);
    }
}
echo json_encode($rounds), "\n", wire($broadcast);
$grown = $server->memory() - $memory;
var_dump($grown < 15_000 ?: $grown);
$broadcast->close();

$turn = $server->connect();
$turn->handshake('/in-turn');
foreach ($quick as $client) {
    echo wire($client);
}
echo wire($turn);
$turn->close();
// Those who read do not end it for the others, nor does the slow one by going.
$descriptors = $server->descriptors();
$slow->close();
var_dump(eventually(fn () => $server->descriptors() < $descriptors));
array_map(fn ($client) => $client->close(), $quick);

$flood = $server->connect();
$flood->handshake('/flood');
var_dump(eventually(fn () => str_contains($server->output(), 'flood: ')));
$last = $server->connect();
$last->handshake('/flooded');
$count = 0;
while (($frame = $flood->readFrame())['opcode'] === 1 && $frame['payload'] === str_repeat('y', 1000) . $count) {
    $count++;
}
var_dump($frame['payload'] === "the end $count");
echo wire($last);
$flood->push(closing(1000), 8);
echo wire($flood), ended($flood);
echo $server->stop();
?>
--EXPECT--
[1000,1000,1000]
> text "done"
bool(true)
> text 40000 bytes of "in t"
> text 40000 bytes of "in t"
> text 40000 bytes of "in t"
> text "done"
bool(true)
bool(true)
bool(true)
> text "done"
> close 1000 ""
> end
bool(true)
false 110 in time
[false,true,true,true]
bool(true)
flood: false, error 110
bool(true)
bool(true)
bool(true)
