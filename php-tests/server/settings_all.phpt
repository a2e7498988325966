--TEST--
Server settings: all that Swoole names have an effect and a row in docs/settings.md, or are named in the log
--FILE--
<?php
use Swoole\Coroutine\Http\Server;

/** The names in the first column of the tables on servers. */
function documented(): array
{
    $text = file_get_contents(__DIR__ . '/../../docs/settings.md');
    $servers = substr($text, 0, strpos($text, "\n## HTTP client"));
    preg_match_all('/^\| (`[^|]+) \|/m', $servers, $rows);
    preg_match_all('/`([a-z0-9_]+)`/', implode("\n", $rows[1]), $names);
    return array_values(array_unique($names[1]));
}
$swooles = array_values(array_filter(
    (new ReflectionClass(Swoole\Constant::class))->getConstants(),
    fn ($value, $name) => str_starts_with($name, 'OPTION_'),
    ARRAY_FILTER_USE_BOTH
));
$documented = documented();
echo json_encode([count($swooles) > 150, count($documented) > 50]), "\n";
$log = tempnam(sys_get_temp_dir(), 'log');

/** Of these names, those that the log tells of; null is "not given". */
function told(array $names, mixed $value = null): array
{
    global $log;
    file_put_contents($log, '');
    Swoole\Coroutine\run(function () use ($names, $value, $log) {
        Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NOTICE, 'log_file' => $log]);
        $server = new Server('127.0.0.1');
        $server->set(array_fill_keys($names, $value));
        go(fn () => $server->start());
        $server->shutdown();
    });
    preg_match_all('/(settings without effect|unknown settings|settings that this server cannot have[^:]*): (.*)/', file_get_contents($log), $lines);
    return preg_split('/, /', implode(', ', $lines[2]), -1, PREG_SPLIT_NO_EMPTY);
}
$told = told(array_merge($swooles, $documented));
$honoured = array_values(array_diff(array_unique(array_merge($swooles, $documented)), $told));
echo 'documented and told to have no effect: ', json_encode(array_values(array_intersect($documented, $told))), "\n";
echo 'honoured and not documented: ', json_encode(array_values(array_diff($honoured, $documented))), "\n";

// What the coroutine server of Swoole reads.
$read = [
    'open_ssl', 'open_http2_protocol', 'ssl_cert_file', 'ssl_key_file', 'ssl_passphrase', 'ssl_protocols', 'ssl_ciphers', 'ssl_ecdh_curve',
    'ssl_verify_peer', 'ssl_allow_self_signed', 'ssl_verify_depth', 'ssl_cafile', 'ssl_capath', 'ssl_host_name', 'ssl_compress',
    'ssl_disable_compression', 'package_max_length', 'http_parse_cookie', 'http_parse_post', 'http_parse_files', 'upload_tmp_dir',
    'http_compression', 'http_compression_level', 'compression_level', 'http_gzip_level', 'http_compression_min_length',
    'compression_min_length', 'http_compression_types', 'compression_types', 'websocket_compression', 'open_websocket_close_frame',
    'open_websocket_ping_frame', 'open_websocket_pong_frame', 'websocket_subprotocol', 'websocket_mask',
];
echo 'not honoured: ', json_encode(array_values(array_diff($read, $honoured))), "\n";
$protocols = [
    'open_length_check', 'open_eof_check', 'open_eof_split', 'package_eof', 'package_length_type', 'package_length_offset',
    'package_length_func', 'package_body_offset', 'open_mqtt_protocol', 'open_fastcgi_protocol',
];
echo 'passed over in silence: ', json_encode(array_values(array_diff($protocols, told($protocols, true)))), "\n";
unlink($log);
?>
--EXPECT--
[true,true]
documented and told to have no effect: []
honoured and not documented: []
not honoured: []
passed over in silence: []
