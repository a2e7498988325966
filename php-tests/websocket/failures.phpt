--TEST--
push(), recv() and close() when the peer, or another coroutine, has done something in the meantime
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

/* Fills what is between until push() has to wait. */
$fill = function ($ws) {
    $text = str_repeat('x', 100_000);
    while ($ws->push($text, WEBSOCKET_OPCODE_BINARY)) {
    }
    echo 'push: ', told(false);
};
/* What the client does not read: when it comes to it, the server must have been waiting. */
$stall = fn () => usleep(150_000);

$cases = Cases::serve([
    'push to a client that has ended its side' => [
        function ($ws) {
            Coroutine::sleep(0.1);
            echo told($ws->push('still for you')), told($ws->recv(5)), told($ws->push('x'));
        },
        function ($client) {
            $client->closeWrite();
            echo wire($client), ended($client);
        },
    ],
    'push to a client that is gone' => [
        function ($ws) {
            Coroutine::sleep(0.1);
            // The kernel takes the first one; the client's answers with a reset.
            echo told($ws->push('to nobody'));
            Coroutine::sleep(0.1);
            $result = $ws->push('to nobody');
            echo var_export($result, true), in_array(swoole_last_error(), [32, 104]) ? ", EPIPE or ECONNRESET\n" : ', ' . swoole_last_error() . "\n";
            swoole_clear_error();
            echo told($ws->close()), told($ws->close());
        },
        fn ($client) => $client->close(),
    ],
    'reset while push() waits' => [
        $fill,
        function ($client) use ($stall) {
            $stall();
            resetConnection($client);
        },
    ],
    'close() while push() waits' => [
        function ($ws) use ($fill) {
            Coroutine::create($fill, $ws);
            echo 'close: ', told($ws->close()), 'again: ', told($ws->close());
            Coroutine::sleep(0.05);
        },
        function ($client) use ($stall) {
            $stall();
            // What was accepted comes whole, then the close frame.
            do {
                $frame = $client->readFrame();
            } while ($frame['opcode'] === 2 && strlen($frame['payload']) === 100_000);
            var_dump($frame['opcode']);
            $client->push(closing(1000), 8);
            echo ended($client);
        },
    ],
    'disconnect() while push() waits' => [
        function ($ws) use ($fill) {
            Coroutine::create($fill, $ws);
            echo 'disconnect: ', told($ws->disconnect(4000, 'enough'));
            Coroutine::sleep(0.05);
        },
        function ($client) use ($stall) {
            $stall();
            do {
                $frame = $client->readFrame();
            } while ($frame['opcode'] === 2 && strlen($frame['payload']) === 100_000);
            echo short($frame['payload']), "\n";
            $client->push(closing(4000), 8);
            echo ended($client);
        },
    ],
    'canceled while push() waits' => [
        function ($ws) use ($fill) {
            $pusher = Coroutine::create($fill, $ws);
            Coroutine::sleep(0.05);
            var_dump(Coroutine::cancel($pusher));
            swoole_clear_error();
            echo told($ws->push('usable afterwards'));
        },
        function ($client) use ($stall) {
            $stall();
            do {
                $frame = $client->readFrame();
            } while ($frame['opcode'] === 2 && strlen($frame['payload']) === 100_000);
            echo short($frame['payload']), "\n";
        },
    ],
    'pings while nobody is in recv()' => [
        function ($ws) {
            Coroutine::sleep(0.2);
            $ws->push('now');
            echo told($ws->recv(5));
        },
        function ($client) {
            $client->push('1', 9);
            $client->push('2', 9);
            // The handler reads when it is ready to; what it says first is first.
            echo wire($client, 3);
            $client->push('done');
        },
    ],
    'each control frame begins the wait anew' => [
        function ($ws) {
            $start = microtime(true);
            echo told($ws->recv(0.6));
            var_dump(microtime(true) - $start > 0.6);
        },
        function ($client) {
            for ($i = 0; $i < 8; $i++) {
                $client->push('', $i % 2 ? 9 : 10);
                usleep(100_000);
            }
            $client->push('in time');
            echo wire($client, 4);
        },
    ],
    'each fragment does so too' => [
        function ($ws) {
            $start = microtime(true);
            echo told($ws->recv(0.6));
            var_dump(microtime(true) - $start > 0.6);
        },
        function ($client) {
            for ($i = 0; $i < 8; $i++) {
                $client->push($i, $i ? 0 : 1, false);
                usleep(100_000);
            }
            $client->push('end', 0);
        },
    ],
    'recv() right after close()' => [
        function ($ws) {
            $ws->close();
            // Swoole says 10019 while the close is pending; here it is never pending for the script.
            echo told($ws->recv(1)), told($ws->recv(0.01));
        },
        function ($client) {
            echo wire($client);
            $client->push(closing(1000), 8);
            echo ended($client);
        },
    ],
]);
$cases->play();
?>
--EXPECT--
-- push to a client that has ended its side
> text "still for you"
> end
true, error 0
"", error 0
false, error 9
-- push to a client that is gone
true, error 0
false, EPIPE or ECONNRESET
true, error 0
false, error 9
-- reset while push() waits
push: false, error 104
-- close() while push() waits
int(8)
> end
close: true, error 0
again: false, error 9
push: false, error 125
-- disconnect() while push() waits
"\x0f\xa0enough"
> end
disconnect: true, error 0
push: false, error 125
-- canceled while push() waits
"usable afterwards"
push: false, error 125
bool(true)
true, error 0
-- pings while nobody is in recv()
> text "now"
> pong "1"
> pong "2"
Frame opcode=1 flags=33 finish=true data="done", error 0
-- each control frame begins the wait anew
> pong ""
> pong ""
> pong ""
> pong ""
Frame opcode=1 flags=33 finish=true data="in time", error 0
bool(true)
-- each fragment does so too
Frame opcode=1 flags=33 finish=true data="01234567end", error 0
bool(true)
-- recv() right after close()
> close 1000 ""
> end
false, error 9
false, error 9