--TEST--
HTTP/2: what a script sees of a request, what a client sees of a response
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

use Swoole\Coroutine;

$server = TestServer::start(function ($http) {
    $http->handle('/show', function ($request, $response) {
        $server = $request->server;
        foreach (['remote_addr', 'remote_port', 'server_port', 'server_addr'] as $key) {
            $server[$key] = gettype($server[$key]);
        }
        ksort($server);
        $header = $request->header;
        ksort($header);
        $response->header('Content-Type', 'application/json');
        $response->end(json_encode([
            'streamId' => $request->streamId, 'method' => $request->getMethod(), 'server' => $server, 'header' => $header,
            'get' => $request->get, 'post' => $request->post, 'cookie' => $request->cookie, 'body' => $request->getContent(),
        ], JSON_UNESCAPED_SLASHES));
    });
    $http->handle('/head', function ($request, $response) {
        $response->status(201, 'no place for a reason');
        $response->header('X-Mixed-Case', 'Value');
        $response->header('Connection', 'close');
        $response->header('Transfer-Encoding', 'chunked');
        $response->header('X-List', ['a', 'b']);
        $response->cookie('c', 'd');
        $response->end('head');
    });
    $http->handle('/status', function ($request, $response) {
        $response->status((int) $request->get['code']);
        $response->end('body');
    });
    $http->handle('/chunks', function ($request, $response) {
        $response->write('one ');
        $response->write('two ');
        $response->end('three');
    });
    $http->handle('/nothing', fn ($request, $response) => $response->end());
    $http->handle('/silent', function () {
    });
    $http->handle('/throws', fn () => throw new Exception('thrown'));
    $http->handle('/data', function ($request, $response) {
        var_dump($request->getData(), swoole_last_error());
        $response->end();
        var_dump($response->end('again'), $response->isWritable());
    });
    $http->handle('/upgrade', function ($request, $response) {
        var_dump($response->upgrade());
    });
    $http->handle('/wait', function ($request, $response) {
        $channel = $GLOBALS['channel'] ??= new Coroutine\Channel(1);
        $channel->pop();
        $response->end(Coroutine::getCid() > 0 ? 'waited' : '');
    });
    $http->handle('/go', function ($request, $response) {
        $response->end('gone');
        $GLOBALS['channel']->push(1);
    });
});

$http2 = Http2Client::of($server);
$ask = function (string $target, ...$arguments) use ($http2): Http2Stream {
    return $http2->response($http2->request($target, ...$arguments));
};
$pretty = fn ($json) => json_encode(json_decode($json), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n";

echo "-- requests\n";
echo $pretty($ask('/show/a%20b?x=1&y[]=2', ['cookie' => ['a=1', 'b=2; c=3'], 'x-Twice' => []] + ['x-twice' => ['one', 'two']])->data);
$posted = $ask('/show', ['content-type' => 'application/x-www-form-urlencoded'], 'k=v&n=1', 'POST');
echo json_encode(array_intersect_key(json_decode($posted->data, true), ['streamId' => 1, 'post' => 1, 'body' => 1, 'method' => 1])), "\n";

echo "-- responses\n";
$head = $ask('/head');
unset($head->headers['date']);
echo json_encode($head->headers, JSON_UNESCAPED_SLASHES), " $head\n";
foreach (['/chunks', '/nothing', '/silent', '/throws', '/nowhere', '/status?code=204', '/status?code=304', '/status?code=103', '/status?code=799'] as $target) {
    $response = $ask($target);
    echo "$target: $response, length ", $response->header('content-length') ?? '-', "\n";
}
foreach (['/head', '/chunks'] as $target) {
    $response = $ask($target, method: 'HEAD');
    echo "HEAD $target: $response, length ", $response->header('content-length') ?? '-', "\n";
}
echo '/data: ', $ask('/data'), "\n";
echo '/upgrade: ', $ask('/upgrade'), "\n";

echo "-- streams\n";
$waiting = $http2->request('/wait');
// The second is answered while the first waits for it.
echo $http2->response($http2->request('/go')), "\n", $http2->response($waiting), "\n";

echo "-- requests that are none\n";
foreach ([
    'no path' => [':method' => 'GET', ':scheme' => 'http', ':authority' => 'x'],
    'no authority' => [':method' => 'GET', ':scheme' => 'http', ':path' => '/nothing'],
    'unknown method' => [':method' => 'FROB', ':scheme' => 'http', ':path' => '/nothing', ':authority' => 'x'],
    'a line of HTTP/1' => [':method' => 'GET', ':scheme' => 'http', ':path' => '/nothing', ':authority' => 'x', 'connection' => 'close'],
    'a path that is none' => [':method' => 'GET', ':scheme' => 'http', ':path' => 'nothing', ':authority' => 'x'],
] as $what => $fields) {
    $stream = $http2->stream();
    $http2->send(HEADERS, END_HEADERS | END_STREAM, $stream, Http2Client::block($fields));
    echo "$what: ", $http2->response($stream), "\n";
}
echo $ask('/nothing'), "\n";
echo preg_replace('/^\[\d.*?\]/m', '[when]', $server->stop());
?>
--EXPECTF--
-- requests
{
    "streamId": 1,
    "method": "GET",
    "server": {
        "path_info": "/show/a b",
        "query_string": "x=1&y[]=2",
        "remote_addr": "string",
        "remote_port": "integer",
        "request_method": "GET",
        "request_uri": "/show/a%20b",
        "server_addr": "string",
        "server_port": "integer",
        "server_protocol": "HTTP/2"
    },
    "header": {
        "host": "example.org",
        "x-twice": [
            "one",
            "two"
        ]
    },
    "get": {
        "x": "1",
        "y": [
            "2"
        ]
    },
    "post": null,
    "cookie": {
        "a": "1",
        "b": "2",
        "c": "3"
    },
    "body": ""
}
{"streamId":3,"method":"POST","post":{"k":"v","n":"1"},"body":"k=v&n=1"}
-- responses
{":status":["201"],"x-mixed-case":["Value"],"content-type":["text/html"],"x-list":["a","b"],"set-cookie":["c=d"],"server":["swoole-http-server"],"content-length":["4"]} 201 head
/chunks: 200 one two three, length -
/nothing: 200, length 0
/silent: 500, length 0
/throws: 500, length 0
/nowhere: 404, length 0
/status?code=204: 204, length -
/status?code=304: 304, length -
/status?code=103: 500 body, length 4
/status?code=799: 799 body, length 4
HEAD /head: 201, length 4
HEAD /chunks: 200, length -
/data: 200
/upgrade: 400
-- streams
200 gone
200 waited
-- requests that are none
no path: [reset 1]
no authority: 400
unknown method: 501
a line of HTTP/1: [reset 1]
a path that is none: [reset 1]
200

Fatal error: Uncaught Exception: thrown in %s:42
Stack trace:
#0 [internal function]: %s(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 {main}
  thrown in %s on line 42
[when]	WARNING	103 cannot be the status of a response, 500 is sent

Warning: Swoole\Http\Request::getData(): unable to get data from HTTP2 request in %s on line 44
bool(false)
int(503)
bool(false)
bool(false)
bool(false)
