--TEST--
Process::start(): what the new process is, what it calls, how it ends, and that it never goes on in the script
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Event;
use Swoole\Process;
use Swoole\Timer;

require __DIR__ . '/family.inc.php';

function run_child(string $name, callable $callback, ...$more): Process
{
    $process = new Process($callback, ...$more);
    $pid = Family::start($process);
    $end = Family::end($pid);
    echo "$name: $end", $pid === $process->pid ? '' : ' another pid', "\n";
    return $process;
}
var_dump((new Process('strlen'))->pid);
$first = new Process('strlen');
$second = new Process('strlen', false, 0);
var_dump($second->id - $first->id, is_int($first->pipe), $second->pipe);

run_child('returns', function (...$arguments) {
    [$process] = $arguments;
    echo json_encode([count($arguments), $process instanceof Process, $process->pid === getmypid(), $process->pid === posix_getpid()]), "\n";
});
try {
    run_child('exit(7)', fn () => exit(7));
    run_child('exit', function () {
        register_shutdown_function(fn () => print("  shutdown function\n"));
        try {
            exit;
        } finally {
            echo "finally\n";
        }
    });
    run_child('exception', function () {
        ini_set('display_errors', '0');
        throw new Exception('uncaught');
    });
} finally {
    // In the parent only.
    echo "end of try\n";
}
run_child('fatal error', function () {
    ini_set('display_errors', '0');
    register_shutdown_function(fn () => print('  ' . error_get_last()['message'] . "\n"));
    trigger_error('fatal', E_USER_ERROR);
});
run_child('killed', fn () => posix_kill(getmypid(), SIGKILL));

echo "-- coroutines\n";
run_child('drained', function () {
    var_dump(Coroutine::getCid());
    go(function () {
        Coroutine::sleep(0.01);
        echo "  coroutine\n";
    });
    Timer::after(20, fn () => print("  timer\n"));
});
run_child('in one', function ($process) {
    var_dump(Coroutine::getCid() > 0);
    Coroutine::sleep(0.01);
    echo "  slept\n";
    go(fn () => print("  another\n"));
}, false, 0, true);
run_child('exit in one', function () {
    ini_set('display_errors', '0');
    exit(3);
}, false, 0, true);
run_child('exception in one', function () {
    ini_set('display_errors', '0');
    Coroutine::sleep(0.01);
    throw new Exception('uncaught');
}, false, 0, true);
run_child('run() in it', function () {
    Coroutine\run(fn () => Coroutine::sleep(0.01));
    exit;
});
$process = new Process(fn () => print("  set() "));
$process->set(['enable_coroutine' => true]);
$end = Family::end(Family::start($process));
echo "$end\n";

echo "-- exit()\n";
run_child('with 0', function ($process) {
    register_shutdown_function(fn () => print("  shutdown function\n"));
    $process->exit();
    echo "not reached\n";
});
run_child('with 5', function ($process) {
    register_shutdown_function(fn () => print("  shutdown function\n"));
    echo "  output\n";
    $process->exit(5);
});
run_child('0 in a coroutine', function ($process) {
    register_shutdown_function(fn () => print("  shutdown function\n"));
    go(fn () => Coroutine::sleep(1000));
    $process->exit(0);
}, false, 0, true);
with_warnings(fn () => $first->exit(9));

echo "-- again\n";
$process = new Process(fn () => exit(4));
echo Family::end(Family::start($process)), "\n";
echo Family::end(Family::start($process)), "\n";
$process = new Process(fn () => sleep(1000));
$pid = Family::start($process);
var_dump(with_warnings(fn () => $process->start()));
Process::kill($pid);
echo Family::end($pid), "\n";

class Unborn extends Process
{
    public function __construct()
    {
    }
}
try {
    (new Unborn())->start();
} catch (Swoole\Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
NULL
int(1)
bool(true)
NULL
[1,true,true,true]
returns: code 0
exit(7): code 7
  shutdown function
exit: code 0
exception: code 255
end of try
  fatal
fatal error: code 255
killed: signal 9
-- coroutines
int(-1)
  coroutine
  timer
drained: code 0
bool(true)
  slept
  another
in one: code 0
exit in one: code 255
exception in one: code 255
run() in it: code 0
  set() code 0
-- exit()
  shutdown function
with 0: code 0
  output
with 5: code 5
  shutdown function
0 in a coroutine: code 0
  Swoole\Process::exit(): not current process
-- again
code 4
code 4
  Swoole\Process::start(): process has already been started
bool(false)
signal 15
must call constructor first
