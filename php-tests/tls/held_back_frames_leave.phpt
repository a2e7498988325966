--TEST--
TLS: a frame held back for company is on the wire while PHP still blocks
--EXTENSIONS--
openssl
--FILE--
<?php
/*
 * As websocket/held_back_frames_leave.phpt: what is held back has to be encrypted and sent by another thread than the one
 * that blocks.
 */
require __DIR__ . '/tls.inc.php';

$fifo = TestServer::path('release');
file_exists($fifo) || exec('mkfifo ' . escapeshellarg($fifo));

$authority = new Authority('ca');
$server = tls_server($authority->issue('localhost'), function ($http) use ($fifo) {
    $http->handle('/', function ($request, $ws) use ($fifo) {
        $ws->upgrade();
        while ($frame = $ws->recv()) {
            if ($frame->data === 'block') {
                // Opening a FIFO blocks the whole process until the other side opens it.
                fclose(fopen($fifo, 'r'));
            }
            $ws->push("answer to {$frame->data}");
        }
    });
    // Several large frames in one go, of which the last may be held back.
    $http->handle('/much', function ($request, $ws) use ($fifo) {
        $ws->upgrade();
        while ($frame = $ws->recv()) {
            for ($i = 0; $i < (int) $frame->data; $i++) {
                $ws->push(str_repeat(chr(65 + $i % 26), 15_000));
            }
            fclose(fopen($fifo, 'r'));
            $ws->push('end');
        }
    });
});
$trusting = ['cafile' => $authority->file(), 'peer_name' => 'localhost'];

foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT] as $method) {
    $client = $server->connect(['crypto_method' => $method] + $trusting);
    $client->handshake('/');
    $answer = fn () => $client->readFrame()['payload'];
    $client->send(TestClient::frame('first') . TestClient::frame('block'));
    echo $answer(), "\n";
    fclose(fopen($fifo, 'w'));
    echo $answer(), "\n";
    $client->send(TestClient::frame('a') . TestClient::frame('b') . TestClient::frame('c') . TestClient::frame('block'));
    echo $answer(), ', ', $answer(), ', ', $answer(), "\n";
    fclose(fopen($fifo, 'w'));
    echo $answer(), "\n";

    // All has to come, in order, while the handler blocks, up to the last
    // frame, which is pushed when this side says so.
    $client = $server->connect(['crypto_method' => $method] + $trusting);
    $client->handshake('/much');
    foreach ([3, 4] as $count) {
        $client->push((string) $count);
        $wrong = 0;
        for ($i = 0; $i < $count; $i++) {
            $wrong += $client->readFrame()['payload'] !== str_repeat(chr(65 + $i % 26), 15_000);
        }
        fclose(fopen($fifo, 'w'));
        echo "$wrong wrong, ", $client->readFrame()['payload'], "\n";
    }
}
echo $server->stop();
unlink($fifo);
?>
--EXPECT--
answer to first
answer to block
answer to a, answer to b, answer to c
answer to block
0 wrong, end
0 wrong, end
answer to first
answer to block
answer to a, answer to b, answer to c
answer to block
0 wrong, end
0 wrong, end
