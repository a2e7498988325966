--TEST--
Response::create() over a socket that the script has accepted itself, with and without the request it has parsed
--EXTENSIONS--
sockets
openssl
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\WebSocket\CloseFrame;

require __DIR__ . '/../tls/tls.inc.php';

/** The documented way: a loop that accepts, parses, answers. */
$listen = function (callable $answer, int $domain = AF_INET, string $address = '127.0.0.1', array $options = []): array {
    $socket = new Socket($domain, SOCK_STREAM);
    $options && $socket->setProtocol($options);
    $socket->bind($address, 0) && $socket->listen() || throw new RuntimeException("listen: $socket->errMsg");
    Coroutine::create(function () use ($socket, $answer, $options) {
        while ($client = $socket->accept()) {
            Coroutine::create(function () use ($client, $answer, $options) {
                if ($options && !$client->sslHandshake()) {
                    return;
                }
                $rest = '';
                while (true) {
                    $request = Request::create();
                    while (!$request->isCompleted()) {
                        $data = $rest !== '' ? $rest : $client->recv();
                        if ($data === '' || $data === false) {
                            $client->close();
                            return;
                        }
                        $rest = substr($data, $request->parse($data));
                    }
                    if ($answer($request, $client) === false) {
                        return;
                    }
                }
            });
        }
    });
    return [$socket, $socket->getsockname()];
};
$ask = fn (string $target, string $lines = '') => "GET $target HTTP/1.1\r\nHost: x\r\n$lines\r\n";

$certificate = (new Authority('ours'))->issue('localhost');

Coroutine\run(function () use ($listen, $ask, $certificate) {
    // What comes of calls that wait, told when the client is ready to hear it.
    $told = new Coroutine\Channel(1);
    $answer = function (Request $request, Socket $socket) use ($told) {
        $path = $request->server['request_uri'];
        $response = Response::create($path === '/alone' ? $socket : [$socket, $request]);
        switch ($path) {
            case '/alone':
                echo json_encode([
                    get_class($response), $response->fd === $socket->fd, $response->socket === $socket, $response->header,
                    $response->isWritable(), $response->end('alone'), $response->isWritable(), $response->end('again'), swoole_last_error(),
                ]), "\n";
                break;
            case '/post':
                $response->status(201);
                $response->header('X-Posted', $request->post['a'] ?? '-');
                $response->cookie('c', 'd');
                $response->end($request->getContent());
                break;
            case '/write':
                $response->trailer('X-Sum', '6');
                var_dump($response->write('one'), $response->write('two'), $response->end());
                break;
            case '/file':
                var_dump($response->sendfile(__FILE__));
                break;
            case '/large':
                $told->push($response->end(str_repeat('x', 5_000_000)));
                break;
            case '/nothing':
                break;
            case '/close':
                var_dump($response->close(), $response->end('late'), swoole_last_error(), $socket->close());
                return false;
            case '/closed':
                var_dump($socket->close(), $response->end('late'));
                return false;
            case '/two':
                // One after the other; and while the first is open.
                $second = Response::create([$socket, $request]);
                var_dump($response->end('first'), $second->end('second'));
                break;
            case '/upgrade':
                $response->upgrade();
                while (($frame = $response->recv()) && !$frame instanceof CloseFrame) {
                    $response->push("<$frame->data>");
                }
                $told->push($frame);
                return false;
            default:
                $response->end('well');
        }
    };
    [$socket, $name] = $listen($answer);
    $client = function () use ($name) {
        $client = new Coroutine\Client(SWOOLE_SOCK_TCP);
        $client->connect($name['address'], $name['port']) || throw new RuntimeException($client->errMsg);
        return $client;
    };
    /** Everything until nothing more comes for a while, or what ends with $end. */
    $read = function ($client, string $end) {
        for ($bytes = ''; !str_ends_with($bytes, $end) && ($more = $client->recv(PATIENCE)) != '';) {
            $bytes .= $more;
        }
        return $bytes;
    };
    $one = $client();
    echo "-- with defaults\n";
    $one->send($ask('/alone'));
    echo visible($read($one, 'alone')), "\n";
    echo "-- as the request says\n";
    $one->send("POST /post HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b");
    echo visible($read($one, 'a=b')), "\n";
    $one->send($ask('/write', "TE: trailers\r\n"));
    echo visible($read($one, "X-Sum: 6\r\n\r\n")), "\n";
    $one->send($ask('/', "Accept-Encoding: gzip\r\n") . $ask('/nothing') . "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" . $ask('/two'));
    echo preg_replace('/^(Server|Date|Content-Type).*\n/m', '', visible($read($one, 'second'))), "\n";
    $one->send($ask('/file'));
    $file = $read($one, substr(file_get_contents(__FILE__), -100));
    var_dump(str_ends_with($file, "\r\n\r\n" . file_get_contents(__FILE__)));
    echo "-- to one who reads late, while others are answered\n";
    $one->send($ask('/large'));
    Coroutine::sleep(0.1);
    $two = $client();
    $two->send($ask('/', "Connection: close\r\n"));
    echo preg_replace('/^(Server|Date|Content-Type).*\n/m', '', visible($read($two, 'nothing ends so'))), "\n";
    for ($bytes = ''; strlen($bytes) < 5_000_000 && ($more = $one->recv(PATIENCE)) != ''; $bytes .= $more);
    var_dump(strlen(strstr($bytes, 'xx')), $told->pop(PATIENCE));
    $one->close();
    echo "-- closed\n";
    foreach (['/close', '/closed'] as $target) {
        $two = $client();
        $two->send($ask($target));
        var_dump($two->recv(PATIENCE));
    }
    echo "-- as a WebSocket\n";
    $two = new Coroutine\Http\Client($name['address'], $name['port']);
    var_dump($two->upgrade('/upgrade'), $two->push('hello'), $two->recv(PATIENCE)->data, $two->close(), $told->pop(PATIENCE));
    $socket->close();

    echo "-- over TLS, over a Unix socket\n";
    [$socket, $name] = $listen($answer, options: ['open_ssl' => true] + $certificate);
    $two = new Coroutine\Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $two->connect('localhost', $name['port']);
    foreach (['/' => 4, '/two' => 6, '/large' => 5_000_000] as $target => $length) {
        $two->send($ask($target));
        for ($bytes = ''; strlen(strrchr($bytes, "\n")) <= $length && ($more = $two->recv(PATIENCE)) != ''; $bytes .= $more);
        $target === '/large' && var_dump($told->pop(PATIENCE));
        echo substr_count($bytes, 'HTTP/1.1 200 OK'), ' ', strlen(strrchr($bytes, "\n")) - 1, "\n";
    }
    $two->close();
    $socket->close();
    [$socket] = $listen($answer, AF_UNIX, TestServer::path('socket'));
    $two = new Coroutine\Client(SWOOLE_SOCK_UNIX_STREAM);
    $two->connect(TestServer::path('socket'));
    $two->send($ask('/'));
    echo substr($read($two, 'well'), -4), "\n";
    $two->close();
    $socket->close();

    echo "-- sockets that cannot\n";
    foreach ([new Socket(AF_INET, SOCK_DGRAM), new Socket(AF_INET, SOCK_STREAM)] as $i => $other) {
        $i === 1 && $other->close();
        var_dump(Response::create($other), swoole_last_error());
    }
    $alone = new Socket(AF_INET, SOCK_STREAM);
    var_dump(Response::create($alone)->end('to nobody'), swoole_last_error());
});
?>
--EXPECTF--
-- with defaults
["Swoole\\Http\\Response",true,true,null,true,true,false,false,7106]
HTTP/1.1 200 OK\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 5\r
\r
alone
-- as the request says
HTTP/1.1 201 Created\r
X-Posted: b\r
Set-Cookie: c=d\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Content-Length: 3\r
\r
a=b
bool(true)
bool(true)
bool(true)
HTTP/1.1 200 OK\r
Trailer: x-sum\r
Server: swoole-http-server\r
Date: <date>\r
Connection: keep-alive\r
Content-Type: text/html\r
Transfer-Encoding: chunked\r
\r
3\r
one\r
3\r
two\r
0\r
X-Sum: 6\r
\r

bool(true)
bool(true)
HTTP/1.1 200 OK\r
Connection: keep-alive\r
Content-Length: 4\r
\r
wellHTTP/1.1 500 Internal Server Error\r
Connection: keep-alive\r
Content-Length: 0\r
\r
HTTP/1.1 200 OK\r
Connection: keep-alive\r
Content-Length: 4\r
\r
HTTP/1.1 200 OK\r
Connection: keep-alive\r
Content-Length: 5\r
\r
firstHTTP/1.1 200 OK\r
Connection: keep-alive\r
Content-Length: 6\r
\r
second
bool(true)
bool(true)
-- to one who reads late, while others are answered
HTTP/1.1 200 OK\r
Connection: close\r
Content-Length: 4\r
\r
well
int(5000000)
bool(true)
-- closed
bool(true)
bool(false)
int(9)
bool(false)
string(0) ""
bool(true)
bool(false)
string(0) ""
-- as a WebSocket
bool(true)
bool(true)
string(7) "<hello>"
bool(true)
string(0) ""
-- over TLS, over a Unix socket
1 4
bool(true)
bool(true)
2 6
bool(true)
1 5000000
well
-- sockets that cannot

Warning: Swoole\Http\Response::create(): the socket cannot be answered on, Error: Operation not supported[95] in %s on line %d
bool(false)
int(95)

Warning: Swoole\Http\Response::create(): the socket cannot be answered on, Error: Bad file descriptor[9] in %s on line %d
bool(false)
int(9)
bool(false)
int(32)
