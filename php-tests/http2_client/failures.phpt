--TEST--
Http2\Client: servers that stall, reset, go away, lie and never end
--FILE--
<?php
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

run(function () {
    Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    $serve = function (callable $serve, array $settings = [], array $given = [], bool $begin = true): Client {
        $client = new Client('127.0.0.1', Peer::start($serve, $settings, $begin));
        $client->set(['timeout' => 10] + $given);
        $client->connect() || print("not connected: $client->errMsg\n");
        return $client;
    };

    echo "timeouts\n";
    $client = $serve(fn (Peer $peer) => [$stream = $peer->request(), $peer->until(PING), $peer->answer($stream, 'late'), $peer->end()]);
    $client->send(request());
    echo say($client, $client->recv(0.02)), "\n", say($client, $client->read(0.02)), "\n";
    $client->ping();
    echo say($client, $client->recv()), "\n";
    $client->set(['timeout' => 0.02]);
    echo say($client, $client->recv()), "\n";
    $client->close();

    echo "cancelled\n";
    $client = $serve(fn (Peer $peer) => [$stream = $peer->request(), $peer->until(PING), $peer->answer($stream, 'late'), $peer->end()]);
    $client->send(request());
    $waiting = go(function () use ($client) {
        echo say($client, $client->recv()), ' ', json_encode(Coroutine::isCanceled()), "\n";
    });
    Coroutine::cancel($waiting);
    $waiting = go(function () use ($client) {
        try {
            $client->recv();
        } catch (Coroutine\CanceledException) {
            echo "an exception\n";
        }
    });
    Coroutine::cancel($waiting, true);
    $client->ping();
    echo say($client, $client->recv()), "\n";

    echo "a body that is not taken\n";
    $reset = null;
    $client = $serve(function (Peer $peer) use (&$reset) {
        $reset = $peer->until(RST_STREAM);
        $peer->answer($peer->request(), 'next');
        $peer->end();
    }, [INITIAL_WINDOW_SIZE => 100], ['write_timeout' => 0.05]);
    var_dump($client->send(request('/', ['method' => 'POST', 'data' => str_repeat('x', 100_000)])));
    echo "$client->errCode $client->errMsg\n";
    var_dump($client->send(request('/')));
    echo say($client, $client->recv()), ' ', json_encode([$reset[2], unpack('N', $reset[3])[1]]), "\n";

    echo "resets\n";
    $client = $serve(function (Peer $peer) {
        foreach ([7, 11, 0] as $code) {
            $peer->send(RST_STREAM, 0, $peer->request(), pack('N', $code));
        }
        $stream = $peer->request();
        $peer->head($stream, ['x-a' => 'b']);
        $peer->send(DATA, 0, $stream, 'begun');
        $peer->send(RST_STREAM, 0, $stream, pack('N', 2));
        // Answered before the body has come, and the rest refused (RFC 9113 §8.1).
        $stream = $peer->request();
        $peer->answer($stream, 'enough');
        $peer->send(RST_STREAM, 0, $stream, pack('N', 0));
        $peer->answer($peer->request(), 'fine');
        $peer->end();
    });
    for ($i = 0; $i < 4; $i++) {
        $client->send(request());
        $response = $client->recv();
        echo say($client, $response), ' ', json_encode($response->headers), "\n";
    }
    $client->send(request('/', ['method' => 'POST', 'data' => str_repeat('x', 1_000_000)]));
    echo say($client, $client->recv()), "\n";
    $client->send(request());
    echo say($client, $client->recv()), "\n";
    $client->close();

    echo "goes away\n";
    $client = $serve(function (Peer $peer) {
        [$first, $second, $third] = [$peer->request(), $peer->request(), $peer->request()];
        if (!$third) {
            return;
        }
        $peer->goAway($second, 0);
        $peer->answer($second, 'two');
        $peer->answer($first, 'one');
        $peer->end();
    });
    for ($i = 0; $i < 3; $i++) {
        $client->send(request());
    }
    $said = [say($client, $client->recv()), say($client, $client->recv()), say($client, $client->recv())];
    sort($said);
    echo implode("\n", $said), "\n";
    var_dump($client->serverLastStreamId, $client->send(request()), $client->errCode);
    echo say($client, $client->recv()), "\n", say($client, $client->recv()), "\n";
    var_dump($client->connect(), $client->serverLastStreamId, $client->close());
    foreach ([[11, 'too many'], [1, '']] as [$code, $debug]) {
        $client = $serve(function (Peer $peer) use ($code, $debug) {
            $peer->answer($peer->request(), 'one');
            $peer->request();
            $peer->goAway(1, $code, $debug);
        });
        $client->send(request());
        $client->send(request());
        echo say($client, $client->recv()), "\n", say($client, $client->recv()), "\n", say($client, $client->recv()), " $client->serverLastStreamId\n";
    }

    echo "ends\n";
    $cases = [
        'at once' => fn (Peer $peer) => null,
        'after the request' => fn (Peer $peer) => $peer->request(),
        'within the head' => fn (Peer $peer) => $peer->socket->sendAll(substr(Http2Client::frame(HEADERS, END_HEADERS, $peer->request(), 'abc'), 0, 10)),
        'within the body' => fn (Peer $peer) => [$peer->head($stream = $peer->request()), $peer->send(DATA, 0, $stream, 'abc')],
        'after the response' => fn (Peer $peer) => $peer->answer($peer->request(), 'whole'),
        'HTTP/1' => fn (Peer $peer) => $peer->socket->sendAll("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") && $peer->end(),
        'a stream that is none' => fn (Peer $peer) => [$peer->answer($peer->request() + 2, 'x'), $peer->end()],
        'a push' => fn (Peer $peer) => [$peer->send(5, END_HEADERS, $peer->request(), pack('N', 2) . Http2Client::head('/pushed')), $peer->end()],
        'a broken block' => fn (Peer $peer) => [$peer->send(HEADERS, END_HEADERS, $peer->request(), "\xff\xff\xff\xff\xff\xff"), $peer->end()],
        'no status' => fn (Peer $peer) => [$peer->send(HEADERS, END_HEADERS, $peer->request(), Http2Client::block(['x' => 'y'])), $peer->end()],
        'a window too wide' => fn (Peer $peer) => [$peer->request(), $peer->send(WINDOW_UPDATE, 0, 0, pack('N', 0x7fffffff)), $peer->end()],
        'a frame too long' => fn (Peer $peer) => [$peer->head($stream = $peer->request()), $peer->send(DATA, 0, $stream, str_repeat('x', 20_000)), $peer->end()],
        'a head too long' => fn (Peer $peer) => [$peer->send(HEADERS, 0, $stream = $peer->request(), str_repeat(Http2Client::block(['x-header' => str_repeat('x', 1000)]), 16)), array_map(fn () => $peer->send(CONTINUATION, 0, $stream, str_repeat(Http2Client::block(['x-header' => str_repeat('x', 1000)]), 16)), range(1, 20)), $peer->end()],
        'length that is none' => fn (Peer $peer) => [$peer->answer($peer->request(), 'abc', ['content-length' => '5']), $peer->end()],
        'pings without end' => function (Peer $peer) {
            $peer->request();
            while ($peer->socket->sendAll(str_repeat(Http2Client::frame(PING, 0, 0, '12345678'), 1000), 10) > 0);
        },
        'settings without end' => function (Peer $peer) {
            $peer->request();
            while ($peer->socket->sendAll(str_repeat(Http2Client::settings([]), 1000), 10) > 0);
        },
    ];
    foreach ($cases as $name => $case) {
        $client = $serve($case);
        $client->send(request());
        echo "$name: ", say($client, $client->recv()), ', ', say($client, $client->recv(0.05)), "\n";
        $client->close();
    }

    echo "too long\n";
    foreach ([[], ['usePipelineRead' => true]] as $properties) {
        $reset = null;
        $client = $serve(function (Peer $peer) use (&$reset) {
            $stream = $peer->request();
            $peer->head($stream, ['x-a' => 'b']);
            $peer->send(DATA, 0, $stream, str_repeat('x', 16_000));
            $reset = $peer->until(RST_STREAM);
            $peer->answer($peer->request(), 'short');
            $peer->end();
        }, given: ['package_max_length' => 10_000]);
        $client->send(request('/', $properties));
        echo say($client, $client->recv()), "\n";
        $client->send(request());
        echo say($client, $client->recv()), ' ', json_encode([$reset[2], unpack('N', $reset[3])[1]]), "\n";
        $client->close();
    }
    $answer = fn (string $body, array $headers) => fn (Peer $peer) => [$peer->answer($peer->request(), $body, $headers), $peer->end()];
    foreach (['a bomb' => gzencode(str_repeat("\0", 10_000_000)), 'no gzip' => 'abcd', 'half a gzip' => substr(gzencode(random_bytes(100)), 0, -9)] as $name => $body) {
        $client = $serve($answer($body, ['content-encoding' => 'gzip']), given: ['package_max_length' => 1 << 20]);
        $client->send(request());
        echo "$name: ", say($client, $client->recv()), "\n";
    }
    // Without a limit of its own: what PHP's leaves.
    ini_set('memory_limit', '64M');
    $client = $serve(function (Peer $peer) {
        $stream = $peer->request();
        $peer->head($stream);
        go(fn () => $peer->until(RST_STREAM) && $peer->socket->close());
        while ($peer->socket->sendAll(Http2Client::frame(DATA, 0, $stream, str_repeat('x', 16_384))) > 0);
    });
    $client->send(request());
    echo 'without end: ', preg_replace('/\d+ bytes/', 'n bytes', say($client, $client->recv())), "\n";

    echo "closed meanwhile\n";
    $client = $serve(fn (Peer $peer) => $peer->end());
    $client->send(request());
    $waiting = go(function () use ($client) {
        echo say($client, $client->recv()), "\n";
    });
    var_dump($client->close(), $client->isStreamExist(1));
    Coroutine::join([$waiting]);
    $client = $serve(fn (Peer $peer) => $peer->end(), [INITIAL_WINDOW_SIZE => 10]);
    $waiting = go(function () use ($client) {
        var_dump($client->send(request('/', ['data' => str_repeat('x', 100_000)])));
    });
    $client->close();
    Coroutine::join([$waiting]);

    echo "other frames\n";
    $client = $serve(function (Peer $peer) {
        $stream = $peer->request();
        $peer->send(PING, 0, 0, 'are you?');
        $pong = $peer->until(PING, ACK)[3];
        $peer->send(99, 0, 0, 'unknown');
        $peer->send(HEADERS, END_HEADERS, $stream, Http2Client::block([':status' => '103', 'link' => 'x']));
        $peer->answer($stream, $pong);
        $ping = $peer->until(PING)[3];
        $peer->send(PING, ACK, 0, $ping);
        $gone = $peer->until(GOAWAY)[3];
        $peer->answer($peer->request(), json_encode([strlen($ping), unpack('Nlast/Ncode', $gone), substr($gone, 8)]));
        $gone = $peer->until(GOAWAY)[3];
        echo 'at the end: ', json_encode(unpack('Nlast/Ncode', $gone)), ' ', json_encode($peer->frame()), "\n";
    });
    $client->send(request());
    echo say($client, $client->recv()), "\n";
    var_dump($client->ping(), $client->goaway(SWOOLE_HTTP2_ERROR_ENHANCE_YOUR_CALM, 'debug'), $client->goaway(-1), $client->errCode);
    $client->send(request());
    echo $client->recv()->data, "\n";
    $client->close();
    Coroutine::sleep(0.02);
    Peer::stop();
});
?>
--EXPECT--
timeouts
false 110 Connection timed out
false 110 Connection timed out
#1 200 "late"
false 110 Connection timed out
cancelled
false 125 Operation canceled true
an exception
#1 200 "late"
a body that is not taken
bool(false)
110 Connection timed out
int(3)
#3 200 "next" [1,8]
resets
#1 -3 "" error 7 null
#3 -3 "" error 11 null
#5 -3 "" error 104 null
#7 -3 "begun" error 2 {"x-a":"b"}
#9 200 "enough"
#11 200 "fine"
goes away
#1 200 "one"
#3 200 "two"
#5 -3 "" error 7
int(3)
bool(false)
int(104)
false 104 Connection reset by peer, closed
false 5001 client is not connected to server, closed
bool(true)
int(0)
bool(true)
#1 200 "one"
#3 -3 "" error 11
false 11 too many, closed 1
#1 200 "one"
#3 -3 "" error 1
false 1 unspecific protocol error detected, closed 1
ends
at once: false 104 Connection reset by peer, closed, false 5001 client is not connected to server, closed
after the request: false 104 Connection reset by peer, closed, false 5001 client is not connected to server, closed
within the head: false 104 Connection reset by peer, closed, false 5001 client is not connected to server, closed
within the body: false 104 Connection reset by peer, closed, false 5001 client is not connected to server, closed
after the response: #1 200 "whole", false 104 Connection reset by peer, closed
HTTP/1: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
a stream that is none: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
a push: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
a broken block: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
no status: #1 -3 "" error 1, false 110 Connection timed out
a window too wide: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
a frame too long: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
a head too long: false 7102 Http invalid protocol, closed, false 5001 client is not connected to server, closed
length that is none: #1 -3 "" error 1, false 110 Connection timed out
pings without end: false 7102 the server sends too many control frames, closed, false 5001 client is not connected to server, closed
settings without end: false 7102 the server sends too many control frames, closed, false 5001 client is not connected to server, closed
too long
#1 -3 "" error 1201
#3 200 "short" [1,8]
#1 -3 "" error 1201
#3 200 "short" [1,8]
a bomb: #1 -3 "" error 1201
no gzip: #1 -3 "" error 7102
half a gzip: #1 -3 99 bytes error 7102
without end: #1 -3 n bytes error 1201
closed meanwhile
bool(true)
bool(false)
false 104 Connection reset by peer, closed
bool(false)
other frames
#1 200 "are you?"
bool(true)
bool(true)
bool(false)
int(505)
[8,{"last":0,"code":11},"debug"]
at the end: {"last":0,"code":0} null
