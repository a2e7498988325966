--TEST--
exit_condition: exactly false keeps a loop running that has nothing left to do
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\{Coroutine, Event, Timer};

$answers = [0, false];
$asked = 0;
Coroutine::set(['exit_condition' => function (...$arguments) use (&$asked, &$answers) {
    $asked++;
    echo 'asked with ', count($arguments), ' arguments in ', Coroutine::getCid(), "\n";
    return array_pop($answers);
}]);
Co\run(function () {
    echo "first\n";
    // What keeps no loop running, but ends its wait.
    $pid = getmypid();
    go(fn () => Coroutine::sleep(0.01));
    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, fn () => print("signal\n"));
    proc_close(proc_open("(sleep 0.2; kill -10 $pid) &", [], $pipes));
});
echo "$asked times\n";

// What it starts is run.
$answers = [true, true];
$once = true;
Coroutine::set(['exit_condition' => function () use (&$once) {
    if ($once) {
        $once = false;
        Timer::after(1, fn () => print("timer\n"));
    }
}]);
Co\run(fn () => print("second\n"));

// Event::exit() asks nobody; null asks nobody any more.
Coroutine::set(['exit_condition' => fn () => print("not asked\n")]);
Co\run(function () {
    Coroutine::sleep(0.001);
    Event::exit();
});
Coroutine::set(['exit_condition' => null]);
Co\run(fn () => print("third\n"));
Coroutine::set(['exit_condition' => 'no_such_function']);
Coroutine::set(['exit_condition' => function () { throw new Exception('in the condition'); }]);
Co\run(fn () => print("fourth\n"));
echo "not reached\n";
?>
--EXPECTF--
first
asked with 0 arguments in -1
signal
asked with 0 arguments in -1
2 times
second
timer
third

Warning: Swoole\Coroutine::set(): exit_condition must be a valid callback, function "no_such_function" not found or invalid function name in %s on line %d
fourth

Fatal error: Uncaught Exception: in the condition in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 %S
%S#2 {main}
  thrown in %s on line %d
