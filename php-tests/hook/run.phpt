--TEST--
Runtime: run() turns all hooks on, and they stay on
--FILE--
<?php
use Swoole\Runtime;

Co\run(fn () => var_dump(Runtime::getHookFlags() === SWOOLE_HOOK_ALL));
var_dump(Runtime::getHookFlags() === SWOOLE_HOOK_ALL);
// A coroutine at the top level now has them too.
go(function () { usleep(1000); echo "after\n"; });
echo "before\n";
?>
--EXPECT--
bool(true)
bool(true)
before
after
