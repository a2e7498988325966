--TEST--
body_min_rate: a body that drips is answered 408, however often something of it comes; one that is fast enough, or small, is not
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$setup = fn (array $settings) => function ($http) use ($settings) {
    $http->set($settings);
    $http->handle('/', fn ($request, $response) => $response->end('read ' . strlen($request->rawContent())));
};
$strict = TestServer::start($setup([]), options: ['socket_timeout' => 1.0, 'log_level' => SWOOLE_LOG_NOTICE]);
$lenient = TestServer::start($setup(['body_min_rate' => 0]), options: ['socket_timeout' => 1.0]);
$wrong = TestServer::start($setup(['body_min_rate' => []]));

/** Sends pieces of a body at a steady rate until there is an answer. */
$send = function (TestServer $server, int $length, int $piece, string $head = ''): string {
    $client = $server->connect();
    $client->send("POST / HTTP/1.1\r\nHost: x\r\n" . ($head ?: "Content-Length: $length\r\n") . "\r\n");
    $chunk = str_repeat('x', $piece);
    for ($sent = 0; $sent < $length && $client->isSilent(0.05); $sent += $piece) {
        $client->send($head === '' ? $chunk : sprintf("%x\r\n%s\r\n", $piece, $chunk));
    }
    $head === '' || @$client->send("0\r\n\r\n");
    return $client->response();
};
// 20 bytes a second are too few, 240 were enough.
echo $send($strict, 2000, 1), "\n";
echo $send($strict, 2000, 1, "Transfer-Encoding: chunked\r\n"), "\n";
echo $send($strict, 20_000, 1000), "\n";
echo $send($strict, 3, 1), "\n";
echo $send($lenient, 30, 1), "\n";
echo $strict->get('/'), "\n";
echo preg_replace(['/^\[.*?\]/m', '/fd#\d+ \(127.0.0.1:\d+\)/'], ['[when]', 'fd#F'], $strict->stop()), $lenient->stop();
echo preg_replace('/^\[.*?\]/m', '[when]', $wrong->stop());
?>
--EXPECT--
408
408
200 read 20000
200 read 3
200 read 30
200 read 0
[when]	NOTICE	HTTP connection fd#F ended: 408, the body of a request paused for too long or came too slowly
[when]	NOTICE	HTTP connection fd#F ended: 408, the body of a request paused for too long or came too slowly
[when]	WARNING	the setting body_min_rate must be a number, array was given: the default holds
