--TEST--
HTTP/2: windows opened wide and a socket that is read slowly, or not at all: what was taken counts, not what was given to the kernel
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

const LENGTH = 30_000_000;
$setup = function ($http) {
    $http->set(['response_min_rate' => 1e9]);
    $http->handle('/end', function ($request, $response) {
        $sent = $response->end(str_repeat('x', LENGTH));
        echo 'end: ', json_encode($sent), ' ', swoole_last_error(), "\n";
    });
    $http->handle('/write', function ($request, $response) {
        for ($i = 0; $response->write(str_repeat('x', 65536)); $i++);
        echo 'write: false ', swoole_last_error(), "\n";
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
};
$server = TestServer::start($setup, options: ['socket_write_timeout' => 0.5, 'socket_read_timeout' => 60]);

foreach (['slowly' => 4096, 'not at all' => 0] as $how => $piece) {
    echo "-- $how\n";
    // Others have been served before: what stays of that does not count.
    echo $server->get('/'), "\n";
    $before = $server->memory();
    $told = strlen($server->output());
    $http2 = Http2Client::of($server, [INITIAL_WINDOW_SIZE => 0x7fffffff]);
    $http2->window(0, 0x7fffffff - 65535);
    foreach (['/end', '/write', '/end'] as $target) {
        $http2->request($target);
    }
    $taken = 0;
    $is_over = function () use ($http2, $piece, $server, $told, &$taken): bool {
        $taken += $piece > 0 ? strlen(fread($http2->client->socket, $piece)) : 0;
        return substr_count(substr($server->output(), $told), "\n") === 3;
    };
    var_dump(eventually($is_over), $taken < LENGTH, eventually(fn () => $server->memory() - $before < 8 * 1024));
    $lines = explode("\n", trim(substr($server->output(), $told)));
    sort($lines);
    echo implode("\n", $lines), "\n";
}
echo $server->get('/'), "\n";
?>
--EXPECT--
-- slowly
200 well
bool(true)
bool(true)
bool(true)
end: false 110
end: false 110
write: false 110
-- not at all
200 well
bool(true)
bool(true)
bool(true)
end: false 110
end: false 110
write: false 110
200 well
