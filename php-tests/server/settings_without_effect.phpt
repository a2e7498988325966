--TEST--
Server settings: what has no effect is named in the log, a value that cannot be used as well
--FILE--
<?php
use Swoole\Coroutine\Http\Server;

Swoole\Coroutine\run(function () {
    Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NOTICE]);
    $start = function (array $settings) {
        $server = new Server('127.0.0.1');
        $server->set($settings);
        go(function () use ($server) {
            $server->start();
        });
        $server->shutdown();
        echo "--\n";
    };
    $start(['http_parse_cookie' => true, 'package_max_length' => '1M']);
    $start(['open_http2_protocol' => true, 'ssl_ecdh_curve' => '']);
    $start(['worker_num' => 4, 'my_own' => null, 7 => 'seven']);
    $start(['open_eof_check' => true, 'open_length_check' => false, 'package_eof' => "\n"]);
    $start(['websocket_mask' => true]);
    $start(['ssl_cert_file' => '/x']);
    $start(['package_max_length' => -1]);
    $start(['package_max_length' => 'much']);
    $start(['package_max_length' => []]);
});
?>
--EXPECTF--
--
--
[%s]	WARNING	unknown settings: my_own, 7
[%s]	NOTICE	settings without effect: worker_num
--
[%s]	WARNING	settings that this server cannot have, it speaks HTTP and WebSocket: open_eof_check
[%s]	NOTICE	settings without effect: open_length_check, package_eof
--
[%s]	WARNING	websocket_mask has no effect: a server never masks (RFC 6455 §5.1)
--
[%s]	WARNING	ssl_cert_file and ssl_key_file have no effect: open_ssl is off, the server does not encrypt
--
[%s]	WARNING	the setting package_max_length must be a number of bytes above 0, -1 was given: the default holds
--
[%s]	WARNING	the setting package_max_length must be a number of bytes above 0, much was given: the default holds
--
[%s]	WARNING	the setting package_max_length must be a number of bytes above 0, array was given: the default holds
--
