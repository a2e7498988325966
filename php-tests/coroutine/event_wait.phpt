--TEST--
swoole_event_wait() runs what the top level started, in place
--FILE--
<?php
swoole_event_wait();
go(function () { Co::sleep(0.001); echo "1\n"; });
echo "0\n";
swoole_event_wait();
echo "2\n";
swoole_event_wait();
go(function () { Co::sleep(0.001); echo "4\n"; });
Co\run(function () { echo "3\n"; Co::sleep(0.005); echo "5\n"; });
echo "6\n";
?>
--EXPECT--
0
1
2
3
4
5
6
