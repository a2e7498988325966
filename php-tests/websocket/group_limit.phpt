--TEST--
WebSocket\Group and socket_buffer_size: counted before queueing, to the byte; what is refused leaves no trace, nobody is overtaken
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;
use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Group;

const LIMIT = 100_000;

$server = TestServer::start(function ($http) {
    // Waiting for room would take a minute.
    $http->set(['socket_buffer_size' => LIMIT, 'websocket_push_timeout' => 60]);
    $group = new Group();
    $slow = null;
    $taken = [];
    /* Pushes a frame with a number of its own; the error of the one member, 0 if it has taken it. */
    $push = function (int $length) use ($group, &$taken): int {
        static $number = 0;
        $number++;
        $failed = $group->push(str_pad("$number,", $length, 'x'), WEBSOCKET_OPCODE_BINARY);
        $failed || $taken[] = $number;
        return $failed[0][1] ?? 0;
    };
    $http->handle('/join', function ($request, $ws) use ($group, &$slow) {
        $ws->upgrade();
        $group->add($slow = $ws);
        while ($ws->recv()) {
        }
        $slow = null;
    });
    $http->handle('/fill', function ($request, $response) use ($group, &$slow, $push) {
        $start = microtime(true);
        $most = 0;
        while (($error = $push(10_000)) === 0) {
            $most = max($most, $slow->getQueuedBytes());
        }
        $queued = $slow->getQueuedBytes();
        echo "refused: $error\n";
        var_dump($most <= LIMIT, $queued === $most, $queued > LIMIT - 10_014);
        // What fits is reckoned with the longest head that a frame can have.
        $room = LIMIT - $queued - 14;
        echo json_encode([$push($room + 1), $slow->getQueuedBytes() === $queued, $push($room), $push(20)]), "\n";
        $full = $slow->getQueuedBytes();
        echo json_encode([$full > $queued, $full <= LIMIT, $group->push('', WEBSOCKET_OPCODE_PING)[0][1] ?? 0, $slow->getQueuedBytes() === $full]), "\n";

        // One that waits for room in push() is not overtaken.
        Coroutine::create(function () use ($slow) {
            $slow->push('waited for room');
        });
        echo json_encode([$push(20), microtime(true) - $start < 30]), "\n";
        $response->end('may be read');
    });
    $http->handle('/large', function ($request, $response) use (&$slow, $push) {
        // Nothing waits: a frame over the limit may do so, alone.
        echo json_encode([$slow->getQueuedBytes(), $push(100 * LIMIT), $slow->getQueuedBytes() > LIMIT, $push(20)]), "\n";
        $response->end('may be read');
    });
    $http->handle('/close', function ($request, $response) use ($group, &$taken) {
        // Who takes nothing more is told all the same that it is over.
        echo json_encode($group->push(new CloseFrame())), ' ', count($group), " members\n";
        $response->end(json_encode($taken));
    });
});
$client = $server->connect();
$client->handshake('/join');
$numbers = [];
$readTo = function (int $opcode) use ($client, &$numbers): string {
    while (($frame = $client->readFrame())['opcode'] !== $opcode) {
        $numbers[] = (int) $frame['payload'];
        trim(strstr($frame['payload'], ','), ',x') === '' || exit("a frame is torn\n");
    }
    return $frame['payload'];
};
$server->get('/fill');
echo $readTo(1), "\n";
$server->get('/large');
$taken = json_decode($server->get('/close')->body);
echo unpack('n', $readTo(8))[1], "\n";
var_dump($numbers === $taken, count($numbers) > 10);
$client->push(closing(1000), 8);
echo ended($client), $server->stop();
?>
--EXPECT--
waited for room
1000
bool(true)
bool(true)
> end
refused: 1009
bool(true)
bool(true)
bool(true)
[1009,true,0,1009]
[true,true,1009,true]
[1009,true]
[0,0,true,1009]
[] 0 members
