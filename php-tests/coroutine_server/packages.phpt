--TEST--
Coroutine\Server: the settings of setProtocol() hold for every connection
--FILE--
<?php
require __DIR__ . '/servers.inc.php';
use Swoole\Coroutine\Server;
use Swoole\Coroutine\Server\Connection;
use function Swoole\Coroutine\run;

run(function () {
    $show = function (Connection $connection) {
        while (is_string($package = $connection->recv(10)) && $package !== '') {
            echo json_encode($package), "\n";
        }
        $socket = $connection->exportSocket();
        echo $package === false ? "error $socket->errCode $socket->errMsg\n" : "end\n";
        $connection->send('done');
    };
    $cases = [
        'lines' => [['open_eof_check' => true, 'package_eof' => "\r\n"], "one\r\ntwo\r\nhalf"],
        'lengths' => [['open_length_check' => true, 'package_length_type' => 'n', 'package_length_offset' => 0, 'package_body_offset' => 2], pack('n', 3) . 'abc' . pack('n', 0) . pack('n', 2) . 'de'],
        'a function' => [['open_length_check' => true, 'package_length_func' => fn (string $head) => 1 + (int) $head[0]], '2ab' . '0' . '3cde'],
        'too long' => [['open_eof_check' => true, 'package_eof' => "\n", 'package_max_length' => 8], '123456789'],
        'none' => [[], 'as it comes'],
    ];
    foreach ($cases as $name => [$setting, $bytes]) {
        echo "-- $name\n";
        $server = new Server('127.0.0.1');
        $server->set(['package_max_length' => 1024]);
        $server->set($setting);
        $server->handle($show);
        started($server);
        // Twice: the second connection has the settings as well.
        foreach ([1, 2] as $_) {
            $client = client($server);
            $client->send($bytes);
            $client->exportSocket()->shutdown(1);
            $client->recv();
            $client->close();
        }
        $server->shutdown();
    }

    echo "-- refused\n";
    $server = new Server('127.0.0.1');
    $server->handle($show);
    $server->set(['open_eof_check' => true, 'package_eof' => '']);
    var_dump($server->start(), $server->errCode);
    var_dump($server->setting);
});
?>
--EXPECTF--
-- lines
"one\r\n"
"two\r\n"
end
"one\r\n"
"two\r\n"
end
-- lengths
"\u0000\u0003abc"
"\u0000\u0000"
"\u0000\u0002de"
end
"\u0000\u0003abc"
"\u0000\u0000"
"\u0000\u0002de"
end
-- a function
"2ab"
"0"
"3cde"
end
"2ab"
"0"
"3cde"
end
-- too long
error 1201 Package length too large
error 1201 Package length too large
-- none
"as it comes"
end
"as it comes"
end
-- refused

Warning: Swoole\Coroutine\Server::start(): package_eof cannot be an empty string in %s on line %d
bool(false)
int(22)
array(3) {
  ["open_ssl"]=>
  bool(false)
  ["open_eof_check"]=>
  bool(true)
  ["package_eof"]=>
  string(0) ""
}
