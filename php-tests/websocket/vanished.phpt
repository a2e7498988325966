--TEST--
Peers that vanish, in every state: descriptors and memory come back, nobody waits for ever
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

const CLIENTS = 30;

$server = TestServer::start(function ($http) {
    $http->handle('/recv', function ($request, $ws) {
        $ws->upgrade();
        while ($frame = $ws->recv(-1)) {
            $ws->push("got $frame->data");
        }
        count_result('recv ' . told($frame));
    });
    $http->handle('/either', function ($request, $ws) {
        $ws->upgrade();
        while ($frame = $ws->recv(-1)) {
            $ws->push($frame);
        }
        // The client's kernel may answer what was pushed with a reset.
        count_result($frame === '' || swoole_last_error() === 104 ? 'end or reset' : told($frame));
    });
    $http->handle('/push', function ($request, $ws) {
        $ws->upgrade();
        $text = str_repeat('x', 100_000);
        while ($ws->push($text)) {
        }
        count_result('push ' . swoole_last_error());
    });
    $http->handle('/both', function ($request, $ws) {
        $ws->upgrade();
        Coroutine::create(function () use ($ws) {
            $text = str_repeat('x', 100_000);
            while ($ws->push($text)) {
            }
            count_result('push beside recv ' . swoole_last_error());
        });
        $frame = $ws->recv(-1);
        count_result('recv beside push ' . told($frame));
    });
    $http->handle('/closing', function ($request, $ws) {
        $ws->upgrade();
        $text = str_repeat('x', 100_000);
        for ($i = 0; $i < 100; $i++) {
            Coroutine::create(function () use ($ws, $text) {
                $ws->push($text) || count_result('waiting push ' . swoole_last_error());
            });
        }
        count_result('close ' . var_export($ws->close(), true));
    });
    $http->handle('/quiet', function ($request, $ws) {
        $ws->upgrade();
        $ws->close();
    });
    $http->handle('/results', function ($request, $response) {
        global $results;
        ksort($results);
        $said = '';
        foreach ($results as $result => $count) {
            // How many pushers had room before depends on the machine.
            $said .= "$result: " . ($count >= CLIENTS ? 'all' : $count) . "\n";
        }
        $results = [];
        $response->end($said . memory_get_usage());
    });
    $GLOBALS['results'] = [];
    function count_result(string $result): void
    {
        global $results;
        $result = trim($result);
        $results[$result] = ($results[$result] ?? 0) + 1;
    }
});

function results(TestServer $server, ?int &$memory): string
{
    $lines = explode("\n", $server->get('/results')->body);
    $memory = (int) array_pop($lines);
    return implode("\n", $lines) . "\n";
}

/** Opens connections, does something with them, and waits until the server has let go of all. */
function vanish(TestServer $server, string $name, string $target, callable $leave, ?callable $before = null): void
{
    results($server, $memory);
    usleep(20_000);
    $descriptors = $server->descriptors();
    $clients = [];
    for ($i = 0; $i < CLIENTS; $i++) {
        $clients[$i] = $server->connect();
        $clients[$i]->handshake($target);
    }
    $before && $before($clients);
    $start = microtime(true);
    array_map($leave, $clients);
    $back = eventually(fn () => $server->descriptors() <= $descriptors);
    $took = microtime(true) - $start;
    echo "-- $name: ", $back ? 'all back' : 'left: ' . $server->descriptors() - $descriptors, ', ', $took < 1 ? 'at once' : ($took < 5 ? 'soon' : "after $took s"), "\n";
    unset($clients);
    echo results($server, $after);
    echo $after - $memory < 100_000 ? '' : 'memory: ' . $after - $memory . "\n";
}

$close = fn ($client) => $client->close();
$reset = resetConnection(...);
$stall = function () {
    // Time to fill what is between.
    usleep(300_000);
};
// The first time makes what is used again later.
ob_start();
vanish($server, 'warming up', '/recv', $close);
ob_end_clean();
vanish($server, 'FIN while in recv()', '/recv', $close);
vanish($server, 'RST while in recv()', '/recv', $reset);
vanish($server, 'FIN in a frame', '/recv', function ($client) {
    $client->send("\x82\xfe\xff\xff\0\0\0\0" . str_repeat('x', 1000));
    $client->close();
});
vanish($server, 'FIN in a fragmented message', '/recv', function ($client) {
    $client->push(str_repeat('x', 100_000), 2, false);
    $client->close();
});
vanish($server, 'FIN while an answer is on its way', '/either', function ($client) {
    $client->push(str_repeat('x', 1_000_000), 2);
    $client->close();
});
vanish($server, 'RST while push() waits', '/push', $reset, $stall);
vanish($server, 'RST while push() waits and another reads', '/both', $reset, $stall);
vanish($server, 'RST while the rest is sent after close()', '/closing', $reset, $stall);
// They keep their end open and neither read nor answer: the server gives up by itself.
$clients = [];
vanish($server, 'never answers the close frame', '/quiet', function ($client) use (&$clients) {
    $clients[] = $client;
});
vanish($server, 'never reads what comes before the close frame', '/closing', function ($client) use (&$clients) {
    $clients[] = $client;
}, $stall);
// Has no more to say, but reads what is on its way.
$client = $server->connect();
$client->handshake('/recv');
$client->push(str_repeat('y', 1_000_000));
$client->closeWrite();
usleep(300_000);
var_dump(strlen($client->readFrame()['payload']));
$client->close();
echo $server->stop();
?>
--EXPECT--
-- FIN while in recv(): all back, at once
recv "", error 0: all
-- RST while in recv(): all back, at once
recv false, error 104: all
-- FIN in a frame: all back, at once
recv "", error 0: all
-- FIN in a fragmented message: all back, at once
recv "", error 0: all
-- FIN while an answer is on its way: all back, at once
end or reset: all
-- RST while push() waits: all back, at once
push 104: all
-- RST while push() waits and another reads: all back, at once
push beside recv 104: all
recv beside push false, error 104: all
-- RST while the rest is sent after close(): all back, at once
close true: all
waiting push 125: all
-- never answers the close frame: all back, soon

-- never reads what comes before the close frame: all back, soon
close true: all
waiting push 125: all
int(1000004)
