--TEST--
Http\Client: construction, settings, and what an object says that was never connected
--FILE--
<?php
use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

foreach ([['', 80], ['x', 65536], ['x', -1]] as $arguments) {
    try {
        new Client(...$arguments);
    } catch (Client\Exception $e) {
        echo $e->getMessage(), ' ', $e->getCode(), "\n";
    }
}
echo json_encode(new Client('example.com')), "\n";
echo (new Client('example.com', 0, true))->port, ' ', (new Client('unix:/tmp/x'))->port, "\n";

$client = new Client('127.0.0.1', 1);
var_dump($client->set([]), $client->setting, $client->set(['timeout' => 1]), $client->set(['keep_alive' => false]));
echo json_encode($client->setting), "\n";
var_dump($client->set(['max_retries' => -1]), swoole_last_error());
var_dump($client->getDefer(), $client->setDefer(), $client->getDefer(), $client->set(['defer' => false]), $client->getDefer());
var_dump($client->getBody(), $client->getHeaders(), $client->getCookies(), $client->getStatusCode(), $client->getHeaderOut());
var_dump($client->setMethod('PUT'), $client->setHeaders(['a' => 'b']), $client->setCookies(['c' => 'd']), $client->setData('e'), $client->setBasicAuth('f', 'g'));
echo json_encode([$client->requestMethod, $client->requestHeaders, $client->cookies, $client->requestBody]), "\n";
run(function () use ($client) {
    foreach (['close', 'recv', 'ping', 'disconnect', 'getsockname', 'getpeername', 'getPeerCert'] as $method) {
        echo "$method ", json_encode($client->$method()), " $client->errCode $client->errMsg\n";
    }
    var_dump($client->push('x'), $client->errCode);
    var_dump($client->get(''), $client->errCode, $client->errMsg);
});
try {
    clone $client;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    serialize($client);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
try {
    (new class ('x') extends Client {
        public function __construct(string $host)
        {
        }
    })->close();
} catch (Error $e) {
    echo get_class($e), ' ', $e->getMessage(), "\n";
}
try {
    $client->get('/');
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$cycle = new Client('x');
$cycle->set(['write_func' => fn () => $cycle]);
$weak = WeakReference::create($cycle);
unset($cycle);
gc_collect_cycles();
var_dump($weak->get());
?>
--EXPECTF--
host is empty 22
The port is invalid 505
The port is invalid 505
{"socket":null,"errCode":0,"errMsg":"","connected":false,"host":"example.com","port":80,"ssl":false,"setting":null,"requestMethod":null,"requestHeaders":null,"requestBody":null,"uploadFiles":null,"downloadFile":null,"downloadOffset":0,"statusCode":0,"headers":null,"set_cookie_headers":null,"cookies":null,"body":""}
443 80
bool(false)
NULL
bool(true)
bool(true)
{"timeout":1,"keep_alive":false}

Warning: Swoole\Coroutine\Http\Client::set(): max_retries must be greater than or equal to 0, got -1 in %s on line %d
bool(false)
int(503)
bool(false)
bool(true)
bool(true)
bool(true)
bool(false)
string(0) ""
NULL
NULL
int(0)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
NULL
["PUT",{"a":"b"},{"c":"d"},"e"]
close false 5001 Client no connection
recv false 5001 Client no connection
ping false 5001 Client no connection
disconnect false 5001 Client no connection
getsockname false 5001 Client no connection
getpeername false 5001 Client no connection
getPeerCert false 5001 Client no connection
bool(false)
int(5001)
bool(false)
int(505)
string(14) "Invalid params"
Trying to clone an uncloneable object of class Swoole\Coroutine\Http\Client
Serialization of 'Swoole\Coroutine\Http\Client' is not allowed
Swoole\Error must call constructor first
API must be called in the coroutine
NULL
