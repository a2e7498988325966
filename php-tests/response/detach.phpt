--TEST--
Response: detach(), create(), goaway() and ping() on HTTP/1, Request::getData()
--FILE--
<?php
use Swoole\Http\Request;
use Swoole\Http\Response;

require __DIR__ . '/../server.inc.php';

$kept = null;
$server = TestServer::start(function ($http) use (&$kept) {
    $http->handle('/detach', function ($request, $response) {
        echo json_encode([
            $response->detach(), $response->detach(), swoole_last_error(), $response->isWritable(),
            $response->header('a', 'b'), $response->write('x'), $response->end('x'), $response->sendfile(__FILE__),
        ]), "\n";
    });
    $http->handle('/keep', function ($request, $response) use (&$kept) {
        $response->detach();
        $kept = $response;
    });
    $http->handle('/drop', function ($request, $response) use (&$kept) {
        $kept = null;
        $response->end('dropped');
    });
    $http->handle('/create', function ($request, $response) {
        $try = function (...$arguments) {
            try {
                echo json_encode(Response::create(...$arguments)), ' ', error_get_last()['message'] ?? '-', "\n";
            } catch (Swoole\Exception $e) {
                echo get_class($e), ' ', $e->getCode(), ' ', $e->getMessage(), "\n";
            }
            error_clear_last();
        };
        ini_set('display_errors', '0');
        $try($response);
        $try([$response, 'x']);
        $try([$response]);
        $try([$response, $request]);
        $try(5);
        $try();
        $try('x');
        echo json_encode([$response->goaway(), $response->ping()]), ' ', swoole_last_error(), ' ', preg_replace('/\d+/', 'N', error_get_last()['message']), "\n";
        ini_set('display_errors', '1');
        $response->end('still here');
    });
    $http->handle('/data', function ($request, $response) {
        $data = $request->getData();
        $response->end($data . ($request->getData() === $data ? '' : 'not the same again'));
    });
});
$client = $server->connect();
$client->send("GET /detach HTTP/1.1\r\nHost: x\r\n\r\n");
echo 'detached: ', json_encode($client->readAll()), "\n";
$client = $server->connect();
$client->send("GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
var_dump($client->isSilent());
echo $server->get('/drop'), "\n";
var_dump($client->isClosed());
echo $server->get('/create'), "\n";
$client = $server->connect();
$client->send("POST /data?a=b HTTP/1.1\r\nHost: x\r\nCookie: c=d\r\nx-y-z: 1\r\nX-Y-Z: 2\r\nContent-Length: 4\r\n\r\nbody");
echo visible($client->response()->body), "\n";
$client->send("POST /data HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
echo visible($client->response()->body), "\n";
echo $server->stop();
swoole_clear_error();
var_dump((new Request())->getData(), (new Response())->goaway(), (new Response())->detach(), swoole_last_error());
?>
--EXPECT--
detached: ""
bool(true)
200 dropped
bool(true)
200 still here
POST /data?a=b HTTP/1.1\r
Host: x\r
Cookie: c=d\r
X-Y-Z: 1\r
X-Y-Z: 2\r
Content-Length: 4\r
\r
body
POST /data HTTP/1.1\r
Host: x\r
Content-Length: 4\r
\r
body
[true,false,7106,false,false,false,false,false]
false Swoole\Http\Response::create(): parameter $1 must be instanceof Server or Coroutine\Socket
false Swoole\Http\Response::create(): parameter $1.second must be instanceof Http\Request
false Swoole\Http\Response::create(): parameter $1.second must be instanceof Http\Request
false Swoole\Http\Response::create(): parameter $1 must be instanceof Server or Coroutine\Socket
Swoole\Exception 505 failed to create Http\Response from the given arguments
Swoole\Exception 505 failed to create Http\Response from the given arguments
Swoole\Exception 505 failed to create Http\Response from the given arguments
[false,false] 503 Swoole\Http\Response::ping(): only supports websocket or httpN client
bool(false)
bool(false)
bool(false)
int(7106)
