--TEST--
A response is the same, byte for byte, whether its request came whole (read and answered past hyper) or in pieces (by hyper)
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$file = TestServer::path('whole');
file_put_contents($file, str_repeat('file', 1000));
$server = TestServer::start(function ($http) use ($file) {
    $answers = [
        '/hello' => fn ($request, $response) => $response->end('Hello World'),
        '/empty' => fn ($request, $response) => $response->end(),
        '/nothing' => fn ($request, $response) => null,
        '/lines' => function ($request, $response) {
            $response->header('x-aBC--d', 'a  b ');
            $response->header('UPPER', '1', false);
            $response->header('Many', ['1', '2']);
            $response->header('Server', null);
            $response->header('Content-Length', '3');
            $response->header('Content-Type', 'text/plain');
            $response->cookie('a', 'b c');
            $response->rawcookie('d', 'e');
            $response->end('lines');
        },
        '/type' => function ($request, $response) {
            $response->status(404);
            $response->header('content-type', 'application/json');
            $response->header('X-Spaces', " a\tb \t ");
            $response->header('X-Nothing', '');
            $response->header('X-8-Bits', "\xe9");
            $response->cookie('a', 'b c');
            $response->rawcookie('d', 'e');
            $response->end('{}');
        },
        '/given' => function ($request, $response) {
            $response->header = ['X-A' => 'a', 'x-a' => 'b', 'X-Int' => 5, 3 => 'c', 'X' => null, 'Set-Cookie' => 'z=1', "X-Bad" => "a\1b", 'X Bad' => 'd'];
            $response->cookie = ['a=b', "c=\1", 7];
            $response->end('given');
        },
        '/empty-type' => function ($request, $response) {
            $response->header('Content-Type', ' ');
            $response->header('Date', 'today');
            $response->end('empty');
        },
        '/many' => function ($request, $response) {
            $response->header('Connection', ['a', 'b']);
            $response->end('many');
        },
        '/bare' => function ($request, $response) {
            foreach (['Server', 'Connection', 'Content-Type'] as $name) {
                $response->header($name, '');
            }
            $response->end('bare');
        },
        '/close' => function ($request, $response) {
            $response->header('Connection', 'Close');
            $response->end('close');
        },
        '/status' => function ($request, $response) {
            $response->status((int) $request->get['code'], $request->get['reason'] ?? '');
            $response->end('status');
        },
        '/write' => function ($request, $response) {
            $response->write('one');
            $response->write('two');
            $response->end('three');
        },
        '/trailer' => function ($request, $response) {
            $response->trailer('X-After', 'yes');
            $response->write('one');
            $response->end();
        },
        '/file' => fn ($request, $response) => $response->sendfile($file),
        '/redirect' => fn ($request, $response) => $response->redirect('/hello'),
        '/throw' => fn ($request, $response) => throw new Exception('thrown'),
        '/seen' => fn ($request, $response) => $response->end(json_encode([
            $request->header, $request->get, $request->cookie, $request->getContent(), $request->getMethod(), $request->getData(),
            array_diff_key($request->server, ['remote_port' => 0, 'server_port' => 0, 'request_time' => 0, 'request_time_float' => 0]),
        ])),
    ];
    foreach ($answers as $path => $answer) {
        $http->handle($path, $answer);
    }
    $http->handle('/big', fn ($request, $response) => var_dump($response->end(str_repeat('0123456789abcdef', 1 << 19))));
    $http->handle('/later', function ($request, $response) {
        Swoole\Coroutine::sleep(0.02);
        $response->end('later');
        // The next request waits for this.
        Swoole\Coroutine::sleep(0.02);
    });
});
/** The response to each of the $requests, and whether the connection goes on. */
function ask(TestServer $server, string $path, bool $whole, string $lines): string
{
    $client = $server->connect();
    $request = "GET $path HTTP/1.1\r\nHost: x\r\n$lines\r\n";
    $all = '';
    for ($i = 0; $i < 2; $i++) {
        if ($whole) {
            $client->send($request);
        } else {
            $client->send(substr($request, 0, -3));
            usleep(5000);
            $client->send(substr($request, -3));
        }
        $response = $client->response();
        $all .= preg_replace('~\r\nDate: [^\r]+~', "\r\nDate: now", "$response->head\r\n\r\n$response->body");
        if (stripos($response->head, 'connection: close')) {
            return $all . ($client->isClosed() ? 'closed' : 'open');
        }
    }
    $client->close();
    return $all;
}
$long = str_repeat("X-Line: value\r\n", 70);
foreach (
    [
        '/hello', '/empty', '/nothing', '/lines', '/type', '/given', '/empty-type', '/many', '/bare', '/close', '/write', '/trailer', '/file', '/redirect', '/throw',
        '/status?code=404', '/status?code=404&reason=Gone+Fishing', '/status?code=204', '/status?code=304', '/status?code=799',
        '/status?code=101', '/status?code=205', '/status?code=599', '/status?code=600', '/status?code=0', '/none', '/seen?a=b&c[]=d', '/later',
    ] as $path
) {
    $lines = "X-One: 1\r\nx-one: 2\r\nCookie: a=b; c=d\r\nUser-Agent:  me \r\n";
    [$whole, $pieces] = [ask($server, $path, true, $lines), ask($server, $path, false, $lines)];
    echo $path, ' ', strlen($whole) > 100 && $whole === $pieces ? 'the same' : "differs:\n$whole\n$pieces", "\n";
}
foreach (['Connection: close', 'Connection: keep-alive', 'Connection: a, CLOSE', 'Upgrade: b', rtrim($long)] as $lines) {
    [$whole, $pieces] = [ask($server, '/seen', true, "$lines\r\n"), ask($server, '/seen', false, "$lines\r\n")];
    echo substr($lines, 0, 30), ' ', $whole === $pieces ? 'the same' : "differs:\n$whole\n$pieces", "\n";
}
echo "-- what is wrong\n";
foreach (["GET x HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "FOO / HTTP/1.1\r\nHost: x\r\n\r\n", "G\1T / HTTP/1.1\r\n\r\n"] as $request) {
    $client = $server->connect();
    $client->send($request);
    echo $client->response()->status, json_encode($client->isClosed()), "\n";
}
echo "-- a client that does not read at first, with the next request behind\n";
$client = $server->connect();
$client->send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
usleep(200_000);
$client->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
echo md5($client->response()->body) === md5(str_repeat('0123456789abcdef', 1 << 19)) ? "all\n" : "not all\n";
echo $client->response()->body, "\n";
echo "-- one that is gone\n";
$client->send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
$client->read(100);
$client->close();
echo $server->connect()->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n") ? "sent\n" : '';
unlink($file);
$server->stop();
?>
--EXPECT--
/hello the same
/empty the same
/nothing the same
/lines the same
/type the same
/given the same
/empty-type the same
/many the same
/bare the same
/close the same
/write the same
/trailer the same
/file the same
/redirect the same
/throw the same
/status?code=404 the same
/status?code=404&reason=Gone+Fishing the same
/status?code=204 the same
/status?code=304 the same
/status?code=799 the same
/status?code=101 the same
/status?code=205 the same
/status?code=599 the same
/status?code=600 the same
/status?code=0 the same
/none the same
/seen?a=b&c[]=d the same
/later the same
Connection: close the same
Connection: keep-alive the same
Connection: a, CLOSE the same
Upgrade: b the same
X-Line: value
X-Line: value
 the same
-- what is wrong
400true
400true
501true
400true
-- a client that does not read at first, with the next request behind
all
Hello World
-- one that is gone
sent
