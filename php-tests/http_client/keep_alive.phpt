--TEST--
Http\Client: connections are kept, given up and opened again; deferred responses; retries
--FILE--
<?php
require __DIR__ . '/raw.inc.php';

use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

$port = RawServer::start(<<<'PHP'
    global $requests;
    $number = ++$requests;
    $peer = stream_socket_get_name($c, true);
    $answer = "$number";
    $more = match ($path) { '/close' => "Connection: close\r\n", '/keep' => "Connection: keep-alive\r\n", default => '' };
    $status = str_starts_with($path, '/503') ? ($number % 3 && $path === '/503' || $path === '/503-always' ? '503 No' : '200 OK') : '200 OK';
    fwrite($c, "HTTP/1.1 $status\r\n{$more}X-Peer: $peer\r\nX-Sent: " . (preg_match('/^connection: (.*)\r/mi', $head, $m) ? $m[1] : '') . "\r\nContent-Length: " . strlen($answer) . "\r\n\r\n$answer");
    return $path !== '/close' && $path !== '/drop';
    PHP);

run(function () use ($port) {
    $client = new Client('127.0.0.1', $port);
    $peers = [];
    $get = function (string $path) use ($client, &$peers) {
        $done = $client->get($path);
        $peer = $client->headers['x-peer'];
        $peers[$peer] ??= count($peers) + 1;
        printf("%s: %s %s, connection %d, %s, sent %s\n", $path, json_encode($done), $client->body, $peers[$peer], $client->connected ? 'open' : 'closed', $client->headers['x-sent']);
    };
    foreach (['/', '/', '/close', '/', '/'] as $path) {
        $get($path);
    }
    // The server ends it without a word: the next request goes over a new one, whether that was noticed before or not.
    $get('/drop');
    $get('/');
    $get('/drop');
    Co::sleep(0.02);
    $client->post('/', 'x') or print("failed\n");
    var_dump($client->close(), $client->close());
    $get('/');

    $client->set(['keep_alive' => false]);
    $get('/');
    $get('/');
    $client->set(['keep_alive' => true]);

    $client->setDefer();
    var_dump($client->get('/'), $client->body, $client->statusCode, $client->recv(), $client->statusCode, $client->recv());
    $client->setDefer(false);
    $client->setHeaders(['Connection' => 'close']);
    $get('/');
    $client->setHeaders([]);
    $get('/');

    $client = new Client('127.0.0.1', $port);
    $client->set(['max_retries' => 3]);
    var_dump($client->get('/503'), $client->statusCode);
    $before = (int) $client->body;
    $client->set(['max_retries' => 2]);
    var_dump($client->get('/503-always'), $client->statusCode, $client->errCode, (int) $client->body - $before);
    $client->set(['max_retries' => 0]);
    var_dump($client->get('/503-always'), $client->statusCode);
});
?>
--EXPECT--
/: true 1, connection 1, open, sent keep-alive
/: true 2, connection 1, open, sent keep-alive
/close: true 3, connection 1, closed, sent keep-alive
/: true 4, connection 2, open, sent keep-alive
/: true 5, connection 2, open, sent keep-alive
/drop: true 6, connection 2, open, sent keep-alive
/: true 7, connection 3, open, sent keep-alive
/drop: true 8, connection 3, open, sent keep-alive
bool(true)
bool(false)
/: true 10, connection 4, open, sent keep-alive
/: true 11, connection 4, closed, sent closed
/: true 12, connection 5, closed, sent closed
bool(true)
string(0) ""
int(0)
bool(true)
int(200)
bool(false)
/: true 14, connection 6, closed, sent close
/: true 15, connection 7, closed, sent closed
bool(true)
int(200)
bool(false)
int(503)
int(0)
int(3)
bool(true)
int(503)
