<?php
/*
 * Echoes to the suite's server, case after case, as a client: client.php HOST:PORT [compressed]
 */
use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

[$host, $port] = explode(':', $argv[1]);
$compressed = ($argv[2] ?? '') === 'compressed';

function client(string $host, int $port, bool $compressed): Client
{
    $client = new Client($host, $port);
    $client->set([
        'timeout' => 60,
        'package_max_length' => 64 * 1024 * 1024,
        'websocket_compression' => $compressed,
        'websocket_compression_context_takeover' => true,
    ]);
    return $client;
}

run(function () use ($host, $port, $compressed) {
    $agent = $compressed ? 'compressed' : 'plain';
    $control = client($host, $port, false);
    $control->upgrade('/getCaseCount') && $control->statusCode === 101 or exit("no suite: $control->errMsg\n");
    $count = (int) $control->recv()->data;
    $control->close();
    for ($case = 1; $case <= $count; $case++) {
        $client = client($host, $port, $compressed);
        $client->upgrade("/runCase?case=$case&agent=$agent");
        while ($frame = $client->recv()) {
            $client->push($frame->data, $frame->opcode);
        }
    }
    $control = client($host, $port, false);
    $control->upgrade("/updateReports?agent=$agent");
    $control->recv();
    $control->close();
    echo "$count cases\n";
});
