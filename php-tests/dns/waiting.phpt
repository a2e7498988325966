--TEST--
DNS records: coroutines wait side by side, until the time is up, until they are cancelled
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);
Co\run(function () use ($dns) {
    // The server answers when all three have asked.
    for ($i = 1; $i <= 3; $i++) {
        $tasks[] = fn () => swoole_dns_get_record("together$i.example.", DNS_A)[0]['host'];
    }
    echo json_encode(Swoole\Coroutine\batch($tasks)), "\n";

    // A hundred at once.
    for ($i = 1; $i <= 100; $i++) {
        $all["n$i.example"] = function () use ($i) {
            swoole_getmxrr("n$i.example.", $hosts);
            return $hosts[1];
        };
    }
    foreach (Swoole\Coroutine\batch($all) as $name => $host) {
        if ($host !== "mx1.$name") {
            echo "$name: $host\n";
        }
    }
    $dns->asked();

    foreach ([
        fn () => swoole_checkdnsrr('silent.example.'),
        fn () => swoole_getmxrr('silent.example.', $hosts),
        fn () => swoole_dns_get_record('silent.example.', DNS_ALL),
        fn () => json_encode(swoole_real_dns_get_record('silent.example.', DNS_A)),
    ] as $call) {
        swoole_clear_error();
        $cid = go(function () use ($call) {
            $result = $call();
            echo json_encode($result), ' ', swoole_last_error(), ' ', json_encode(Co::isCanceled()), "\n";
        });
        Co::cancel($cid);
        $cid = go(function () use ($call) {
            try {
                $call();
            } catch (Swoole\Coroutine\CanceledException $e) {
                echo "exception\n";
            }
        });
        Co::cancel($cid, true);
    }
});
$short = function () {
    set_error_handler(function ($level, $message) { echo $message, "\n"; return true; });
    Co::set(['socket_dns_timeout' => 0.05]);
    foreach ([
        fn () => swoole_checkdnsrr('silent.example.'),
        fn () => swoole_getmxrr('silent.example.', $hosts),
        fn () => swoole_dns_get_record('silent.example.', DNS_A),
    ] as $call) {
        swoole_clear_error();
        echo json_encode($call()), ' ', swoole_last_error(), "\n";
    }
    Co::set(['socket_dns_timeout' => 60]);
    restore_error_handler();
};
Co\run($short);
$short();
?>
--EXPECT--
["together1.example","together2.example","together3.example"]
false 10017 true
exception
false 10017 true
exception
false 10017 true
exception
"[false,null,null]" 10017 true
exception
false 712
false 712
swoole_dns_get_record(): A temporary server error occurred.
false 712
false 712
false 712
swoole_dns_get_record(): A temporary server error occurred.
false 712
