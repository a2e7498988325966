--TEST--
Http\Client: servers that stall, reset, lie and never end
--FILE--
<?php
require __DIR__ . '/raw.inc.php';

use Swoole\Coroutine;
use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

$port = RawServer::start(<<<'PHP'
    $ok = "HTTP/1.1 200 OK\r\n";
    $until_gone = fn () => fgets($c);
    switch ($path) {
        case '/stall': return $until_gone();
        case '/stall-body': fwrite($c, "{$ok}Content-Length: 5\r\nX-A: b\r\n\r\nab"); return $until_gone();
        case '/close': return false;
        case '/short': fwrite($c, "{$ok}Content-Length: 5\r\n\r\nab"); return false;
        case '/short-chunk': fwrite($c, "{$ok}Transfer-Encoding: chunked\r\n\r\n5\r\nab"); return false;
        case '/half-head': fwrite($c, "{$ok}X-A: b\r\n"); return false;
        case '/garbage': fwrite($c, "220 mail.example.com ESMTP\r\n"); return $until_gone();
        case '/two-lengths': fwrite($c, "{$ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"); return $until_gone();
        case '/bad-chunk': fwrite($c, "{$ok}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"); return $until_gone();
        case '/bad-gzip': fwrite($c, "{$ok}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"); return $until_gone();
        case '/cut-gzip': $z = substr(gzencode(random_bytes(100)), 0, -9); fwrite($c, "{$ok}Content-Encoding: gzip\r\nContent-Length: " . strlen($z) . "\r\n\r\n$z"); return $until_gone();
        case '/bomb': $z = gzencode(str_repeat("\0", 50_000_000)); fwrite($c, "{$ok}Content-Encoding: gzip\r\nContent-Length: " . strlen($z) . "\r\n\r\n$z"); return $until_gone();
        case '/headers': fwrite($c, $ok); while (@fwrite($c, str_repeat("X-Header: value\r\n", 100))); return false;
        case '/one-header': fwrite($c, "{$ok}X: "); while (@fwrite($c, str_repeat('x', 1000))); return false;
        case '/endless': fwrite($c, "$ok\r\n"); while (@fwrite($c, str_repeat('x', 65536))); return false;
        case '/endless-chunks': fwrite($c, "{$ok}Transfer-Encoding: chunked\r\n\r\n"); while (@fwrite($c, "5\r\nabcde\r\n")); return false;
        case '/continues': while (@fwrite($c, "HTTP/1.1 100 Continue\r\n\r\n")); return false;
        case '/until-close': fwrite($c, "{$ok}\r\nabc"); return false;
        case '/bytes': foreach (str_split("{$ok}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") as $byte) { fwrite($c, $byte); usleep(100); } return true;
        case '/unasked': fwrite($c, "{$ok}Content-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"); return $until_gone();
        default: fwrite($c, "{$ok}Content-Length: 2\r\n\r\nok"); return true;
    }
    PHP);

run(function () use ($port) {
    ini_set('memory_limit', '64M');
    $client = new Client('127.0.0.1', $port);
    $client->set(['timeout' => 10]);
    $try = function (string $path, ?callable $how = null) use ($client) {
        $done = $how ? $how($path) : $client->get($path);
        printf(
            "%s: %s %d %d %s, %s %s\n",
            $path,
            json_encode($done),
            $client->statusCode,
            $client->errCode,
            $client->errMsg,
            $client->connected ? 'connected' : 'closed',
            strlen($client->body) > 20 ? strlen($client->body) . ' bytes' : json_encode($client->body)
        );
    };
    foreach (['/close', '/short', '/short-chunk', '/half-head', '/garbage', '/two-lengths', '/bad-chunk', '/bad-gzip', '/cut-gzip', '/bomb', '/headers', '/one-header', '/endless', '/endless-chunks', '/until-close', '/bytes', '/unasked', '/'] as $path) {
        $try($path);
    }
    // Not in memory, and still not without end.
    $client->set(['package_max_length' => 1000]);
    $try('/endless-chunks');
    $client->set(['package_max_length' => 0]);

    $client->set(['timeout' => 0.3]);
    $try('/stall');
    $try('/stall-body');
    echo json_encode($client->headers), "\n";
    $try('/continues');
    $client->set(['timeout' => -1, 'read_timeout' => 0.05]);
    $try('/stall');
    $client->set(['read_timeout' => 60]);

    // Cancelled, and closed by another coroutine.
    $cid = Coroutine::getCid();
    go(function () use ($cid) {
        Coroutine::sleep(0.05);
        Coroutine::cancel($cid);
    });
    $try('/stall');
    go(function () use ($client) {
        Coroutine::sleep(0.05);
        $client->close();
    });
    $try('/stall');
    // Two at once.
    go(fn () => $try('/stall'));
    try {
        $client->get('/');
    } catch (Swoole\Error $e) {
        echo preg_replace('/#-?\d+/', '#N', $e->getMessage()), "\n";
    }
    Coroutine::sleep(0.05);
    $client->close();
    Coroutine::sleep(0.05);
    $try('/');

    foreach ([['127.0.0.1', 1], ['no.such.host.invalid', 80], ['unix:/no/such/socket', 0]] as [$host, $number]) {
        $nobody = new Client($host, $number);
        var_dump($nobody->get('/'));
        echo "$nobody->statusCode $nobody->errCode $nobody->errMsg\n";
    }
});
?>
--EXPECT--
/close: false -3 104 Connection reset by peer, closed ""
/short: false -3 104 Connection reset by peer, closed ""
/short-chunk: false -3 104 Connection reset by peer, closed ""
/half-head: false -3 104 Connection reset by peer, closed ""
/garbage: false -3 7102 Http invalid protocol, closed ""
/two-lengths: false -3 7102 Http invalid protocol, closed ""
/bad-chunk: false -3 7102 Http invalid protocol, closed ""
/bad-gzip: false -3 7102 Http invalid protocol, closed ""
/cut-gzip: false -3 7102 Http invalid protocol, closed ""
/bomb: false -3 1201 Package length too large, closed ""
/headers: false -3 7102 Http invalid protocol, closed ""
/one-header: false -3 7102 Http invalid protocol, closed ""
/endless: false -3 1201 Package length too large, closed ""
/endless-chunks: false -3 1201 Package length too large, closed ""
/until-close: true 200 0 , closed "abc"
/bytes: true 200 0 , connected "abc"
/unasked: true 200 0 , connected "a"
/: true 200 0 , connected "ok"
/endless-chunks: false -3 1201 Package length too large, closed ""
/stall: false -2 110 Connection timed out, closed ""
/stall-body: false -2 110 Connection timed out, closed ""
{"content-length":"5","x-a":"b"}
/continues: false -2 110 Connection timed out, closed ""
/stall: false -2 110 Connection timed out, closed ""
/stall: false -3 125 Operation canceled, closed ""
/stall: false -3 125 Operation canceled, closed ""
Socket#N has already been bound to another coroutine#N, reading of the same socket in coroutine#N at the same time is not allowed
/stall: false -3 125 Operation canceled, closed ""
/: true 200 0 , connected "ok"
bool(false)
-1 111 Connection refused
bool(false)
-1 711 DNS Lookup resolve failed
bool(false)
-1 2 No such file or directory
