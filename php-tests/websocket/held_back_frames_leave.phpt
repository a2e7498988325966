--TEST--
A frame held back for company is on the wire while PHP still blocks in the same handler, and is counted
--FILE--
<?php
/*
 * Two messages arrive together, so the answer to the first may be held back to leave with the answer to the second. While
 * handling the second the handler blocks without yielding, until it is told that the client has the first answer.
 */
require __DIR__ . '/../server.inc.php';

$fifo = TestServer::path('release');
file_exists($fifo) || exec('mkfifo ' . escapeshellarg($fifo));

$server = TestServer::start(function (Swoole\Coroutine\Http\Server $http) use ($fifo) {
    $http->handle('/', function ($request, $ws) use ($http, $fifo) {
        $ws->upgrade();
        while ($frame = $ws->recv()) {
            if ($frame->data === 'block') {
                // Opening a FIFO blocks the whole process until the other side opens it.
                fclose(fopen($fifo, 'r'));
                $sent = $http->stats()['total_send_bytes'];
            }
            if ($frame->data === 'sent') {
                $ws->push((string) $sent);
                continue;
            }
            $ws->push("answer to {$frame->data}");
        }
    });
});

$frame = fn (string $text) => "\x81" . chr(0x80 | strlen($text)) . "\0\0\0\0" . $text;
$received = 0;
$answer = function (TestClient $client) use (&$received): string {
    [, $length] = array_values(unpack('C2', $client->read(2)));
    $received += 2 + $length;
    return $client->read($length);
};

$client = $server->connect();
$client->send("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
$received += strlen($client->readUntil("\r\n\r\n"));

$client->send($frame('first') . $frame('block'));
echo $answer($client), "\n";
fclose(fopen($fifo, 'w'));
echo $answer($client), "\n";

// A handler that answers with several frames is held back too.
$client->send($frame('a') . $frame('b') . $frame('c') . $frame('block'));
echo $answer($client), ', ', $answer($client), ', ', $answer($client), "\n";
fclose(fopen($fifo, 'w'));
$before = $received;
echo $answer($client), "\n";
// What had left when the block was over, by whatever way, is what the server has counted then.
$client->send($frame('sent'));
$counted = (int) $answer($client);
echo $counted === $before ? "all of it is counted\n" : "$counted bytes are counted, $before had come\n";
echo $server->stop();
unlink($fifo);
?>
--EXPECT--
answer to first
answer to block
answer to a, answer to b, answer to c
answer to block
all of it is counted
