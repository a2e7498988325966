--TEST--
Process::daemon(): another process goes on, with a session of its own, and its own loop
--EXTENSIONS--
pcntl
posix
sockets
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Process;
use function Swoole\Coroutine\run;

require __DIR__ . '/family.inc.php';

$report = new Process(fn () => 0, false, SOCK_STREAM);
[$read, $write] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
$log = tempnam(sys_get_temp_dir(), 'phpt');
$pid = Family::start(new Process(function () use ($write, $log) {
    // A loop that was there before.
    run(fn () => Coroutine::sleep(0.001));
    echo "written before\n";
    ob_start();
    echo "buffered before\n";
    $before = getmypid();
    $output = fopen($log, 'w');
    $done = Process::daemon(false, false, [null, $output]);
    $facts = [$done, getmypid() !== $before, posix_getsid(0) === getmypid(), getcwd()];
    ob_end_flush();
    run(function () {
        Coroutine::sleep(0.01);
        echo "in the loop\n";
    });
    fwrite(STDOUT, "to STDOUT\n");
    fwrite($write, json_encode([getmypid(), $facts]));
}, false, 0));
// The one that was started has ended; the other writes.
echo Family::end($pid), "\n";
[$daemon, $facts] = json_decode(fread($read, 1000));
echo json_encode($facts, JSON_UNESCAPED_SLASHES), "\n";
var_dump(eventually(fn () => !@Process::kill($daemon, 0)));
echo file_get_contents($log);
unlink($log);
?>
--EXPECT--
written before
code 0
[true,true,true,"/"]
bool(true)
buffered before
in the loop
to STDOUT
