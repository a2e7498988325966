<?php
/*
 * The HTTP and WebSocket client against servers that are not ours, for peers.py: reads what to do as JSON and prints what
 * became of each call as a line of JSON. Bytes are {"base64": "..."} in both directions.
 */
use Swoole\Coroutine\Http\Client;
use Swoole\WebSocket\Frame;

use function Swoole\Coroutine\run;

$job = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);

$bytes = fn (string $data) => ['base64' => base64_encode($data)];
$given = function (mixed $argument) use (&$given) {
    if (!is_array($argument)) {
        return $argument;
    }
    return isset($argument['base64']) ? base64_decode($argument['base64']) : array_map($given, $argument);
};
$shown = fn (mixed $result) => match (true) {
    $result instanceof Frame => array_map(fn ($value) => is_string($value) ? $bytes($value) : $value, get_object_vars($result)),
    is_string($result) => $bytes($result),
    default => $result,
};

// Standard output is for the results.
Swoole\Coroutine::set(['log_level' => SWOOLE_LOG_NONE]);

run(function () use ($job, $given, $shown, $bytes) {
    $client = new Client($job['host'], $job['port'], $job['ssl']);
    $client->set($job['settings'] + ['timeout' => 20]);
    foreach ($job['calls'] as [$method, $arguments]) {
        $returned = $client->$method(...array_map($given, $arguments));
        echo json_encode([
            'returned' => $shown($returned),
            'status' => $client->statusCode,
            'error' => $client->errCode,
            'message' => $client->errMsg,
            'connected' => $client->connected,
            'headers' => $client->headers,
            'cookies' => $client->cookies,
            'body' => $bytes($client->body),
        ], JSON_THROW_ON_ERROR), "\n";
    }
});
