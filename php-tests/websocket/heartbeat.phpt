--TEST--
heartbeat_idle_time, heartbeat_check_interval: silent peers are pinged, then dropped, also while nobody is in recv()
--FILE--
<?php
require __DIR__ . '/cases.inc.php';

use Swoole\Coroutine;

$recv = function ($ws) {
    echo told($ws->recv(30)), told($ws->push('x'));
};
// Reads only when the client has come to its end.
$deaf = function ($ws) {
    for ($waited = 0; $waited < 2 && $ws->push('', WEBSOCKET_OPCODE_PONG); $waited += 0.1) {
        Coroutine::sleep(0.1);
    }
    echo $waited > 1.5 ? 'lived' : 'was dropped', ', ', told($ws->recv(5));
};
$pong = fn ($client, $payload) => $client->push($payload, 10);
$silent = function ($client) {
    $start = microtime(true);
    while (($line = wireFrame($client)) !== 'close 1011 "heartbeat timeout"') {
        $lines[] = $line;
    }
    $lines = array_filter($lines, fn ($line) => $line !== 'pong ""');
    echo '> ', implode(', ', array_unique($lines)), ' (', count($lines) >= 1 ? 'once or more' : 'never', "), $line\n";
    var_dump(microtime(true) - $start >= 0.75, microtime(true) - $start < 10);
    $client->push(closing(1011), 8);
    echo ended($client);
};
$both = Cases::serve([
    'silent' => [$recv, $silent],
    'silent, nobody reads' => [$deaf, $silent],
], ['heartbeat_idle_time' => 0.8, 'heartbeat_check_interval' => 0.2], ['log_level' => SWOOLE_LOG_NOTICE, 'log_file' => '/dev/null']);
$half = Cases::serve(['the idle time alone' => [$recv, $silent]], ['heartbeat_idle_time' => 0.8]);
$twice = Cases::serve(['the interval alone' => [$recv, $silent]], ['heartbeat_check_interval' => 0.4]);
$delivered = Cases::serve([
    'pongs for the script' => [
        function ($ws) {
            echo told($ws->recv(5));
        },
        function ($client) use ($pong) {
            $pong($client, $client->readFrame()['payload']);
        },
    ],
], ['heartbeat_check_interval' => 0.2, 'open_websocket_pong_frame' => true]);
foreach ([$both, $half, $twice, $delivered] as $cases) {
    $cases->play();
}
?>
--EXPECT--
-- silent
> ping "" (once or more), close 1011 "heartbeat timeout"
bool(true)
bool(true)
> end
"", error 0
false, error 9
-- silent, nobody reads
> ping "" (once or more), close 1011 "heartbeat timeout"
bool(true)
bool(true)
> end
was dropped, false, error 9
-- the idle time alone
> ping "" (once or more), close 1011 "heartbeat timeout"
bool(true)
bool(true)
> end
"", error 0
false, error 9
-- the interval alone
> ping "" (once or more), close 1011 "heartbeat timeout"
bool(true)
bool(true)
> end
"", error 0
false, error 9
-- pongs for the script
Frame opcode=10 flags=1 finish=true data="", error 0
