--TEST--
Timer at the top level: runs at the end of the script, in swoole_event_wait(), and in run() if that comes first
--FILE--
<?php
use Swoole\Timer;

register_shutdown_function(fn () => print("shutdown function from before\n"));
Timer::after(1, fn () => print("before run\n"));
Co\run(function () {
    Co::sleep(0.05);
    echo "run\n";
});
echo "after run\n";

Timer::after(1, fn () => print("in wait\n"));
swoole_event_wait();
echo "after wait\n";

Timer::after(1, function () {
    echo "at the end\n";
    Timer::after(1, fn () => print("made by a timer at the end\n"));
});
register_shutdown_function(fn () => print("shutdown function from after\n"));
echo "end of script\n";
?>
--EXPECT--
before run
run
after run
in wait
after wait
end of script
shutdown function from before
at the end
made by a timer at the end
shutdown function from after
