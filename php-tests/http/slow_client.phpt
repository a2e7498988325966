--TEST--
A client that does not read: writers wait, memory stays bounded, others are served, nothing is lost
--INI--
memory_limit=-1
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/stream', function ($request, $response) {
        for ($i = 0; $i < 300; $i++) {
            if (!$response->write(str_repeat(chr(33 + $i % 90), 100_000))) {
                echo "failed at $i\n";
                return;
            }
        }
        echo "written\n";
        $response->end();
    });
    $http->handle('/end', function ($request, $response) {
        $start = microtime(true);
        $sent = $response->end(str_repeat('x', 20_000_000));
        echo 'end() ', json_encode([$sent, microtime(true) - $start > 0.2]), "\n";
    });
    $http->handle('/', fn ($request, $response) => $response->end('well'));
});
$server->get('/');
$before = $server->memory();
$slow = $server->connect();
$slow->send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
usleep(300_000);
echo $server->get('/'), ', ', json_encode($server->output()), "\n";
// 30 MB are asked for; a few hundred KB may wait.
var_dump($server->memory() - $before < 8_000);
$body = $slow->response()->body;
var_dump(strlen($body));
$wrong = 0;
foreach (str_split($body, 100_000) as $i => $piece) {
    $wrong += trim($piece, chr(33 + $i % 90)) !== '';
}
var_dump($wrong);
var_dump($server->memory() - $before < 8_000);

$slow->send("GET /end HTTP/1.1\r\nHost: x\r\n\r\n");
usleep(300_000);
var_dump(strlen($slow->response()->body));
$slow->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $slow->response(), "\n";
echo $server->stop();
?>
--EXPECT--
200 well, ""
bool(true)
int(30000000)
int(0)
bool(true)
int(20000000)
200 well
written
end() [true,true]
