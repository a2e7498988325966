--TEST--
Event: an uncaught exception in a callback ends the script
--FILE--
<?php
require __DIR__ . '/../child.inc.php';

$short = fn ($text) => preg_replace('/ in \S+:\d+\nStack.*thrown in \S+ on line \d+/s', '', $text);
child(<<<'PHP'
register_shutdown_function(function () { echo "shutdown\n"; });
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
Swoole\Event::add($a, function () { throw new RuntimeException('boom'); });
fwrite($b, 'x');
Swoole\Event::wait();
echo "must not go on\n";
PHP, filter: $short);
child(<<<'PHP'
Swoole\Event::defer(function () { throw new RuntimeException('deferred'); });
Swoole\Event::defer(function () { echo "must not run\n"; });
PHP, filter: $short);
child(<<<'PHP'
Swoole\Event::cycle(function () { throw new RuntimeException('cycle'); });
Swoole\Timer::tick(1, function () {});
PHP, filter: $short);
?>
--EXPECT--
PHP Fatal error:  Uncaught RuntimeException: boom
shutdown
status 255
PHP Fatal error:  Uncaught RuntimeException: deferred
status 255
PHP Fatal error:  Uncaught RuntimeException: cycle
status 255
