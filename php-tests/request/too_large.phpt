--TEST--
Request bodies over package_max_length are refused with 413, also while they are still being sent
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->set(['package_max_length' => '10K']);
    $http->handle('/', fn ($request, $response) => $response->end((string) strlen($request->rawContent())));
});
$head = "POST / HTTP/1.1\r\nHost: x\r\n";
function ask(string $what, string ...$pieces): TestClient
{
    global $server;
    $client = $server->connect();
    foreach ($pieces as $piece) {
        // The server need not read on once it has refused.
        $client->send($piece);
    }
    echo "$what: ", $client->response(), "\n";
    return $client;
}
ask('at the limit', "{$head}Content-Length: 10240\r\n\r\n" . str_repeat('x', 10240));
var_dump(ask('one more', "{$head}Content-Length: 10241\r\n\r\n" . str_repeat('x', 10241))->isClosed());
ask('announced', "{$head}Content-Length: 10241\r\n\r\n");
ask('announced with Expect', "{$head}Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
// Far more than the kernel buffers: the answer arrives all the same.
$client = ask('much', "{$head}Content-Length: 20000000\r\n\r\n", str_repeat('x', 5_000_000));
var_dump($client->isClosed());
ask('chunks at the limit', "{$head}Transfer-Encoding: chunked\r\n\r\n2800\r\n" . str_repeat('x', 10240) . "\r\n0\r\n\r\n");
ask('chunks, one more', "{$head}Transfer-Encoding: chunked\r\n\r\n2800\r\n" . str_repeat('x', 10240) . "\r\n1\r\nx\r\n");
ask('a chunk of 16 EiB', "{$head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" . str_repeat('x', 20000));
$client = ask('pipelined behind', "{$head}Content-Length: 3\r\n\r\nabc{$head}Content-Length: 20000\r\n\r\n");
$refused = $client->response();
echo $refused, ' ', $refused->header('connection'), ' ', $refused->header('server'), "\n";
echo $server->get('/'), "\n";
echo $server->stop();
?>
--EXPECT--
at the limit: 200 10240
one more: 413
bool(true)
announced: 413
announced with Expect: 413
much: 413
bool(true)
chunks at the limit: 200 10240
chunks, one more: 413
a chunk of 16 EiB: 413
pipelined behind: 200 3
413 close swoole-http-server
200 0
