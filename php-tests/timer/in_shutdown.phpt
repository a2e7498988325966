--TEST--
Timer: made in a shutdown function it fires; made in the last destructors it does not, and nothing breaks
--FILE--
<?php
use Swoole\Timer;

class Late
{
    public function __destruct()
    {
        Timer::after(1, fn () => print("must not fire\n"));
        echo "destructor\n";
    }
}
$late = new Late;
register_shutdown_function(function () {
    Timer::after(1, function () {
        echo "made in a shutdown function\n";
        Timer::after(1, fn () => print("and by that\n"));
    });
    echo "shutdown function\n";
});
Timer::tick(1, function (int $id) { Timer::clear($id); echo "tick\n"; });
?>
--EXPECT--
shutdown function
tick
made in a shutdown function
and by that
destructor
