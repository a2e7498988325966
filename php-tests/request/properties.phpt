--TEST--
Request: header, server, get, post, cookie as a handler sees them
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $server = $request->server;
        $odd = [];
        is_int($server['request_time']) && abs($server['request_time'] - time()) < 5 || $odd[] = 'request_time';
        is_float($server['request_time_float']) && abs($server['request_time_float'] - microtime(true)) < 5 || $odd[] = 'request_time_float';
        is_int($server['remote_port']) && $server['remote_port'] > 0 || $odd[] = 'remote_port';
        $request->fd === $response->fd && $request->fd > 2 || $odd[] = 'fd';
        $request->streamId === 0 || $odd[] = 'streamId';
        $request->files === null && $request->tmpfiles === null || $odd[] = 'files';
        $response->end(json_encode([
            'header' => $request->header,
            'keys' => implode(' ', array_keys($server)),
            'server' => array_diff_key($server, array_flip(['request_time', 'request_time_float', 'remote_port', 'server_port'])),
            'get' => $request->get,
            'post' => $request->post,
            'cookie' => $request->cookie,
            'method' => $request->getMethod(),
            'content' => $request->rawContent(),
            'odd' => $odd,
        ], JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR));
    });
});
$client = $server->connect();
function ask(string $bytes, string ...$keys): void
{
    global $client;
    $client->send($bytes);
    $seen = json_decode($client->response()->body, true);
    foreach ($keys as $key) {
        echo "$key: ", is_string($seen[$key]) ? $seen[$key] : json_encode($seen[$key], JSON_UNESCAPED_SLASHES), "\n";
    }
    $seen['odd'] && print_r($seen['odd']);
}
function get(string $target, string $headers, string ...$keys): void
{
    echo "-- $target\n";
    ask("GET $target HTTP/1.1\r\nHost: x\r\n{$headers}\r\n", ...$keys);
}
get('/p', '', 'header', 'keys', 'server', 'get', 'post', 'cookie', 'method', 'content');
get('/p%41+x%zz?a=1', '', 'keys', 'server', 'get');
get('/?', '', 'keys', 'get');
get('/?&&', '', 'keys', 'get');
get('/a?x=1#f', '', 'server', 'get');
get('http://host:81/a/b?c=d', '', 'header', 'server');
ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 'server', 'method');
ask("PROPFIND /x HTTP/1.1\r\nHost: x\r\n\r\n", 'method');
ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 'header', 'server');

echo "-- header lines\n";
get('/', "X-Mixed-CASE:   two  words \t\r\nX-Empty:\r\nX-Num: 5\r\n123: n\r\nX-Bytes: \xff\xe9\r\n", 'header');
get('/', "X-A: 1\r\nUser-Agent: a\r\nx-a: 2\r\nUser-Agent: b\r\nX-A: 3\r\nAccept: 1\r\nAccept: 2\r\nAuthorization: 1\r\nAuthorization: 2\r\nAccept-Encoding: 1\r\nAccept-Encoding: 2\r\n", 'header');

echo "-- get\n";
foreach ([
    'a=1&a=2',
    'a[]=1&a[]=2&b[k][]=3&b[k][x]=4',
    'a%5B%5D=1&a%5B%5D=2',
    'a.b=1&c d=2&e+f=3&[g=4',
    '=x&&y',
    'a=%E4%BD%A0+%2B%zz',
    'a',
    '5=x&-1=y',
    'a[=1&b]=2&c[d=3',
] as $query) {
    get('/?' . str_replace(' ', '%20', $query), '', 'get');
}

echo "-- cookie\n";
foreach ([
    'a=1; b=2;c=3',
    'a=x%20y+z; q="quoted"; n; =f',
    'a=1; a=2',
    'a.b=1; a_b=2',
    '7=1; 7=2',
    "a=1\r\nCookie: b=2; a=3",
    'a[]=1; a[]=2; b=1; b[]=2',
    '',
] as $cookie) {
    get('/', "Cookie: $cookie\r\n", 'cookie', 'header');
}

echo "-- post\n";
foreach (['POST', 'PUT', 'DELETE', 'PATCH', 'GET', 'OPTIONS'] as $method) {
    ask("$method / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2", 'method', 'post', 'content');
}
foreach (['Application/X-WWW-Form-URLencoded; charset=utf-8', 'application/json', 'application/x-www-form-urlencode', 'text/plain'] as $type) {
    ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: $type\r\nContent-Length: 3\r\n\r\na=1", 'post');
}
ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n", 'post', 'content');
ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n4\r\na=1&\r\n3\r\nb=2\r\n0\r\n\r\n", 'post', 'content');
echo $server->stop();
?>
--EXPECT--
-- /p
header: {"host":"x"}
keys: request_method request_uri path_info request_time request_time_float server_protocol remote_addr remote_port server_addr server_port
server: {"request_method":"GET","request_uri":"/p","path_info":"/p","server_protocol":"HTTP/1.1","remote_addr":"127.0.0.1","server_addr":"127.0.0.1"}
get: null
post: null
cookie: null
method: GET
content: 
-- /p%41+x%zz?a=1
keys: query_string request_method request_uri path_info request_time request_time_float server_protocol remote_addr remote_port server_addr server_port
server: {"query_string":"a=1","request_method":"GET","request_uri":"/p%41+x%zz","path_info":"/pA+x%zz","server_protocol":"HTTP/1.1","remote_addr":"127.0.0.1","server_addr":"127.0.0.1"}
get: {"a":"1"}
-- /?
keys: request_method request_uri path_info request_time request_time_float server_protocol remote_addr remote_port server_addr server_port
get: null
-- /?&&
keys: query_string request_method request_uri path_info request_time request_time_float server_protocol remote_addr remote_port server_addr server_port
get: null
-- /a?x=1#f
server: {"query_string":"x=1","request_method":"GET","request_uri":"/a","path_info":"/a","server_protocol":"HTTP/1.1","remote_addr":"127.0.0.1","server_addr":"127.0.0.1"}
get: {"x":"1"}
-- http://host:81/a/b?c=d
header: {"host":"host:81"}
server: {"query_string":"c=d","request_method":"GET","request_uri":"/a/b","path_info":"/a/b","server_protocol":"HTTP/1.1","remote_addr":"127.0.0.1","server_addr":"127.0.0.1"}
server: {"request_method":"OPTIONS","request_uri":"*","path_info":"*","server_protocol":"HTTP/1.1","remote_addr":"127.0.0.1","server_addr":"127.0.0.1"}
method: OPTIONS
method: PROPFIND
header: {"connection":"keep-alive"}
server: {"request_method":"GET","request_uri":"/","path_info":"/","server_protocol":"HTTP/1.0","remote_addr":"127.0.0.1","server_addr":"127.0.0.1"}
-- header lines
-- /
header: {"host":"x","x-mixed-case":"two  words","x-empty":"","x-num":"5","123":"n","x-bytes":"\ufffd\ufffd"}
-- /
header: {"host":"x","x-a":["1","2","3"],"user-agent":"b","accept":"2","authorization":"2","accept-encoding":"2"}
-- get
-- /?a=1&a=2
get: {"a":"2"}
-- /?a[]=1&a[]=2&b[k][]=3&b[k][x]=4
get: {"a":["1","2"],"b":{"k":{"0":"3","x":"4"}}}
-- /?a%5B%5D=1&a%5B%5D=2
get: {"a":["1","2"]}
-- /?a.b=1&c%20d=2&e+f=3&[g=4
get: {"a_b":"1","c_d":"2","e_f":"3"}
-- /?=x&&y
get: {"y":""}
-- /?a=%E4%BD%A0+%2B%zz
get: {"a":"\u4f60 +%zz"}
-- /?a
get: {"a":""}
-- /?5=x&-1=y
get: {"5":"x","-1":"y"}
-- /?a[=1&b]=2&c[d=3
get: {"a_":"1","b]":"2","c_d":"3"}
-- cookie
-- /
cookie: {"a":"1","b":"2","c":"3"}
header: {"host":"x"}
-- /
cookie: {"a":"x y+z","q":"\"quoted\"","n":""}
header: {"host":"x"}
-- /
cookie: {"a":"1"}
header: {"host":"x"}
-- /
cookie: {"a_b":"1"}
header: {"host":"x"}
-- /
cookie: {"7":"1"}
header: {"host":"x"}
-- /
cookie: {"a":"1","b":"2"}
header: {"host":"x"}
-- /
cookie: {"a":["1","2"],"b":["2"]}
header: {"host":"x"}
-- /
cookie: []
header: {"host":"x"}
-- post
method: POST
post: {"a":"1","b":"2"}
content: a=1&b=2
method: PUT
post: {"a":"1","b":"2"}
content: a=1&b=2
method: DELETE
post: {"a":"1","b":"2"}
content: a=1&b=2
method: PATCH
post: {"a":"1","b":"2"}
content: a=1&b=2
method: GET
post: null
content: a=1&b=2
method: OPTIONS
post: null
content: a=1&b=2
post: {"a":"1"}
post: null
post: null
post: null
post: null
content: 
post: {"a":"1","b":"2"}
content: a=1&b=2
