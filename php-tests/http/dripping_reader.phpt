--TEST--
response_min_rate: who takes a response too slowly loses it, however often something is taken; slow and steady is enough
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

const LENGTH = 20_000_000;
$setup = fn (array $settings) => function ($http) use ($settings) {
    $http->set($settings);
    $http->handle('/end', function ($request, $response) {
        $sent = $response->end(str_repeat('x', LENGTH));
        echo 'end: ', json_encode($sent), $sent ? '' : ' ' . swoole_last_error(), "\n";
    });
    $http->handle('/write', function ($request, $response) {
        for ($i = 0; $i < LENGTH / 50_000 && $response->write(str_repeat('x', 50_000)); $i++);
        echo 'write: ', json_encode($i * 50_000 === LENGTH), $i * 50_000 === LENGTH ? '' : ' ' . swoole_last_error(), "\n";
    });
    $http->handle('/file', function ($request, $response) {
        $sent = $response->sendfile(TestServer::path('file'));
        echo 'file: ', json_encode($sent), $sent ? '' : ' ' . swoole_last_error(), "\n";
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
};
$options = ['socket_write_timeout' => 2.0, 'log_level' => SWOOLE_LOG_NOTICE];
$strict = TestServer::start($setup(['response_min_rate' => 1e12]), options: $options);
$usual = TestServer::start($setup([]), options: $options);
$wrong = TestServer::start($setup(['response_min_rate' => 'fast']), options: $options);
file_put_contents(TestServer::path('file'), str_repeat('f', LENGTH));

/** Reads a little of each, again and again, for as long as it is told to or all are over. */
function drip(array $clients, float $seconds): array
{
    $taken = array_fill_keys(array_keys($clients), 0);
    for ($end = microtime(true) + $seconds; $clients && microtime(true) < $end; usleep(50_000)) {
        foreach ($clients as $target => $client) {
            $bytes = fread($client->socket, 65536);
            $taken[$target] += strlen($bytes);
            if ($bytes === '' && feof($client->socket)) {
                unset($clients[$target]);
            }
        }
    }
    return $taken;
}
$ask = function (TestServer $server): array {
    $clients = [];
    foreach (['/end', '/write', '/file'] as $target) {
        $clients[$target] = $server->connect();
        $clients[$target]->send("GET $target HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    return $clients;
};
echo "-- too slow\n";
foreach (drip($ask($strict), PATIENCE * 2) as $target => $taken) {
    echo "$target: ", $taken < LENGTH ? 'cut' : 'whole', "\n";
}
echo $strict->get('/'), "\n";

echo "-- slow\n";
// Longer than a pause may be. The kernel asks for more only when a good part of what it has was taken.
$clients = $ask($usual);
$taken = drip($clients, 6);
foreach ($clients as $target => $client) {
    echo "$target: ", $taken[$target] + strlen($client->readAll()) > LENGTH ? 'whole' : 'cut', "\n";
}
eventually(fn () => substr_count($usual->output(), "\n") === 3);
eventually(fn () => substr_count($strict->output(), "\n") === 6);
foreach ([$strict, $usual, $wrong] as $server) {
    $said = explode("\n", preg_replace(['/^\[.*?\]/m', '/fd#\d+ \(127.0.0.1:\d+\)/'], ['[when]', 'fd#F'], trim($server->stop())));
    sort($said);
    echo implode("\n", $said), "\n";
}
unlink(TestServer::path('file'));
?>
--EXPECT--
-- too slow
/end: cut
/write: cut
/file: cut
200 well
-- slow
/end: whole
/write: whole
/file: whole
[when]	NOTICE	HTTP connection fd#F ended: the answer was not taken in time, or too slowly
[when]	NOTICE	HTTP connection fd#F ended: the answer was not taken in time, or too slowly
[when]	NOTICE	HTTP connection fd#F ended: the answer was not taken in time, or too slowly
end: false 110
file: false 110
write: false 110
end: true
file: true
write: true
[when]	WARNING	the setting response_min_rate must be a number, fast was given: the default holds
