--TEST--
WebSocket\Group: one push for all, compressed or not; who is behind does not get it and does not delay; members leave by themselves
--FILE--
<?php
require __DIR__ . '/deflating.inc.php';

use Swoole\Coroutine;
use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Group;

$server = TestServer::start(function ($http) {
    $http->set(['websocket_compression' => true, 'websocket_compression_context_takeover' => true, 'socket_buffer_size' => 64 * 1024]);
    $group = new Group();
    $names = [];
    $told = function (array $failed) use (&$names): void {
        foreach ($failed as [$ws, $error]) {
            echo '  ', $names[spl_object_id($ws)], " $error\n";
        }
        echo count($failed), " did not take it\n";
    };
    $http->handle('/join/', function ($request, $ws) use ($group, &$names) {
        echo var_export(@$group->add($ws), true), ' ', swoole_last_error(), "\n";
        $ws->upgrade();
        $names[spl_object_id($ws)] = basename($request->server['request_uri']);
        var_dump($group->contains($ws), $group->add($ws), $group->add($ws), $group->contains($ws), count($group));
        while (($frame = $ws->recv()) instanceof Swoole\WebSocket\Frame) {
            match ($frame->data) {
                'open' => $ws->push('unfinished ', 1, false),
                'finish' => $ws->push('finished', 0),
                'own' => $ws->push(str_repeat('common text ', 5)),
            };
            $ws->ping();
        }
        // The script lets go of it here: it leaves the group with that.
    });
    $http->handle('/', function ($request, $response) use ($group, $told, &$names) {
        $names[spl_object_id($response)] = 'a request';
        switch ($request->server['query_string']) {
            case 'text': $told($group->push(str_repeat('common text ', 5))); break;
            case 'binary': $told($group->push("\0\1", WEBSOCKET_OPCODE_BINARY, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_NO_COMPRESS)); break;
            case 'flood':
                // More than one who does not read has room for; the others take it as it comes.
                for ($rounds = 0; !($failed = $group->push(random_bytes(30_000), WEBSOCKET_OPCODE_BINARY)); $rounds++) {
                    Coroutine::sleep(0.001);
                }
                $told($failed);
                $told($group->push('', WEBSOCKET_OPCODE_PONG, 1, $failed[0][0]));
                $failed[0][0]->close();
                break;
            case 'bad':
                set_error_handler(fn ($level, $message) => print(preg_replace('/fd.[0-9]+/', 'fd[N', $message) . "\n"));
                var_dump($group->push('x', 3), swoole_last_error(), $group->push(str_repeat('x', 126), 9), $group->add($response), $group->remove($response), $group->contains($response));
                restore_error_handler();
                try {
                    $group->push(new stdClass());
                } catch (Error $error) {
                    echo $error->getMessage(), "\n";
                }
                try {
                    $group->add(new stdClass());
                } catch (TypeError $error) {
                    echo $error->getMessage(), "\n";
                }
                break;
            case 'close': $told($group->push(new CloseFrame())); break;
        }
        echo count($group), " members\n";
        $response->end();
    });
});
$do = fn (string $what) => $server->get("/?$what");
$members = [
    'plain' => new DeflatingClient($server, '/join/plain', null),
    'alone' => new DeflatingClient($server, '/join/alone', 'server_no_context_takeover; client_no_context_takeover'),
    'context' => new DeflatingClient($server, '/join/context', 'client_max_window_bits'),
    'small' => new DeflatingClient($server, '/join/small', 'server_max_window_bits=9'),
];
$all = function () use (&$members) {
    foreach ($members as $name => $client) {
        echo "$name ", $client->told();
    }
};
$do('text');
$all();
$do('binary');
$all();

// What a group sends does not disturb a context of one's own, before and after.
foreach (['own', 'own'] as $word) {
    $members['context']->raw->push($word);
    echo 'own ', $members['context']->told(), $members['context']->told();
    $do('text');
    $all();
}

// In the middle of a message nothing else can be said.
$members['plain']->raw->push('open');
$members['plain']->raw->readFrame()['fin'] and print("finished already?\n");
$members['plain']->told();
$do('text');
$members['plain']->raw->push('finish');
$members['plain']->raw->readFrame()['fin'] or print("not finished?\n");
$members['plain']->told();
foreach (['alone', 'context', 'small'] as $name) {
    echo "$name ", $members[$name]->told();
}

$do('bad');

// One leaves without a word, one with.
$members['alone']->raw->push(closing(1000), 8);
echo 'alone ', $members['alone']->told();
unset($members['alone']);
$members['small']->raw->close();
unset($members['small']);

// One does not read.
$slow = new DeflatingClient($server, '/join/slow', null);
$request = $server->connect();
$request->send("GET /?flood HTTP/1.1\r\nHost: x\r\n\r\n");
$reading = ['plain', 'context'];
while ($reading) {
    foreach ($reading as $n => $name) {
        if ($members[$name]->read()[0] === '8a') {
            unset($reading[$n]);
        }
    }
}
$request->response();
echo "plain and context have got it all\n";
$do('close');
$all();
foreach ($members as $client) {
    $client->raw->push(closing(1000), 8);
}
foreach ($members as $client) {
    $client->raw->readAll();
}
$do('text');
echo $server->stop();
?>
--EXPECT--
plain 81 "common text common text common text common text common text "
alone c1 "common text common text common text common text common text "
context c1 "common text common text common text common text common text "
small c1 "common text common text common text common text common text "
plain 82 "\x00\x01"
alone 82 "\x00\x01"
context 82 "\x00\x01"
small 82 "\x00\x01"
own c1 "common text common text common text common text common text "
89 ""
plain 81 "common text common text common text common text common text "
alone c1 "common text common text common text common text common text "
context c1 "common text common text common text common text common text "
small c1 "common text common text common text common text common text "
own c1 "common text common text common text common text common text "
89 ""
plain 81 "common text common text common text common text common text "
alone c1 "common text common text common text common text common text "
context c1 "common text common text common text common text common text "
small c1 "common text common text common text common text common text "
alone c1 "common text common text common text common text common text "
context c1 "common text common text common text common text common text "
small c1 "common text common text common text common text common text "
alone 88 1000 ""
plain and context have got it all
plain 88 1000 ""
context 88 1000 ""
false 503
bool(false)
bool(true)
bool(true)
bool(true)
int(1)
false 503
bool(false)
bool(true)
bool(true)
bool(true)
int(2)
false 503
bool(false)
bool(true)
bool(true)
bool(true)
int(3)
false 503
bool(false)
bool(true)
bool(true)
bool(true)
int(4)
0 did not take it
4 members
0 did not take it
4 members
0 did not take it
4 members
0 did not take it
4 members
  plain 8505
1 did not take it
4 members
Swoole\WebSocket\Group::push(): opcode 3 is reserved
Swoole\WebSocket\Group::push(): websocket control frame payload must not exceed 125 bytes
Swoole\WebSocket\Group::add(): fd[N] is not a websocket conncetion
bool(false)
int(8505)
bool(false)
bool(false)
bool(false)
bool(false)
Object of class stdClass could not be converted to string
Swoole\WebSocket\Group::add(): Argument #1 ($ws) must be of type Swoole\Http\Response, stdClass given
4 members
false 503
bool(false)
bool(true)
bool(true)
bool(true)
int(3)
  slow 1009
1 did not take it
0 did not take it
2 members
0 did not take it
0 members
0 did not take it
0 members
