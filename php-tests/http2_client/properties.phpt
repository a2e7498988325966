--TEST--
Http2\Client: construction, properties, settings, what needs a connection or a coroutine
--FILE--
<?php
require __DIR__ . '/peer.inc.php';

use Swoole\Coroutine\Http2\Client;

use function Swoole\Coroutine\run;

foreach ([[''], ['x', 65536], ['x', -1]] as $arguments) {
    try {
        new Client(...$arguments);
    } catch (Client\Exception $refused) {
        echo get_class($refused), ': ', $refused->getMessage(), ' ', $refused->getCode(), "\n";
    }
}
foreach ([['example.com'], ['example.com', 0, true], ['unix:/tmp/x', 0], ['example.com', 8080, true]] as $arguments) {
    $client = new Client(...$arguments);
    echo json_encode([$client->host, $client->port, $client->ssl]), "\n";
}
echo json_encode(new Client('x')), "\n";
echo json_encode(new Swoole\Http2\Request()), json_encode(new Swoole\Http2\Response()), "\n";
$client = new Client('127.0.0.1', 1);
foreach (['connect' => [], 'send' => [request()], 'recv' => [], 'read' => [], 'write' => [1, 'x'], 'ping' => [], 'goaway' => []] as $method => $arguments) {
    try {
        $client->$method(...$arguments);
    } catch (Swoole\Error $error) {
        echo "$method: {$error->getMessage()} {$error->getCode()}\n";
    }
}
var_dump($client->set([]), $client->set(['timeout' => 1]), $client->set(['http2_init_window_size' => '70K']), $client->setting);
echo json_encode($client->stats()), json_encode($client->stats('active_stream_num')), json_encode($client->stats('nothing')), "\n";
run(function () use ($client) {
    foreach (['send' => [request()], 'recv' => [], 'read' => [], 'write' => [1, 'x'], 'ping' => [], 'goaway' => [], 'close' => []] as $method => $arguments) {
        $client->errCode = 0;
        echo "$method: ", json_encode($client->$method(...$arguments)), " $client->errCode $client->errMsg ", swoole_last_error(), "\n";
    }
    var_dump($client->isStreamExist(0), $client->isStreamExist(1), $client->isStreamExist(-1));
    var_dump($client->connect(), $client->errCode, $client->errMsg, $client->connected, $client->sock);
    $port = Peer::start(function (Peer $peer) {
        $peer->answer($peer->request(), 'hello');
        $peer->end();
    }, [HEADER_TABLE_SIZE => 100, MAX_CONCURRENT_STREAMS => 7, INITIAL_WINDOW_SIZE => 1234, MAX_FRAME_SIZE => 20000, MAX_HEADER_LIST_SIZE => 5000]);
    $client = new Client('127.0.0.1', $port);
    var_dump($client->connect(), $client->errCode, $client->connected, $client->sock > 2, $client->connect(), $client->errCode);
    var_dump($client->isStreamExist(0), $client->send(request()), $client->isStreamExist(1), $client->isStreamExist(3));
    echo json_encode($client->stats('current_stream_id')), json_encode($client->stats('active_stream_num')), "\n";
    $response = $client->recv();
    echo say($client, $response), json_encode($response), "\n";
    var_dump($client->isStreamExist(1));
    echo json_encode($client->stats('remote_settings')), json_encode($client->stats('local_settings')), "\n";
    var_dump($client->ping(), $client->close(), $client->connected, $client->sock, $client->close(), $client->errCode);
    // Once more, with what was set.
    var_dump($client->connect(), $client->send(request()), $client->recv()->data);
    try {
        clone $client;
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
    Peer::stop();
});
?>
--EXPECT--
Swoole\Coroutine\Http2\Client\Exception: host is empty 22
Swoole\Coroutine\Http2\Client\Exception: The port is invalid 505
Swoole\Coroutine\Http2\Client\Exception: The port is invalid 505
["example.com",80,false]
["example.com",443,true]
["unix:\/tmp\/x",80,false]
["example.com",8080,true]
{"errCode":0,"errMsg":"","sock":-1,"type":0,"setting":null,"socket":null,"connected":false,"host":"x","port":80,"ssl":false,"serverLastStreamId":0}
{"path":"\/","method":"GET","headers":null,"cookies":null,"data":"","pipeline":false,"usePipelineRead":false}{"streamId":0,"errCode":0,"statusCode":0,"pipeline":false,"headers":null,"set_cookie_headers":null,"cookies":null,"data":null}
connect: API must be called in the coroutine 10001
send: API must be called in the coroutine 10001
recv: API must be called in the coroutine 10001
read: API must be called in the coroutine 10001
write: API must be called in the coroutine 10001
ping: API must be called in the coroutine 10001
goaway: API must be called in the coroutine 10001
bool(false)
bool(true)
bool(true)
array(2) {
  ["timeout"]=>
  int(1)
  ["http2_init_window_size"]=>
  string(3) "70K"
}
{"current_stream_id":0,"last_stream_id":0,"local_settings":{"header_table_size":4096,"window_size":71680,"max_concurrent_streams":128,"max_frame_size":16384,"max_header_list_size":73728},"remote_settings":{"header_table_size":4096,"window_size":65535,"max_concurrent_streams":4294967295,"max_frame_size":16384,"max_header_list_size":4294967295},"active_stream_num":0}00
send: false 5001 client is not connected to server 5001
recv: false 5001 client is not connected to server 5001
read: false 5001 client is not connected to server 5001
write: false 5001 client is not connected to server 5001
ping: false 5001 client is not connected to server 5001
goaway: false 5001 client is not connected to server 5001
close: false 5001 client is not connected to server 5001
bool(false)
bool(false)
bool(false)
bool(false)
int(111)
string(18) "Connection refused"
bool(false)
int(-1)
bool(true)
int(0)
bool(true)
bool(true)
bool(false)
int(106)
bool(true)
int(1)
bool(true)
bool(false)
11
#1 200 "hello"{"streamId":1,"errCode":0,"statusCode":200,"pipeline":false,"headers":[],"set_cookie_headers":null,"cookies":null,"data":"hello"}
bool(false)
{"header_table_size":100,"window_size":1234,"max_concurrent_streams":7,"max_frame_size":20000,"max_header_list_size":5000}{"header_table_size":4096,"window_size":1048576,"max_concurrent_streams":128,"max_frame_size":16384,"max_header_list_size":73728}
bool(true)
bool(true)
bool(false)
int(-1)
bool(false)
int(5001)
bool(true)
int(1)
string(5) "hello"
Trying to clone an uncloneable object of class Swoole\Coroutine\Http2\Client
