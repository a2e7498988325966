<?php
/*
 * The HTTP/2 client against servers that are not ours, for peers.py: reads requests as JSON, sends all of them, and prints
 * each response as a line of JSON, in the order in which they have come.
 */
use Swoole\Coroutine\Http2\Client;
use Swoole\Http2\Request;

use function Swoole\Coroutine\run;

$job = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);

// Standard output is for the results.
Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);

run(function () use ($job) {
    $client = new Client($job['host'], $job['port'], $job['ssl']);
    $client->set($job['settings'] + ['timeout' => 20]);
    $client->connect() || exit("not connected: $client->errMsg\n");
    $sent = [];
    foreach ($job['requests'] as $number => $properties) {
        $request = new Request();
        foreach ($properties as $name => $value) {
            $request->$name = is_array($value) && isset($value['base64']) ? base64_decode($value['base64']) : $value;
        }
        $sent[$client->send($request)] = $number;
    }
    $client->ping();
    while ($sent) {
        $response = $client->recv();
        if (!$response) {
            echo json_encode(['number' => null, 'error' => $client->errCode, 'message' => $client->errMsg]), "\n";
            return;
        }
        echo json_encode([
            'number' => $sent[$response->streamId],
            'status' => $response->statusCode,
            'error' => $response->errCode,
            'headers' => $response->headers,
            'body' => ['base64' => base64_encode((string) $response->data)],
        ], JSON_THROW_ON_ERROR), "\n";
        unset($sent[$response->streamId]);
    }
});
