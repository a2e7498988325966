--TEST--
Response::cookie() and rawcookie(): lines, encoding, deletion, what is refused
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $calls = [
            fn () => $response->cookie('plain', 'v'),
            fn () => $response->cookie('enc', 'a b+c%/é;,'),
            fn () => $response->rawcookie('raw', 'a%20b+c/é'),
            fn () => $response->setCookie('full', 'v', 2000000000, '/p', 'example.com', true, true, 'Lax', 'High', true),
            fn () => $response->setRawCookie('rawfull', 'v', 2000000000, '/p', 'example.com', true, true, 'Strict'),
            fn () => $response->cookie('named', 'v', secure: true),
            fn () => $response->cookie('session', 'v', 0),
            fn () => $response->cookie('negative', 'v', -5),
            fn () => $response->cookie('past', 'v', 1000),
            fn () => $response->cookie('deleted', ''),
            fn () => $response->cookie('deleted-too', path: '/x'),
            fn () => $response->cookie('twice', '1'),
            fn () => $response->cookie('twice', '2'),
            fn () => $response->cookie('year', 'v', 253402300800),
            fn () => $response->cookie('', 'v'),
            fn () => $response->cookie('a=b', 'v'),
            fn () => $response->cookie('a;b', 'v'),
            fn () => $response->cookie("a\r\nb", 'v'),
            fn () => $response->rawcookie('raw', 'a;b'),
            fn () => $response->rawcookie('raw', "a\r\nX: y"),
            fn () => $response->cookie('p', 'v', 0, "/\r\n"),
            fn () => $response->cookie('d', 'v', 0, '/', 'a b'),
            fn () => $response->cookie('s', 'v', 0, '/', '', false, false, "Lax\r\nX: y"),
            fn () => $response->cookie('q', 'v', 0, '/', '', false, false, '', "High\n"),
            fn () => $response->cookie(5, 'v'),
            fn () => $response->cookie([], 'v'),
            fn () => $response->cookie(new stdClass(), 'v'),
        ];
        $results = [];
        foreach ($calls as $call) {
            swoole_clear_error();
            $results[] = $call() ? 'true' : 'false ' . swoole_last_error();
        }
        $response->end(implode(', ', $results) . "\n" . count($response->cookie) . ' in the property');
    });
});
$response = $server->get('/');
// Max-Age of a date far off changes as time goes by.
echo preg_replace('/(?<=2033 03:33:20 GMT; Max-Age=)\d+/', 'N', implode("\n", $response->headers['set-cookie'])), "\n";
echo $response->body, "\n";
echo preg_replace('/^\n?(Warning: .*) in \S+ on line \d+/m', '$1', $server->stop());
?>
--EXPECT--
plain=v
enc=a+b%2Bc%25%2F%C3%A9%3B%2C
raw=a%20b+c/é
full=v; expires=Wed, 18-May-2033 03:33:20 GMT; Max-Age=N; path=/p; domain=example.com; secure; HttpOnly; SameSite=Lax; Priority=High; Partitioned
rawfull=v; expires=Wed, 18-May-2033 03:33:20 GMT; Max-Age=N; path=/p; domain=example.com; secure; HttpOnly; SameSite=Strict
named=v; path=/; secure
session=v
negative=v
past=v; expires=Thu, 01-Jan-1970 00:16:40 GMT; Max-Age=0
deleted=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0
deleted-too=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/x
twice=1
twice=2
true, true, true, true, true, true, true, true, true, true, true, true, true, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510, false 510
13 in the property
Warning: Swoole\Http\Response::cookie(): The expires cannot have a year greater than 9999
Warning: Swoole\Http\Response::cookie(): The name cannot be empty
Warning: Swoole\Http\Response::cookie(): The name cannot contain "=", ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The name cannot contain "=", ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The name cannot contain "=", ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::rawcookie(): The value cannot contain ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::rawcookie(): The value cannot contain ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The path option cannot contain ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The domain option cannot contain ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The samesite option cannot contain ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The priority option cannot contain ",", ";", " ", "\t", "\r", "\n", "\013", or "\014"
Warning: Swoole\Http\Response::cookie(): The first argument must be a string or a Http\Cookie object
Warning: Swoole\Http\Response::cookie(): The first argument must be a string or a Http\Cookie object
Warning: Swoole\Http\Response::cookie(): The first argument must be a string or a Http\Cookie object
