--TEST--
Request: max_input_vars truncates get, post and cookie, each with a line in the log
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', fn ($request, $response) => $response->end(json_encode(
        array_map(fn ($values) => $values === null ? null : count($values), [$request->get, $request->post, $request->cookie])
    )));
}, ini: ['max_input_vars' => 5]);
$client = $server->connect();
foreach ([5, 6, 2000] as $count) {
    $names = array_map(fn ($n) => "v$n=1", range(1, $count));
    $query = implode('&', $names);
    $cookie = implode('; ', $names);
    $client->send("POST /?$query HTTP/1.1\r\nHost: x\r\nCookie: $cookie\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        . 'Content-Length: ' . strlen($query) . "\r\n\r\n$query");
    echo $client->response(), "\n";
}
echo preg_replace('/^\[.*?\]/m', '[when]', $server->stop());
?>
--EXPECT--
200 [5,5,5]
200 [5,5,5]
200 [5,5,5]
[when]	WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
[when]	WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
[when]	WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
[when]	WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
[when]	WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
[when]	WARNING	Input variables exceeded 5. To increase the limit change max_input_vars in php.ini.
