--TEST--
Http\Client: HTTP and SOCKS 5 proxies, Unix sockets, IPv6, a local address
--EXTENSIONS--
openssl
--FILE--
<?php
require __DIR__ . '/raw.inc.php';
require __DIR__ . '/../tls/tls.inc.php';

use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\Server;

use function Swoole\Coroutine\run;

$tls = tls_server((new Authority('ca'))->issue('localhost'));
// Proxies of both kinds: the first byte says which. They tell on standard error's place, a file, what they were asked for.
$log = TestServer::path('log');
$code = <<<'PHP'
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($listener, false), "\n";
    $note = fn ($text) => file_put_contents($argv[1], "$text\n", FILE_APPEND);
    while ($c = @stream_socket_accept($listener, 60)) {
        $first = fread($c, 1);
        if ($first === "\x05") {
            $methods = fread($c, ord(fread($c, 1)));
            if (str_contains($methods, "\x02")) {
                fwrite($c, "\x05\x02");
                fread($c, 1);
                $user = fread($c, ord(fread($c, 1)));
                $password = fread($c, ord(fread($c, 1)));
                $note("socks user $user:$password");
                fwrite($c, "\x01" . ($password === 'good' ? "\0" : "\x01"));
                if ($password !== 'good') { fclose($c); continue; }
            } else {
                fwrite($c, "\x05\x00");
            }
            $kind = ord(fread($c, 4)[3]);
            $host = $kind === 3 ? fread($c, ord(fread($c, 1))) : inet_ntop(fread($c, $kind === 1 ? 4 : 16));
            $port = unpack('n', fread($c, 2))[1];
            $note("socks $kind $host");
            $target = @stream_socket_client("tcp://$host:$port");
            fwrite($c, $target ? "\x05\0\0\x01\0\0\0\0\0\0" : "\x05\x05\0\x01\0\0\0\0\0\0");
            if (!$target) { fclose($c); continue; }
        } else {
            $head = $first;
            while (!str_ends_with($head, "\r\n\r\n")) $head .= fgets($c);
            $auth = preg_match('/^proxy-authorization: Basic (.*)\r/mi', $head, $m) ? base64_decode($m[1]) : 'nobody';
            [$method, $target] = explode(' ', $head);
            $note("http $method " . preg_replace('/:\d+/', '', $target) . " $auth");
            if ($auth === 'nobody') { fwrite($c, "HTTP/1.1 407 Who?\r\nContent-Length: 3\r\n\r\nwho"); fclose($c); continue; }
            if ($method === 'CONNECT') {
                $target = stream_socket_client("tcp://$target");
                fwrite($c, "HTTP/1.1 200 Connected\r\n\r\n");
            } else {
                $parts = parse_url($target);
                $target = stream_socket_client("tcp://$parts[host]:$parts[port]");
                fwrite($target, $head);
            }
        }
        stream_set_blocking($c, false);
        stream_set_blocking($target, false);
        while (true) {
            $read = [$c, $target]; $none = null;
            stream_select($read, $none, $none, 10);
            foreach ($read as $from) {
                $bytes = fread($from, 65536);
                if ($bytes === '' && feof($from)) break 2;
                fwrite($from === $c ? $target : $c, $bytes);
            }
        }
        fclose($c); fclose($target);
    }
    PHP;
$process = proc_open([PHP_BINARY, '-n', '-r', $code, $log], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$proxy = (int) substr(strrchr(trim(fgets($pipes[1])), ':'), 1);

run(function () use ($proxy, $tls) {
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);
    $path = TestServer::path('socket');
    $servers = [];
    foreach (['127.0.0.1', '::1', "unix:$path"] as $host) {
        $servers[] = $server = new Server($host, 0);
        $server->handle('/', fn ($request, $response) => $response->end(json_encode([preg_replace('/:\d+$/', '', $request->header['host']), $request->server['request_uri']])));
        $server->handle('/ws', function ($request, $ws) {
            $ws->upgrade();
            $ws->push($ws->recv()->data);
            $ws->close();
        });
        go(fn () => $server->start());
    }
    [$v4, $v6] = $servers;
    $try = function (string $what, string $host, int $port, array $settings, bool $ssl = false) {
        $client = new Client($host, $port, $ssl);
        $settings && $client->set($settings);
        $done = $client->get('/');
        echo "$what: ", $done ? "$client->statusCode $client->body" : "$client->statusCode $client->errCode $client->errMsg", "\n";
        $first = $client->statusCode;
        $done && (!$client->get('/') || $client->statusCode !== $first) && print("the second time: $client->errMsg\n");
        return $client;
    };
    $http = ['http_proxy_host' => '127.0.0.1', 'http_proxy_port' => $proxy];
    $user = ['http_proxy_user' => 'me', 'http_proxy_password' => 'good'];
    $socks = ['socks5_host' => '127.0.0.1', 'socks5_port' => $proxy];
    $try('http', '127.0.0.1', $v4->port, $http + $user);
    $try('http, tunnel', '127.0.0.1', $tls->port, $http + $user, true);
    $try('http, tunnel refused', '127.0.0.1', $tls->port, $http, true);
    $try('http, refused', '127.0.0.1', $v4->port, $http);
    $try('socks', '127.0.0.1', $v4->port, $socks);
    $try('socks, a name', 'localhost', $tls->port, $socks, true);
    $try('socks, a user', '127.0.0.1', $v4->port, $socks + ['socks5_username' => 'me', 'socks5_password' => 'good']);
    $try('socks, a wrong one', '127.0.0.1', $v4->port, $socks + ['socks5_username' => 'me', 'socks5_password' => 'bad']);
    $try('socks, nobody there', '127.0.0.1', 1, $socks);
    $try('no proxy there', '127.0.0.1', $v4->port, ['socks5_port' => 1] + $socks);
    $client = new Client('127.0.0.1', $v4->port);
    $client->set($http + $user);
    var_dump($client->upgrade('/ws'), $client->push('through'), $client->recv()->data);
    $client->close();

    $try('IPv6', '::1', $v6->port, []);
    $try('IPv6 in brackets', '[::1]', $v6->port, []);
    // Both families may be behind it; only one listens.
    $try('a name', 'localhost', $v4->port, []);
    echo str_replace($path, 'PATH', json_encode((function () use ($path) {
        $client = new Client("unix:$path");
        return [$client->get('/'), json_decode($client->body)[0], $client->port];
    })(), JSON_UNESCAPED_SLASHES)), "\n";
    $client = $try('bound', '127.0.0.1', $v4->port, ['bind_address' => '127.0.0.9']);
    echo $client->getsockname()['address'], ' ', $client->getpeername()['port'] === $v4->port ? 'the port' : 'another', "\n";
    $try('bound to the other family', '127.0.0.1', $v4->port, ['bind_address' => '::1']);
    foreach ($servers as $server) {
        $server->shutdown();
    }
});
echo file_get_contents($log);
proc_terminate($process, 9);
?>
--EXPECT--
http: 200 ["127.0.0.1","\/"]
http, tunnel: 200 hello
http, tunnel refused: -1 7103 Http proxy handshake failed
http, refused: 407 who
socks: 200 ["127.0.0.1","\/"]
socks, a name: 200 hello
socks, a user: 200 ["127.0.0.1","\/"]
socks, a wrong one: -1 7003 Socks5 auth failed
socks, nobody there: -1 7004 Socks5 server error
no proxy there: -1 111 Connection refused
bool(true)
bool(true)
string(7) "through"
IPv6: 200 ["[::1]","\/"]
IPv6 in brackets: 200 ["[::1]","\/"]
a name: 200 ["localhost","\/"]
[true,"localhost",80]
bound: 200 ["127.0.0.1","\/"]
127.0.0.9 the port
bound to the other family: -1 99 Cannot assign requested address
http GET http://127.0.0.1/ me:good
http CONNECT 127.0.0.1 me:good
http CONNECT 127.0.0.1 nobody
http GET http://127.0.0.1/ nobody
http GET http://127.0.0.1/ nobody
socks 1 127.0.0.1
socks 3 localhost
socks user me:good
socks 1 127.0.0.1
socks user me:bad
socks 1 127.0.0.1
http CONNECT 127.0.0.1 me:good
