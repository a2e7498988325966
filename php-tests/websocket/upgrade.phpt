--TEST--
upgrade(): the 101 answer byte by byte, and who is refused how
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        swoole_clear_error();
        $upgraded = $response->upgrade();
        echo $request->server['request_uri'], ': ', told($upgraded);
        if ($upgraded) {
            while ($frame = $response->recv()) {
                $response->push("got $frame->data");
            }
        } else {
            echo '  ', told($response->upgrade()), '  ', told($response->end('x'));
        }
    });
    $http->handle('/headers', function ($request, $response) {
        $response->status(404, 'overridden');
        $response->header('X-Custom', 'a');
        $response->header('Sec-WebSocket-Protocol', 'chat');
        $response->header('connection', 'close');
        $response->header('Upgrade', 'h2c');
        $response->header('Sec-WebSocket-Accept', 'nonsense', false);
        $response->header('Content-Length', '5');
        $response->header('Transfer-Encoding', 'chunked');
        $response->header('Content-Type', 'text/plain');
        $response->header('X-List', ['1', '2']);
        $response->cookie('a', 'b c');
        $response->rawcookie('d', 'e');
        $response->upgrade();
    });
    $http->handle('/server-and-date', function ($request, $response) {
        $response->header('Server', 'mine');
        $response->header('Date', 'today');
        $response->upgrade();
    });
    $http->handle('/states', function ($request, $response) {
        swoole_clear_error();
        echo told($response->upgrade()), told($response->upgrade()), told($response->isWritable());
        echo told($response->end('x')), told($response->write('x')), told($response->header('a', 'b')), told($response->status(200));
        echo told($response->push('still a WebSocket'));
    });
    $http->handle('/after-write', function ($request, $response) {
        $response->write('body');
        echo told($response->upgrade());
        $response->end();
    });
    $http->handle('/after-end', function ($request, $response) {
        $response->end('body');
        echo told($response->upgrade()), told(@$response->recv()), told(@$response->push('x'));
    });
    $http->handle('/after-close', function ($request, $response) {
        $response->close();
        echo told($response->upgrade());
    });
    $http->handle('/before', function ($request, $response) {
        set_error_handler(function ($level, $message) use ($response) {
            echo str_replace("fd[$response->fd]", 'fd[N]', $message), "\n";
            return true;
        });
        echo told($response->recv(1)), told($response->push('x')), told($response->ping()), told($response->disconnect());
        restore_error_handler();
        $response->upgrade();
        echo told($response->push('after'));
    });
    $http->handle('/nothing', function () {
        $response = new Swoole\Http\Response();
        echo told($response->recv(1)), told($response->push('x')), told($response->close()), told($response->disconnect());
        echo told($response->ping()), told($response->upgrade());
    });
});

$head = fn (array $lines) => implode("\r\n", $lines) . "\r\n\r\n";
$good = [
    'GET' => 'GET / HTTP/1.1',
    'Host' => 'Host: x',
    'Upgrade' => 'Upgrade: websocket',
    'Connection' => 'Connection: Upgrade',
    'Key' => 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Version' => 'Sec-WebSocket-Version: 13',
];

echo "-- the answer\n";
foreach (['/', '/headers', '/server-and-date'] as $target) {
    $client = $server->connect();
    $client->send($head(array_replace($good, ['GET' => "GET $target HTTP/1.1", 'offer' => 'Sec-WebSocket-Protocol: soap, chat'])));
    echo visible($client->readUntil("\r\n\r\n"));
    $client->push('x');
    echo wire($client);
    $client->push(closing(1000), 8);
    $client->readAll();
}

echo "-- accepted\n";
foreach ([
    'case does not matter' => ['Upgrade' => 'upgrade: WebSocket', 'Connection' => 'CONNECTION: upgrade'],
    'lists' => ['Upgrade' => 'Upgrade: h2c, websocket', 'Connection' => 'Connection: keep-alive, Upgrade'],
    'several lines' => ['Connection' => "Connection: keep-alive\r\nConnection: Upgrade"],
    'a query' => ['GET' => 'GET /?a=b HTTP/1.1'],
    'an origin' => ['Host' => "Host: x\r\nOrigin: http://elsewhere"],
    'unknown extensions' => ['Version' => "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: x-unknown; a=b"],
    'subprotocols' => ['Version' => "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: a, b"],
] as $name => $change) {
    $client = $server->connect();
    $client->send($head(array_replace($good, $change)));
    $answer = $client->response();
    echo "$name: $answer->status", $answer->header('sec-websocket-extensions'), $answer->header('sec-websocket-protocol'), "\n";
    $client->push(closing(1000), 8);
    $client->readAll();
}

echo "-- refused\n";
foreach ([
    'POST' => ['GET' => 'POST / HTTP/1.1', 'Host' => "Host: x\r\nContent-Length: 0"],
    'HTTP/1.0' => ['GET' => 'GET / HTTP/1.0'],
    'no Upgrade' => ['Upgrade' => 'X: y'],
    'another Upgrade' => ['Upgrade' => 'Upgrade: websockets'],
    'no Connection' => ['Connection' => 'X: y'],
    'another Connection' => ['Connection' => 'Connection: keep-alive'],
    'no version' => ['Version' => 'X: y'],
    'version 8' => ['Version' => 'Sec-WebSocket-Version: 8'],
    'no key' => ['Key' => 'X: y'],
    'short key' => ['Key' => 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ='],
    'no base64' => ['Key' => 'Sec-WebSocket-Key: !!!!IHNhbXBsZSBub25jZQ=='],
    'two keys' => ['Key' => "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
] as $name => $change) {
    $client = $server->connect();
    $client->send($head(array_replace($good, $change)) . TestClient::frame('hello'));
    $answer = $client->response();
    echo "$name: $answer->status";
    foreach (['sec-websocket-version', 'allow', 'connection', 'content-length'] as $header) {
        echo $answer->header($header) === null ? '' : ", $header: " . $answer->header($header);
    }
    echo $client->isClosed() ? "\n" : " and then more\n";
}

echo "-- pipelined frames\n";
$client = $server->connect();
$client->handshake('/', ahead: TestClient::frame('with the handshake') . TestClient::frame('two') . substr(TestClient::frame('cut'), 0, 3));
echo wire($client, 2);
$client->send(substr(TestClient::frame('cut'), 3) . TestClient::frame(closing(1001), 8));
echo wire($client, 2), ended($client);

echo "-- on a connection kept alive\n";
$client = $server->connect();
$client->send("GET /after-end HTTP/1.1\r\nHost: x\r\n\r\n" . $head($good) . TestClient::frame('behind'));
echo $client->response(), "\n", $client->response(), "\n", wire($client);
$client->push(closing(1000), 8);
echo wire($client), ended($client);

echo "-- states\n";
foreach (['/states', '/before'] as $target) {
    $client = $server->connect();
    $client->handshake($target);
    echo wire($client, 2);
    $client->push(closing(1000), 8);
    echo ended($client);
}
foreach (['/after-write', '/after-end', '/after-close', '/nothing'] as $target) {
    $client = $server->connect();
    $client->send($head(array_replace($good, ['GET' => "GET $target HTTP/1.1"])));
    if ($target !== '/after-close') {
        echo $client->response(), "\n";
    } else {
        echo ended($client);
    }
    $client->close();
}
echo $server->stop();
?>
--EXPECT--
-- the answer
HTTP/1.1 101 Switching Protocols\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
Sec-WebSocket-Version: 13\r
Server: swoole-http-server\r
Date: <date>\r
\r
> text "got x"
HTTP/1.1 101 Switching Protocols\r
X-Custom: a\r
Sec-Websocket-Protocol: chat\r
Content-Type: text/plain\r
X-List: 1\r
X-List: 2\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
Sec-WebSocket-Version: 13\r
Set-Cookie: a=b+c\r
Set-Cookie: d=e\r
Server: swoole-http-server\r
Date: <date>\r
\r
> close 1000 ""
HTTP/1.1 101 Switching Protocols\r
Server: mine\r
Date: today\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
Sec-WebSocket-Version: 13\r
\r
> close 1000 ""
-- accepted
case does not matter: 101
lists: 101
several lines: 101
a query: 101
an origin: 101
unknown extensions: 101
subprotocols: 101
-- refused
POST: 405, allow: GET, connection: close, content-length: 0
HTTP/1.0: 400, connection: close, content-length: 0
no Upgrade: 400, connection: close, content-length: 0
another Upgrade: 400, connection: close, content-length: 0
no Connection: 400, connection: close, content-length: 0
another Connection: 400, connection: close, content-length: 0
no version: 426, sec-websocket-version: 13, connection: close, content-length: 0
version 8: 426, sec-websocket-version: 13, connection: close, content-length: 0
no key: 400, connection: close, content-length: 0
short key: 400, connection: close, content-length: 0
no base64: 400, connection: close, content-length: 0
two keys: 400, connection: close, content-length: 0
-- pipelined frames
> text "got with the handshake"
> text "got two"
> text "got cut"
> close 1001 ""
> end
-- on a connection kept alive
200 body
101
> text "got behind"
> close 1000 ""
> end
-- states
> text "still a WebSocket"
> close 1000 ""
> end
> text "after"
> close 1000 ""
> end
200 body
200 body
> end
500
/: true, error 0
/: true, error 0
/: true, error 0
/: true, error 0
/: true, error 0
/: true, error 0
/: true, error 0
/: true, error 0
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: false, error 8501
  false, error 7106
  false, error 7106
/: true, error 0
false, error 7106
false, error 503
false, error 503
/: true, error 0
true, error 0
false, error 7106
false, error 7106
false, error 7106
false, error 7106
false, error 7106
false, error 7106
true, error 7106
Swoole\Http\Response::recv(): fd[N] is not a websocket conncetion
false, error 503
Swoole\Http\Response::push(): fd[N] is not a websocket conncetion
false, error 503
Swoole\Http\Response::ping(): only supports websocket or http2 client
false, error 503
Swoole\Http\Response::disconnect(): fd[N] is not a websocket conncetion
false, error 503
true, error 503
false, error 7106
false, error 7106
false, error 503
false, error 503
false, error 9
false, error 1004
false, error 1004
false, error 1004
false, error 1004
false, error 1004
false, error 7106
