--TEST--
Http\Client: a WebSocket server that breaks RFC 6455 is told with the close code, and the connection is over
--FILE--
<?php
require __DIR__ . '/raw.inc.php';

use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

// Sends the frame that the path is in hex, and after the next handshake what the client has answered to that.
$port = RawServer::start(<<<'PHP'
    $answer = $GLOBALS['answer'] ?? '';
    preg_match('/^Sec-WebSocket-Key: (.*)\r$/m', $head, $key);
    $accept = base64_encode(sha1($key[1] . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11', true));
    fwrite($c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Answer: $answer\r\nSec-WebSocket-Accept: $accept\r\n\r\n");
    fwrite($c, hex2bin(substr($path, 1)));
    $answer = (string) stream_get_contents($c, 8);
    // A masked close frame with a code comes first.
    $GLOBALS['answer'] = strlen($answer) === 8 && str_starts_with($answer, "\x88\x82") ? unpack('n', substr($answer, 6) ^ substr($answer, 2, 4))[1] : 'none';
    PHP);

run(function () use ($port) {
    foreach ([
        'a mask' => '818200000000' . bin2hex('hi'),
        'a mask on a ping' => '898000000000',
        'a mask on a continuation' => '0101' . bin2hex('h') . '808100000000' . bin2hex('i'),
        'a mask on a close frame' => '888000000000',
        'a reserved opcode' => '8300',
        'a reserved bit' => 'c100',
        'a continuation of nothing' => '8000',
        'a message inside another' => '01008100',
        'no UTF-8' => '8101ff',
        'nothing wrong' => '8102' . bin2hex('hi'),
    ] as $what => $frame) {
        $client = new Client('127.0.0.1', $port);
        $client->upgrade("/$frame");
        echo $client->headers['x-answer'] ?? null, "\n$what: ";
        $received = $client->recv(10);
        echo json_encode($received->data ?? $received), " $client->errCode $client->statusCode ", json_encode($client->connected), "\n";
        unset($client);
    }
});
?>
--EXPECT--

a mask: false 508 -3 false
1002
a mask on a ping: false 508 -3 false
1002
a mask on a continuation: false 508 -3 false
1002
a mask on a close frame: false 508 -3 false
1002
a reserved opcode: false 508 -3 false
1002
a reserved bit: false 508 -3 false
1002
a continuation of nothing: false 508 -3 false
1002
a message inside another: false 508 -3 false
1002
no UTF-8: false 508 -3 false
1007
nothing wrong: "hi" 0 101 true
