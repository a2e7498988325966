--TEST--
Http\Client: requests as they go over the wire, what stays and what does not
--FILE--
<?php
require __DIR__ . '/raw.inc.php';

use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

// Echoes the request, and sets cookies.
$port = RawServer::start(<<<'PHP'
    $length = preg_match('/^content-length: (\d+)/mi', $head, $m) ? (int) $m[1] : 0;
    $body = $length ? stream_get_contents($c, $length) : '';
    $answer = preg_replace('/127\.0\.0\.1:\d+/', 'HOST', $head) . $body;
    $cookies = $path === '/cookies' ? "Set-Cookie: a=b%20c+d; Path=/\r\nSet-Cookie: e=f; HttpOnly\r\nX: 1\r\nx: 2\r\n" : '';
    fwrite($c, "HTTP/1.1 200 OK\r\n{$cookies}Content-Length: " . strlen($answer) . "\r\n\r\n" . ($head[0] === 'H' ? '' : $answer));
    return true;
    PHP);

run(function () use ($port) {
    $client = new Client('127.0.0.1', $port);
    $show = function () use ($client) {
        echo str_replace(["\r\n", (string) $client->port], ["\n", 'PORT'], $client->body), "\n--\n";
    };
    $client->get('/');
    $show();
    echo str_replace("\r\n", '|', preg_replace('/:\d+/', '', $client->getHeaderOut())), "\n";
    $client->setHeaders(['x-a' => 1, 5 => 'no', 'none' => null, 'Content-Length' => 9, 'host' => 'other', 'Accept-Encoding' => 'x']);
    $client->setBasicAuth('user', 'pass');
    $client->post('/p?q=1', ['a' => ['b c', 'd'], 'e' => '&']);
    $show();
    // Body and headers stay, the method is the call's.
    $client->get('/g');
    $show();
    $client->setMethod('PATCH');
    $client->setData('text');
    $client->execute('/m');
    $show();

    $client = new Client('127.0.0.1', $port);
    $client->setCookies(['one' => 'a b/ü', 'empty' => '', 'two' => 2]);
    var_dump($client->get('/cookies'));
    echo explode("\r\n", $client->body)[4], "\n";
    echo json_encode([$client->cookies, $client->set_cookie_headers, $client->headers], JSON_UNESCAPED_UNICODE), "\n";
    $client->get('/');
    echo explode("\r\n", $client->body)[4], "\n";
    var_dump($client->set_cookie_headers);

    $client->setMethod('HEAD');
    var_dump($client->execute('/'), $client->body, $client->headers['content-length'] > 10);
    $client->setMethod('');
    $client->set(['lowercase_header' => false, 'http_compression' => false]);
    $client->get('/');
    echo json_encode($client->headers), ' ', strpos($client->body, 'Encoding') === false ? 'none' : 'some', "\n";

    // Nothing may end a line early.
    $client->setHeaders(['a' => "b\r\nc: d"]);
    var_dump($client->get('/'), $client->errCode, $client->statusCode);
    $client->setHeaders([]);
    var_dump($client->get("/ HTTP/1.1\r\nX: y"), $client->errCode);
    foreach ([fn () => $client->setHeaders(['a' => str_repeat('b', 65536)]), fn () => $client->setHeaders([]) && $client->setCookies(['a' => str_repeat('b', 4096)])] as $too_large) {
        $too_large();
        try {
            $client->get('/');
        } catch (Client\Exception $e) {
            echo $e->getMessage(), ' ', $e->getCode(), "\n";
        }
    }
});
?>
--EXPECT--
GET / HTTP/1.1
Host: HOST
Connection: keep-alive
Accept-Encoding: gzip, deflate, br


--
GET / HTTP/1.1|Host: 127.0.0.1|Connection: keep-alive|Accept-Encoding: gzip, deflate, br
POST /p?q=1 HTTP/1.1
Host: other
x-a: 1
Accept-Encoding: x
Authorization: Basic dXNlcjpwYXNz
Connection: keep-alive
Content-Type: application/x-www-form-urlencoded
Content-Length: 29

a%5B0%5D=b+c&a%5B1%5D=d&e=%26
--
GET /g HTTP/1.1
Host: other
x-a: 1
Accept-Encoding: x
Authorization: Basic dXNlcjpwYXNz
Connection: keep-alive
Content-Type: application/x-www-form-urlencoded
Content-Length: 29

a%5B0%5D=b+c&a%5B1%5D=d&e=%26
--
PATCH /m HTTP/1.1
Host: other
x-a: 1
Accept-Encoding: x
Authorization: Basic dXNlcjpwYXNz
Connection: keep-alive
Content-Length: 4

text
--
bool(true)
Cookie: one=a+b%2F%C3%BC; two=2
[{"one":"a b\/ü","empty":"","two":2,"a":"b c d","e":"f"},["a=b%20c+d; Path=\/","e=f; HttpOnly"],{"set-cookie":["a=b%20c+d; Path=\/","e=f; HttpOnly"],"x":["1","2"],"content-length":"130"}]
Cookie: one=a+b%2F%C3%BC; two=2; a=b+c+d; e=f
NULL
bool(true)
string(0) ""
bool(true)
{"Content-Length":"101"} none
bool(false)
int(505)
int(-4)
bool(false)
int(505)
HTTP/1 header block is too large 505
HTTP cookie header is too large 505
