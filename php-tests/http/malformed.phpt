--TEST--
What is not HTTP is answered with 4xx or 5xx and the connection closed; the server goes on
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', fn ($request, $response) => $response->end('served'));
});
$post = "POST / HTTP/1.1\r\nHost: x\r\n";
$chunked = "{$post}Transfer-Encoding: chunked\r\n\r\n";
$cases = [
    'fine' => "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    'line ends first' => "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    'bare line feeds' => "GET / HTTP/1.1\nHost: x\nConnection: close\n\n",
    // The request line
    'garbage' => "\x00\x01\x02\xff\xfe\r\n\r\n",
    'TLS hello' => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" . str_repeat("\x00", 500),
    'unknown method' => "FOO / HTTP/1.1\r\nHost: x\r\n\r\n",
    'lower-case method' => "get / HTTP/1.1\r\nHost: x\r\n\r\n",
    'method with a separator' => "G@T / HTTP/1.1\r\nHost: x\r\n\r\n",
    'HTTP/1.2' => "GET / HTTP/1.2\r\nHost: x\r\n\r\n",
    'HTTP/2.0' => "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
    'HTTP/3.0' => "GET / HTTP/3.0\r\nHost: x\r\n\r\n",
    'HTTP/0.9' => "GET /\r\n\r\n",
    'two spaces' => "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
    'control in target' => "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    'UTF-8 in target' => "GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
    'UTF-8 in query' => "GET /?\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
    'not UTF-8 in target' => "GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    'target without slash' => "GET foo HTTP/1.1\r\nHost: x\r\n\r\n",
    'GET *' => "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    'CONNECT /' => "CONNECT / HTTP/1.1\r\nHost: x\r\n\r\n",
    'long target' => 'GET /' . str_repeat('a', 66_000) . " HTTP/1.1\r\nHost: x\r\n\r\n",
    // Header lines
    'space before colon' => "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    'space in name' => "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
    'no colon' => "GET / HTTP/1.1\r\nHost: x\r\nabc\r\n\r\n",
    'no name' => "GET / HTTP/1.1\r\nHost: x\r\n: c\r\n\r\n",
    'folded' => "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
    'NUL in value' => "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
    'CR in value' => "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
    '101 lines' => "GET / HTTP/1.1\r\nHost: x\r\n" . str_repeat("A: b\r\n", 100) . "\r\n",
    '100 lines' => "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" . str_repeat("A: b\r\n", 98) . "\r\n",
    '60 KB of a line' => "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: " . str_repeat('a', 60_000) . "\r\n\r\n",
    '80 KB of a line' => "GET / HTTP/1.1\r\nHost: x\r\nA: " . str_repeat('a', 80_000) . "\r\n\r\n",
    'a line without end' => "GET / HTTP/1.1\r\nHost: x\r\nA: " . str_repeat('a', 1_000_000),
    // Host
    'no Host' => "GET / HTTP/1.1\r\n\r\n",
    'two Hosts' => "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
    'bad Host' => "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    'no Host, HTTP/1.0' => "GET / HTTP/1.0\r\n\r\n",
    // Length
    'length +3' => "{$post}Content-Length: +3\r\n\r\nabc",
    'length -3' => "{$post}Content-Length: -3\r\n\r\nabc",
    'length 3, 3' => "{$post}Content-Length: 3, 3\r\n\r\nabc",
    'length 0x3' => "{$post}Content-Length: 0x3\r\n\r\nabc",
    'length empty' => "{$post}Content-Length:\r\n\r\nabc",
    'lengths 3 and 4' => "{$post}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    'length of 20 digits' => "{$post}Content-Length: 99999999999999999999\r\n\r\n",
    'length of 2^64-1' => "{$post}Content-Length: 18446744073709551615\r\n\r\n",
    // Codings
    'gzip, chunked' => "{$post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    'chunked, gzip' => "{$post}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    'gzip' => "{$post}Transfer-Encoding: gzip\r\n\r\nabc",
    'chunked twice' => "{$post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    'chunked in HTTP/1.0' => "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    'chunk size zz' => "{$chunked}zz\r\nabc\r\n0\r\n\r\n",
    'chunk size empty' => "{$chunked}\r\nabc\r\n0\r\n\r\n",
    'chunk size -1' => "{$chunked}-1\r\nabc\r\n0\r\n\r\n",
    'chunk size too large' => "{$chunked}fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
    'chunk longer than its size' => "{$chunked}2\r\nabc\r\n0\r\n\r\n",
    'bad trailer' => "{$chunked}1\r\na\r\n0\r\nbad trailer\r\n\r\n",
    'endless chunk extension' => "{$chunked}1;" . str_repeat('x', 100_000),
];
foreach ($cases as $what => $bytes) {
    $client = $server->connect();
    $client->send($bytes);
    try {
        $response = $client->response();
        echo "$what: $response", $response->header('connection') === 'close' && $response->header('server') ? '' : " ($response->head)";
        echo $client->isClosed() ? "\n" : ", not closed\n";
    } catch (RuntimeException $e) {
        echo "$what: ", $e->getMessage(), "\n";
    }
}
echo "-- behind a good one\n";
$client = $server->connect();
$client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\nNOT HTTP\r\n\r\n");
echo $client->response(), "\n", visible($client->readAll());
echo $server->stop();
?>
--EXPECT--
fine: 200 served
line ends first: 200 served
bare line feeds: 200 served
garbage: 400
TLS hello: 400
unknown method: 501
lower-case method: 501
method with a separator: 400
HTTP/1.2: 400
HTTP/2.0: 400
HTTP/3.0: 400
HTTP/0.9: 400
two spaces: 400
control in target: 400
UTF-8 in target: 400
UTF-8 in query: 400
not UTF-8 in target: 400
target without slash: 400
GET *: 400
CONNECT /: 400
long target: 414
space before colon: 400
space in name: 400
no colon: 400
no name: 400
folded: 400
NUL in value: 400
CR in value: 400
101 lines: 431
100 lines: 200 served
60 KB of a line: 200 served
80 KB of a line: 431
a line without end: 431
no Host: 400
two Hosts: 400
bad Host: 400
no Host, HTTP/1.0: 200 served
length +3: 400
length -3: 400
length 3, 3: 400
length 0x3: 400
length empty: 400
lengths 3 and 4: 400
length of 20 digits: 400
length of 2^64-1: 431
gzip, chunked: 501
chunked, gzip: 400
gzip: 400
chunked twice: 501
chunked in HTTP/1.0: 400
chunk size zz: 400
chunk size empty: 400
chunk size -1: 400
chunk size too large: 400
chunk longer than its size: 400
bad trailer: 400
endless chunk extension: 400
-- behind a good one
200 served
HTTP/1.1 400 Bad Request\r
Server: swoole-http-server\r
Date: <date>\r
Connection: close\r
Content-Type: text/html\r
Content-Length: 0\r
\r
