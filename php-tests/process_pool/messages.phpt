--TEST--
Process\Pool: messages by Unix socket, to coroutines and without them, large ones, too large ones
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Process;
use Swoole\Process\Pool;

require __DIR__ . '/pool.inc.php';

echo "-- the documented example\n";
$told = new Told();
$master = master(function () use ($told) {
    $pool = new Pool(2, SWOOLE_IPC_UNIXSOCK, 0, true);
    $pool->on('workerStart', function (Pool $pool, int $id) use ($told) {
        $process = $pool->getProcess(0);
        $socket = $process->exportSocket();
        if ($id === 0) {
            $told($socket->recv());
            $socket->send('hello proc1');
            $told('proc0 stop');
            Coroutine::sleep(1000);
        } else {
            $socket->send('hello proc0');
            $told($socket->recv());
            $told('proc1 stop');
            $pool->shutdown();
            Coroutine::sleep(1000);
        }
    });
    $pool->start();
});
echo Family::end($master), "\n";
$told->print('hello', 'proc');

foreach ([true, false] as $coroutine) {
    echo $coroutine ? "-- with coroutines\n" : "-- without\n";
    $told = new Told();
    $master = master(function () use ($told, $coroutine) {
        $pool = new Pool(3, SWOOLE_IPC_UNIXSOCK, 0, $coroutine);
        $pool->on('WorkerStart', function (Pool $pool, int $id) {
            if ($id === 0) {
                // More than the kernel keeps for one of them.
                for ($number = 0; $number < 200; $number++) {
                    $pool->sendMessage("message $number", 1);
                }
                $pool->sendMessage('last', 1);
            }
        });
        $got = 0;
        $pool->on('Message', function (...$arguments) use ($pool, $told, &$got) {
            [$first, $data] = $arguments;
            if (str_starts_with($data, 'message')) {
                $got += $data === "message $got";
                return;
            }
            $told("worker {$pool->workerId}: $data " . json_encode([count($arguments), $first === $pool, $got, Coroutine::getCid() > 0]));
            match ($pool->workerId) {
                1 => $pool->sendMessage('to the third', 2),
                2 => $pool->sendMessage('to itself', 0),
                0 => $pool->shutdown(),
            };
        });
        $pool->on('WorkerStop', fn ($pool, $id) => $told("stopped $id"));
        $pool->start();
    });
    echo Family::end($master), "\n";
    $told->print('stopped');
}

echo "-- lengths\n";
foreach ([true, false] as $bus) {
    $told = new Told();
    $master = master(function () use ($told, $bus) {
        ini_set('display_errors', '0');
        $pool = new Pool(2, SWOOLE_IPC_UNIXSOCK);
        $pool->set(['enable_coroutine' => true, 'enable_message_bus' => $bus, 'max_package_size' => 2 * 1024]);
        $pool->on('WorkerStart', function (Pool $pool, int $id) use ($told) {
            if ($id === 0) {
                $pool->sendMessage(str_repeat('a', 2 * 3000), 1);
                $sent = $pool->sendMessage(str_repeat('b', 3_000_000), 1);
                $told('sent: ' . json_encode([$sent, $sent ? 0 : swoole_errno()]));
                $pool->sendMessage('end', 1);
            }
        });
        $pool->on('Message', function (Pool $pool, string $data) use ($told) {
            $data === 'end' ? $pool->shutdown() : $told($data[0] . ' ' . strlen($data));
        });
        $pool->start();
    });
    echo Family::end($master), "\n";
    $told->print('sent', 'a', 'b');
}

echo "-- stop()\n";
$told = new Told();
$master = master(function () use ($told) {
    $pool = new Pool(1, SWOOLE_IPC_UNIXSOCK, 0, true);
    $times = new Swoole\Atomic();
    $GLOBALS['times'] = $times;
    $pool->on('WorkerStart', function (Pool $pool) use ($times, $told) {
        $told('start ' . $times->add());
        $pool->sendMessage('again', 0);
    });
    $pool->on('Message', function (Pool $pool) use ($times) {
        // Nothing is left to do: the worker ends, and the next one begins.
        $times->get() < 3 ? $pool->stop() : $pool->shutdown();
    });
    $pool->on('WorkerStop', fn ($pool) => $told('stopped ' . json_encode($pool->workerRunning)));
    $pool->start();
});
echo Family::end($master), "\n";
$told->print();
?>
--EXPECT--
-- the documented example
code 0
hello proc0
hello proc1
proc0 stop
proc1 stop
-- with coroutines
code 0
worker 1: last [2,true,200,true]
worker 2: to the third [2,true,0,true]
worker 0: to itself [2,true,0,true]
stopped 0
stopped 1
stopped 2
-- without
code 0
worker 1: last [2,true,200,false]
worker 2: to the third [2,true,0,false]
worker 0: to itself [2,true,0,false]
stopped 0
stopped 1
stopped 2
-- lengths
code 0
a 6000
b 3000000
sent: [true,0]
code 0
a 2048
sent: [false,90]
-- stop()
code 0
start 1
stopped false
start 2
stopped false
start 3
stopped false
