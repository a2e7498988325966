--TEST--
Http2\Client: requests written in pieces, responses read in parts
--FILE--
<?php
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Channel;
use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

run(function () {
    // A server that answers each piece as it comes.
    $port = Peer::start(function (Peer $peer) {
        while ($frame = $peer->frame()) {
            [$type, $flags, $stream, $payload] = $frame;
            if ($type === HEADERS) {
                $peer->head($stream, ['x-a' => 'b']);
            }
            if ($type === DATA) {
                $peer->send(DATA, 0, $stream, strtoupper($payload));
            }
            if (($type === DATA || $type === HEADERS) && $flags & END_STREAM) {
                $peer->send(HEADERS, END_HEADERS | END_STREAM, $stream, Http2Client::block(['grpc-status' => '0']));
            }
        }
    });
    $client = new Client('127.0.0.1', $port);
    $client->connect();
    $id = $client->send(request('/', ['method' => 'POST', 'pipeline' => true]));
    $response = $client->read();
    echo say($client, $response), ' ', json_encode($response->headers), "\n";
    foreach (['one', 'two', ['a' => 'b c']] as $piece) {
        var_dump($client->write($id, $piece));
        $response = $client->read();
        echo say($client, $response), ' ', json_encode($response->headers), "\n";
    }
    var_dump($client->write($id, 'end', true));
    $data = '';
    do {
        $response = $client->read();
        $data .= $response->data;
    } while ($response->pipeline);
    echo "$data ", say($client, $response), ' ', json_encode($response->headers), "\n";
    var_dump($client->isStreamExist($id), $client->write($id, 'more'), $client->errCode, $client->errMsg);

    // The body's beginning with the request; an empty end; recv() takes it whole.
    $id = $client->send(request('/', ['method' => 'POST', 'data' => 'begin ', 'pipeline' => true]));
    var_dump($client->write($id, ''), $client->write($id, 'middle '), $client->write($id, '', true));
    $response = $client->recv();
    echo say($client, $response), ' ', json_encode($response->headers), "\n";

    // Not for writing.
    $id = $client->send(request('/', ['method' => 'POST', 'data' => 'all']));
    var_dump($client->write($id, 'more'), $client->errCode, $client->errMsg, $client->write(99, ''), $client->errCode, $client->write(-1, ''), $client->errCode);
    echo say($client, $client->read()), "\n";

    // Only the reading in parts.
    $id = $client->send(request('/', ['method' => 'POST', 'data' => 'part', 'usePipelineRead' => true]));
    $data = '';
    do {
        $response = $client->read();
        $data .= $response->data;
    } while ($response->pipeline);
    var_dump($data, $response->headers['grpc-status']);

    // What is begun with read() may be ended with recv().
    $id = $client->send(request('/', ['method' => 'POST', 'data' => 'x', 'pipeline' => true]));
    $first = $client->read();
    while ($first->data === '') {
        $first = $client->read();
    }
    $client->write($id, 'y');
    $client->write($id, 'z', true);
    echo say($client, $first), ' ', say($client, $client->recv()), "\n";

    // What nobody reads stays with the server.
    $produced = 0;
    $held = Peer::start(function (Peer $peer) use (&$produced) {
        $stream = $peer->request();
        $peer->head($stream);
        $room = 100_000;
        while (true) {
            while ($room >= 10_000) {
                if ($produced >= 1_000_000) {
                    $peer->send(DATA, END_STREAM, $stream, 'end');
                    $peer->end();
                    return;
                }
                $peer->send(DATA, 0, $stream, str_repeat('x', 10_000));
                $produced += 10_000;
                $room -= 10_000;
            }
            do {
                $frame = $peer->frame();
                if (!$frame) {
                    return;
                }
            } while ($frame[0] !== WINDOW_UPDATE || $frame[2] !== $stream);
            $room += unpack('N', $frame[3])[1];
        }
    });
    $client = new Client('127.0.0.1', $held);
    $client->set(['http2_init_window_size' => 100_000]);
    $client->connect();
    $client->send(request('/', ['usePipelineRead' => true]));
    // Long enough for much more, if the window opened.
    eventually_co(fn () => $produced >= 100_000);
    Coroutine::sleep(0.05);
    var_dump($produced);
    $length = 0;
    do {
        $response = $client->read();
        $length += strlen($response->data);
    } while ($response->pipeline);
    var_dump($length, $produced);
    // The same for recv() is one response.
    $produced = 0;
    $client->close();
    $client->connect();
    $client->send(request('/', ['usePipelineRead' => true]));
    echo say($client, $client->recv()), "\n";

    // Two that write to one stream at once: the second is told.
    $stuck = Peer::start(fn (Peer $peer) => $peer->end(), [INITIAL_WINDOW_SIZE => 10]);
    $client = new Client('127.0.0.1', $stuck);
    $client->set(['write_timeout' => 0.2]);
    $client->connect();
    $id = $client->send(request('/', ['method' => 'POST', 'pipeline' => true]));
    go(function () use ($client, $id) {
        var_dump($client->write($id, str_repeat('x', 1000_000)), $client->errCode, $client->isStreamExist($id));
    });
    try {
        $client->write($id, 'y');
    } catch (Swoole\Error $error) {
        echo preg_replace('/#\d+/', '#n', $error->getMessage()), ' ', $error->getCode(), "\n";
    }
    Coroutine::sleep(0.3);
    $client->close();
    Peer::stop();
});

function eventually_co(callable $holds): void
{
    for ($i = 0; $i < 1000 && !$holds(); $i++) {
        Coroutine::sleep(0.005);
    }
}
?>
--EXPECT--
#1 200 "" ... {"x-a":"b"}
bool(true)
#1 200 "ONE" ... {"x-a":"b"}
bool(true)
#1 200 "TWO" ... {"x-a":"b"}
bool(true)
#1 200 "A=B+C" ... {"x-a":"b"}
bool(true)
END #1 200 "" {"x-a":"b","grpc-status":"0"}
bool(false)
bool(false)
int(3003)
string(22) "Http2 stream not found"
bool(true)
bool(true)
bool(true)
#3 200 "BEGIN MIDDLE " {"x-a":"b","grpc-status":"0"}
bool(false)
int(1)
string(68) "the request of this stream is complete: it was sent without pipeline"
bool(false)
int(3003)
bool(false)
int(3003)
#5 200 "ALL"
string(4) "PART"
string(1) "0"
#9 200 "X" ... #9 200 "YZ"
int(100000)
int(1000003)
int(1000000)
#1 200 1000003 bytes
Socket#n has already been bound to another coroutine#n, writing of the same socket in coroutine#n at the same time is not allowed 10002
bool(false)
int(110)
bool(false)
