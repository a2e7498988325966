--TEST--
SWOOLE_HOOK_SLEEP: code compiled while the hook was off, run hot, is hooked as soon as it is on
--FILE--
<?php
namespace App;

function nap(): void
{
    \usleep(0);
}
function nap_unqualified(): void
{
    usleep(0);
}
// Hot before any coroutine exists: a JIT compiles the calls now.
for ($i = 0; $i < 300; $i++) {
    nap();
    nap_unqualified();
}
\Co\run(function () {
    $running = 0;
    $most = 0;
    for ($i = 0; $i < 100; $i++) {
        go(function () use (&$running, &$most) {
            $running++;
            nap();
            nap_unqualified();
            $most = max($most, $running);
            $running--;
        });
    }
    go(fn () => 0);
    echo "all started\n";
});
\Swoole\Runtime::enableCoroutine(0);
\Co\run(function () {
    $order = '';
    go(function () use (&$order) { nap(); $order .= 'a'; });
    $order .= 'b';
    echo $order, "\n";
});
// And switched on again after compiled calls went the native way in a coroutine.
\Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_SLEEP);
\Co\run(function () {
    $order = '';
    go(function () use (&$order) { for ($i = 0; $i < 5; $i++) nap(); $order .= 'a'; echo $order, "\n"; });
    $order .= 'b';
});
?>
--EXPECT--
all started
ab
ba
