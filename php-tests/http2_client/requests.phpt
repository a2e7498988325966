--TEST--
Http2\Client: what is sent and what comes back
--FILE--
<?php
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine\Http\Server;
use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

run(function () {
    $server = new Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 32 << 20]);
    $server->handle('/', function ($request, $response) {
        $response->header('X-Seen', json_encode([$request->server['request_method'], $request->server['request_uri'], $request->get, $request->post, $request->cookie]));
        $response->header('X-Head', json_encode(array_diff_key($request->header, ['host' => 1])));
        $response->header('X-Host', $request->header['host']);
        $response->header('X-Many', ['1', '2']);
        $response->end((string) $request->getContent());
    });
    $server->handle('/cookies', function ($request, $response) {
        $response->cookie('a', 'b c');
        $response->cookie('d', 'e', path: '/x');
        $response->status(404);
        $response->end();
    });
    $server->handle('/trailer', function ($request, $response) {
        $response->header('trailer', 'grpc-status');
        $response->trailer('grpc-status', '0');
        $response->end('body');
    });
    $server->handle('/stream', function ($request, $response) {
        for ($i = 0; $i < 300; $i++) {
            $response->write(str_repeat(chr(65 + $i % 26), 50_000));
        }
        $response->end();
    });
    go(fn () => $server->start());
    $client = new Client('127.0.0.1', $server->port);
    $client->set(['timeout' => 20]);
    $client->connect();
    $try = function (string $what, array $properties = [], string $path = '/') use ($client, $server) {
        $id = $client->send(request($path, $properties));
        if (!$id) {
            echo "$what: false $client->errCode $client->errMsg\n";
            return null;
        }
        $response = $client->recv();
        $headers = $response->headers;
        $host = str_replace((string) $server->port, 'port', $headers['x-host'] ?? '');
        echo "$what: ", say($client, $response), " $host ", $headers['x-seen'] ?? '', ' ', $headers['x-head'] ?? '', "\n";
        return $response;
    };
    var_dump($try('get')->headers['x-many']);
    $try('query', path: '/a?b=c&d=%20e');
    $try('post', ['method' => 'POST', 'data' => 'abc']);
    $try('form', ['method' => 'POST', 'data' => ['a' => '1 2', 'b' => ['x', 'y']]]);
    $try('form with a type', ['method' => 'POST', 'data' => ['a' => 1], 'headers' => ['Content-Type' => 'text/plain']]);
    $try('number', ['method' => 'PUT', 'data' => 12]);
    $try('null', ['method' => 'DELETE', 'data' => null]);
    $try('head', ['method' => 'HEAD', 'data' => '']);
    $try('headers', ['headers' => ['X-Upper' => 'Value', 'host' => 'example.com', 'Connection' => 'close', 'te' => 'gzip', 'x-null' => null, 'x-number' => 5, 'keep-alive' => '1', 'transfer-encoding' => 'chunked', 'content-length' => '99', 7 => 'x']]);
    $try('te', ['headers' => ['te' => 'trailers', 'user-agent' => 'me']]);
    $try('cookies', ['cookies' => ['a' => 'b c', 'd' => '', 'e' => 'f;g']]);
    foreach ([['headers' => ['x' => "a\r\nb"]], ['headers' => ["x\n" => 'a']], ['headers' => ['x y' => 'a']], ['headers' => [':path' => '/']], ['method' => "G T"], ['method' => 'CONNECT'], ['headers' => ['host' => 'a b']], ['headers' => ['x' => str_repeat('x', 70_000)]], ['cookies' => ['x' => str_repeat('x', 5000)]]] as $bad) {
        $try('bad ' . substr(json_encode($bad), 0, 30), $bad);
    }
    $try('bad path', path: 'x');
    $try('bad path', path: "/a b");
    $try('bad path', path: "/a\r\n");
    $try('empty path', path: '');
    $response = $try('cookies', path: '/cookies');
    echo json_encode([$response->set_cookie_headers, $response->cookies]), "\n";
    echo json_encode($try('trailer', path: '/trailer')->headers['grpc-status']), "\n";
    // Both ways at once, more than any window.
    $big = random_bytes(10_000_000);
    var_dump($try('big', ['method' => 'POST', 'data' => $big])->data === $big);
    var_dump(md5($try('many pieces', path: '/stream')->data) === md5(implode(array_map(fn ($i) => str_repeat(chr(65 + $i % 26), 50_000), range(0, 299)))));
    // Compressed on the way.
    foreach (['gzip', 'deflate', 'br'] as $coding) {
        $response = $try($coding, ['method' => 'POST', 'data' => str_repeat('text ', 1000), 'headers' => ['accept-encoding' => $coding]]);
        var_dump($response->headers['content-encoding'] ?? null, $response->data === str_repeat('text ', 1000));
    }
    $client->set(['body_decompression' => false]);
    $response = $try('as it is', ['method' => 'POST', 'data' => str_repeat('text ', 1000), 'headers' => ['accept-encoding' => 'gzip']]);
    var_dump(gzdecode($response->data) === str_repeat('text ', 1000));
    // A value whose conversion fails, and one that closes the client.
    try {
        $try('throws', ['headers' => ['x' => new class { function __toString(): string { throw new Exception('no'); } }]]);
    } catch (Exception $thrown) {
        echo $thrown->getMessage(), "\n";
    }
    $try('closes', ['headers' => ['x' => new class($client) { function __construct(private $client) {} function __toString(): string { $this->client->close(); return 'x'; } }]]);
    $server->shutdown();
});
?>
--EXPECT--
get: #1 200 "" 127.0.0.1:port ["GET","\/",null,null,null] []
array(2) {
  [0]=>
  string(1) "1"
  [1]=>
  string(1) "2"
}
query: #3 200 "" 127.0.0.1:port ["GET","\/a",{"b":"c","d":" e"},null,null] []
post: #5 200 "abc" 127.0.0.1:port ["POST","\/",null,null,null] {"content-length":"3"}
form: #7 200 "a=1+2&b%5B0%5D=x&b%5B1%5D=y" 127.0.0.1:port ["POST","\/",null,{"a":"1 2","b":["x","y"]},null] {"content-type":"application\/x-www-form-urlencoded","content-length":"27"}
form with a type: #9 200 "a=1" 127.0.0.1:port ["POST","\/",null,null,null] {"content-type":"text\/plain","content-length":"3"}
number: #11 200 "12" 127.0.0.1:port ["PUT","\/",null,null,null] {"content-length":"2"}
null: #13 200 "" 127.0.0.1:port ["DELETE","\/",null,null,null] []
head: #15 200 "" 127.0.0.1:port ["HEAD","\/",null,null,null] []
headers: #17 200 "" example.com ["GET","\/",null,null,null] {"x-upper":"Value","x-number":"5"}
te: #19 200 "" 127.0.0.1:port ["GET","\/",null,null,null] {"te":"trailers","user-agent":"me"}
cookies: #21 200 "" 127.0.0.1:port ["GET","\/",null,null,{"a":"b+c","e":"f;g"}] []
bad {"headers":{"x":"a\r\nb"}}: false 505 Invalid params
bad {"headers":{"x\n":"a"}}: false 505 Invalid params
bad {"headers":{"x y":"a"}}: false 505 Invalid params
bad {"headers":{":path":"\/"}}: false 505 Invalid params
bad {"method":"G T"}: false 505 Invalid params
bad {"method":"CONNECT"}: false 505 Invalid params
bad {"headers":{"host":"a b"}}: false 505 Invalid params
bad {"headers":{"x":"xxxxxxxxxxxxx: false 505 Invalid params
bad {"cookies":{"x":"xxxxxxxxxxxxx: false 505 Invalid params
bad path: false 505 Invalid params
bad path: false 505 Invalid params
bad path: false 505 Invalid params
empty path: #23 200 "" 127.0.0.1:port ["GET","\/",null,null,null] []
cookies: #25 404 ""   
[["a=b+c","d=e; path=\/x"],{"a":"b c","d":"e"}]
trailer: #27 200 "body"   
"0"
big: #29 200 10000000 bytes 127.0.0.1:port ["POST","\/",null,null,null] {"content-length":"10000000"}
bool(true)
many pieces: #31 200 15000000 bytes   
bool(true)
gzip: #33 200 5000 bytes 127.0.0.1:port ["POST","\/",null,null,null] {"accept-encoding":"gzip","content-length":"5000"}
string(4) "gzip"
bool(true)
deflate: #35 200 5000 bytes 127.0.0.1:port ["POST","\/",null,null,null] {"accept-encoding":"deflate","content-length":"5000"}
string(7) "deflate"
bool(true)
br: #37 200 5000 bytes 127.0.0.1:port ["POST","\/",null,null,null] {"accept-encoding":"br","content-length":"5000"}
string(2) "br"
bool(true)
as it is: #39 200 79 bytes 127.0.0.1:port ["POST","\/",null,null,null] {"accept-encoding":"gzip","content-length":"5000"}
bool(true)
no
closes: false 5001 client is not connected to server
