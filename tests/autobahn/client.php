<?php
/*
 * Echoes to the suite's server as a client, case after case: client.php HOST:PORT plain|compressed
 */
use Swoole\Coroutine;
use Swoole\Coroutine\Http\Client;

use function Swoole\Coroutine\run;

/** The last case of section 12 in the whole suite: sections 1 to 12 may keep their contexts as they like. */
const SECTION_12_ENDS = 391;

[$host, $port] = explode(':', $argv[1]);
$agent = $argv[2];

run(function () use ($host, $port, $agent) {
    $open = function (string $path, array $settings = []) use ($host, $port): Client {
        $client = new Client($host, (int) $port);
        $client->set(['timeout' => 60, 'package_max_length' => 64 << 20] + $settings);
        // The suite may still be starting.
        for ($attempt = 0; !$client->upgrade($path) && $attempt < 50; $attempt++) {
            Coroutine::sleep(0.1);
        }
        $client->statusCode === 101 || exit("$path: $client->statusCode $client->errMsg\n");
        return $client;
    };
    $count = (int) $open('/getCaseCount')->recv()->data;
    for ($case = 1; $case <= $count; $case++) {
        $client = $open("/runCase?case=$case&agent=$agent", [
            'websocket_compression' => $agent === 'compressed',
            'websocket_compression_context_takeover' => $case <= SECTION_12_ENDS && $case % 2 === 0,
        ]);
        while ($frame = $client->recv()) {
            $client->push($frame->data, $frame->opcode);
        }
    }
    $open("/updateReports?agent=$agent")->recv();
    echo "$count cases\n";
});
