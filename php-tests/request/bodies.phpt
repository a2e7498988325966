--TEST--
Request bodies: by length, in chunks, with trailers, slowly, with requests pipelined behind them, and 100-continue
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $content = $request->rawContent();
        $response->end(strlen($content) . ' ' . (strlen($content) > 40 ? md5($content) : addcslashes($content, "\0\r\n"))
            . ($content === $request->getContent() ? '' : ' getContent() differs')
            . (isset($request->header['x-trailer']) ? ' trailer taken for a header' : ''));
    });
});
$client = $server->connect();
function ask(string $what, string ...$pieces): void
{
    global $client;
    foreach ($pieces as $index => $piece) {
        $index && usleep(20_000);
        $client->send($piece);
    }
    echo "$what: ", $client->response(), "\n";
}
$head = "POST / HTTP/1.1\r\nHost: x\r\n";
$chunked = "{$head}Transfer-Encoding: chunked\r\n\r\n";
$get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
function then(): void
{
    global $client;
    echo "  then: ", $client->response(), "\n";
}

ask('none', $get);
ask('length 0', "{$head}Content-Length: 0\r\n\r\n");
ask('length', "{$head}Content-Length: 5\r\n\r\nhello");
ask('NUL bytes', "{$head}Content-Length: 3\r\n\r\n\0\0\0");
ask('byte by byte', ...str_split("{$head}Content-Length: 3\r\n\r\nabc"));
ask('length and a request behind', "{$head}Content-Length: 5\r\n\r\nhello$get");
then();
ask('on GET', "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
ask('chunks', "{$chunked}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
ask('chunks and a request behind', "{$chunked}3\r\nabc\r\n0\r\n\r\n$get");
then();
ask('three of them', "{$chunked}1\r\na\r\n0\r\n\r\n{$chunked}1\r\nb\r\n0\r\n\r\n{$chunked}1\r\nc\r\n0\r\n\r\n");
then();
then();
ask('chunk extensions', "{$chunked}3;a=b;c=\"d\"\r\nabc\r\n0;x\r\n\r\n");
ask('upper and lower case', "{$head}Transfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n");
ask('no chunk', "{$chunked}0\r\n\r\n");
ask('trailers', "{$chunked}3\r\nabc\r\n0\r\nX-Trailer: 1\r\nX-Two: 2\r\n\r\n$get");
then();
ask('looks like the end', "{$chunked}5\r\n0\r\n\r\n\r\n", "2\r\nxy\r\n0\r\n\r\n");
ask('chunks byte by byte', ...str_split("{$chunked}2\r\nab\r\n1\r\nc\r\n0\r\nX-T: v\r\n\r\n"));

$large = random_bytes(2_000_000);
echo 'large: ';
$client->send("{$head}Content-Length: " . strlen($large) . "\r\n\r\n$large$get");
var_dump((string) $client->response() === '200 2000000 ' . md5($large));
then();
echo 'large in chunks: ';
$bytes = $chunked;
foreach (str_split($large, 7919) as $piece) {
    $bytes .= dechex(strlen($piece)) . "\r\n$piece\r\n";
}
$client->send("{$bytes}0\r\n\r\n$get");
var_dump((string) $client->response() === '200 2000000 ' . md5($large));
then();
echo 'large and slow: ';
$client->send("{$head}Content-Length: 300000\r\n\r\n");
foreach (str_split(substr($large, 0, 300_000), 30_000) as $piece) {
    usleep(10_000);
    $client->send($piece);
}
var_dump((string) $client->response() === '200 300000 ' . md5(substr($large, 0, 300_000)));

echo "-- Expect: 100-continue\n";
$client->send("{$head}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
echo visible($client->readUntil("\r\n\r\n"));
$client->send('ok');
echo $client->response(), "\n";
$client->send("{$head}Transfer-Encoding: chunked\r\nExpect: 100-Continue\r\n\r\n");
echo visible($client->readUntil("\r\n\r\n"));
$client->send("2\r\nok\r\n0\r\n\r\n");
echo $client->response(), "\n";
// The body is there already: nobody waits for the 100.
$client->send("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nok");
echo $client->response(), "\n";
echo $server->stop();
?>
--EXPECT--
none: 200 0
length 0: 200 0
length: 200 5 hello
NUL bytes: 200 3 \000\000\000
byte by byte: 200 3 abc
length and a request behind: 200 5 hello
  then: 200 0
on GET: 200 2 hi
chunks: 200 5 abcde
chunks and a request behind: 200 3 abc
  then: 200 0
three of them: 200 1 a
  then: 200 1 b
  then: 200 1 c
chunk extensions: 200 3 abc
upper and lower case: 200 20 01234567890123456789
no chunk: 200 0
trailers: 200 3 abc
  then: 200 0
looks like the end: 200 7 0\r\n\r\nxy
chunks byte by byte: 200 3 abc
large: bool(true)
  then: 200 0
large in chunks: bool(true)
  then: 200 0
large and slow: bool(true)
-- Expect: 100-continue
HTTP/1.1 100 Continue\r
\r
200 2 ok
HTTP/1.1 100 Continue\r
\r
200 2 ok
200 2 ok
