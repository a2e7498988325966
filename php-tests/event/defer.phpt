--TEST--
Event::defer(): after everybody who is ready; it keeps the loop running, it may suspend
--FILE--
<?php
use Swoole\Event;

Co\run(function () {
    Event::defer(function () {
        echo "deferred\n";
        Co::sleep(0.001);
        echo "and slept\n";
        Event::defer(fn () => print("from within\n"));
    });
    go(fn () => print("child\n"));
    echo "main goes on\n";
});
Event::defer(fn () => print("at the top level\n"));
echo "end of script\n";
?>
--EXPECT--
child
main goes on
deferred
and slept
from within
end of script
at the top level
