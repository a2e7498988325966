--TEST--
Requests, right and wrong, cut in two at any byte are answered with the same bytes as in one piece
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $response->header('X-Method', $request->getMethod());
        $response->end(json_encode(
            [$request->server['request_uri'], $request->header, $request->get, $request->post, $request->cookie, $request->getContent()],
            JSON_INVALID_UTF8_SUBSTITUTE
        ));
    });
    $http->handle('/write', function ($request, $response) {
        $response->write('one');
        $response->end('two');
    });
    $http->handle('/close', function ($request, $response) {
        $response->header('Connection', 'close');
        $response->end('closed');
    });
});

$get = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n";
$requests = [
    'simple' => "$get\r\n",
    'two' => "$get\r\nGET /b HTTP/1.1\r\nHost: y\r\n\r\n",
    'a simple one, then garbage' => "$get\r\ngarbage\r\n\r\n",
    'one that is closed after, then another' => "GET /close HTTP/1.1\r\nHost: x\r\n\r\n$get\r\n",
    'written' => "GET /write HTTP/1.1\r\nHost: x\r\n\r\n$get\r\n",
    'close' => "{$get}Connection: close\r\n\r\n$get\r\n",
    'a length, a body, another' => "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc$get\r\n",
    'a length of 0' => "{$get}Content-Length: 0\r\n\r\n$get\r\n",
    'two lengths' => "{$get}Content-Length: 0\r\nContent-Length: 3\r\n\r\nabc$get\r\n",
    'chunks' => "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n$get\r\n",
    'chunks and a length' => "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$get\r\n",
    'chunks named badly' => "{$get}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n$get\r\n",
    'chunks named by a tab' => "{$get}Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n$get\r\n",
    'chunks with a space before the colon' => "{$get}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n$get\r\n",
    'a folded line' => "{$get}A: b\r\n Content-Length: 3\r\n\r\nabc",
    'a bare CR' => "{$get}A: b\rContent-Length: 3\r\n\r\nabc",
    'bare LFs' => "GET /a HTTP/1.1\nHost: x\n\nGET /b HTTP/1.1\nHost: x\n\n",
    'LF before CRLF' => "{$get}A: b\n\r\n$get\r\n",
    'a NUL' => "{$get}A: b\0c\r\n\r\n",
    '8 bits, spaces, an empty value' => "{$get}A: \xe9\xff \t\r\nB:  \t b  c \t\r\nC:\r\nC: d\r\n\r\n",
    'lines of one name apart' => "{$get}Accept: a\r\nX-A: 1\r\nAccept: b\r\nx-a: 2\r\nCookie: a=%20; b[]=1\r\nX-A:3\r\ncookie: c.d=2; a=3; b[]=2\r\n\r\n",
    'an absolute target' => "GET http://user@h:1/p?q HTTP/1.1\r\nHost: other\r\n\r\n",
    'two Hosts' => "{$get}Host: x\r\n\r\n",
    'no Host' => "GET / HTTP/1.1\r\n\r\n",
    'lower case' => "get / http/1.1\r\nHost: x\r\n\r\n",
    'HTTP/1.0' => "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
    'HEAD' => "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n$get\r\n",
    'empty lines first' => "\r\n\r\n$get\r\n\r\n\n$get\r\n",
    'expects' => "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc$get\r\n",
    'like HTTP/2, and not' => "PRI / HTTP/1.1\r\nHost: x\r\n\r\n",
    'nearly like HTTP/2' => "PRO / HTTP/1.1\r\nHost: x\r\n\r\n",
];

/** All that the server says, to each of the requests in its pieces. They are sent side by side. */
function answers(TestServer $server, array $requests): array
{
    $clients = array_map(fn () => $server->connect(), $requests);
    for ($i = 0; $i < 2; $i++) {
        foreach ($clients as $key => $client) {
            // It may have said all it has to say to the first piece, and closed.
            isset($requests[$key][$i]) && $client->send($requests[$key][$i]);
        }
        usleep(2000);
    }
    return array_map(function (TestClient $client) {
        @stream_socket_shutdown($client->socket, STREAM_SHUT_WR);
        return preg_replace('~\r\nDate: [^\r]+~', '', $client->readAll());
    }, $clients);
}

foreach ($requests as $name => $request) {
    [$whole] = answers($server, [[$request]]);
    $cuts = [];
    for ($at = 1; $at < strlen($request); $at++) {
        $cuts[$at] = [substr($request, 0, $at), substr($request, $at)];
    }
    $differing = array_filter(answers($server, $cuts), fn (string $answer) => $answer !== $whole);
    preg_match_all('~HTTP/1\.[01] (\d+) ~', $whole, $statuses);
    echo $name, ': ', implode(' ', $statuses[1]), "\n";
    foreach ($differing as $at => $answer) {
        echo "cut at $at:\n$answer\ninstead of\n$whole\n";
        break;
    }
}
echo $server->stop();
?>
--EXPECT--
simple: 200
two: 200 200
a simple one, then garbage: 200 400
one that is closed after, then another: 200
written: 200 200
close: 200
a length, a body, another: 200 200
a length of 0: 200 200
two lengths: 400
chunks: 200 200
chunks and a length: 200
chunks named badly: 400
chunks named by a tab: 200 200
chunks with a space before the colon: 400
a folded line: 400
a bare CR: 400
bare LFs: 200 200
LF before CRLF: 200 200
a NUL: 400
8 bits, spaces, an empty value: 200
lines of one name apart: 200
an absolute target: 200
two Hosts: 400
no Host: 400
lower case: 400
HTTP/1.0: 200 200
HEAD: 200 200
empty lines first: 200 200
expects: 100 200 200
like HTTP/2, and not: 
nearly like HTTP/2: 501
