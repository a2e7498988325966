--TEST--
Http2\Client: many streams from many coroutines, one receiver
--FILE--
<?php
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Channel;
use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

run(function () {
    $server = new Server('127.0.0.1', 0);
    $server->set(['http2_max_concurrent_streams' => 10]);
    $gate = new Channel(1);
    $server->handle('/', function ($request, $response) use ($gate) {
        if ($request->server['request_uri'] === '/late') {
            $gate->pop();
        }
        $response->end($request->server['request_uri'] . ' ' . strlen((string) $request->getContent()));
    });
    go(fn () => $server->start());
    $client = new Client('127.0.0.1', $server->port);
    $client->connect();
    // Responses come as they are complete.
    var_dump($client->send(request('/late')), $client->send(request('/soon')));
    echo say($client, $client->recv()), "\n";
    var_dump($client->isStreamExist(1), $client->isStreamExist(3), $client->stats('active_stream_num'));
    $gate->push(true);
    echo say($client, $client->recv()), "\n";

    // More than the server lets be open, with bodies, from many coroutines.
    $sent = [];
    $senders = 50;
    $done = new Channel($senders);
    for ($i = 0; $i < $senders; $i++) {
        go(function () use ($client, $i, &$sent, $done) {
            $id = $client->send(request("/$i", ['method' => 'POST', 'data' => str_repeat('x', $i * 5000)]));
            $sent[$id] = "/$i " . $i * 5000;
            $done->push($id);
        });
    }
    $right = 0;
    $got = [];
    for ($i = 0; $i < $senders; $i++) {
        $response = $client->recv();
        $got[$response->streamId] = $response->data;
    }
    for ($i = 0; $i < $senders; $i++) {
        $done->pop();
    }
    ksort($sent);
    ksort($got);
    var_dump($sent === $got, array_key_first($sent), array_key_last($sent), count(array_filter(array_keys($sent), fn ($id) => $id % 2 === 0)));
    var_dump($client->stats('active_stream_num'));

    // One at a time receives.
    $waiting = go(function () use ($client) {
        echo 'the first: ', say($client, $client->recv()), "\n";
    });
    foreach (['recv', 'read'] as $method) {
        try {
            $client->$method();
        } catch (Swoole\Error $error) {
            echo preg_replace('/#\d+/', '#n', $error->getMessage()), ' ', $error->getCode(), "\n";
        }
    }
    // Sending goes on meanwhile.
    $client->send(request('/for-the-first'));
    Coroutine::join([$waiting]);

    // Sixteen connections at once, and each its own order.
    $all = [];
    for ($n = 0; $n < 16; $n++) {
        $all[] = go(function () use ($server, $n) {
            $client = new Client('127.0.0.1', $server->port);
            $client->connect();
            for ($i = 0; $i < 20; $i++) {
                $client->send(request("/$n-$i"));
                $response = $client->recv();
                $response->data === "/$n-$i 0" || print("wrong: $response->data\n");
            }
            $client->close();
        });
    }
    Coroutine::join($all);
    $client->close();
    $server->shutdown();
});
?>
--EXPECT--
int(1)
int(3)
#3 200 "\/soon 0"
bool(true)
bool(false)
int(1)
#1 200 "\/late 0"
bool(true)
int(5)
int(103)
int(0)
int(0)
the first: Socket#n has already been bound to another coroutine#n, reading of the same socket in coroutine#n at the same time is not allowed 10002
Socket#n has already been bound to another coroutine#n, reading of the same socket in coroutine#n at the same time is not allowed 10002
#105 200 "\/for-the-first 0"
