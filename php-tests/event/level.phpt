--TEST--
Event::add(): what a callback leaves unread calls it again
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

[$a, $b] = pair();
stream_set_read_buffer($a, 0);
fwrite($b, 'abcdef');
$calls = 0;
Event::add($a, function ($a) use (&$calls) {
    echo fread($a, 2), "\n";
    if (++$calls === 3) {
        Event::del($a);
    }
});
Event::wait();

// And one that suspends before it reads is called meanwhile, but others have their turn too.
fwrite($b, 'x');
$calls = 0;
Event::add($a, function ($a) use (&$calls) {
    $calls++;
});
Swoole\Timer::after(10, function () use ($a, &$calls) {
    var_dump($calls > 1);
    Event::del($a);
});
Event::wait();
?>
--EXPECT--
ab
cd
ef
bool(true)
