<?php
/**
 * What coroutines cost, beside PHP's own Fiber and, if SWOOLE_SO names it, C++ Swoole.
 *
 * `php bench/php/coroutines.php [OPERATION...]`, or `make bench-coroutines`: one table. Each figure is the median of
 * REPEAT (default 5) processes: CPU time (user and system) per operation, or resident memory per thing that waits.
 * SWOOLE_RS_SO names our extension (default: target/release/swoole.so), PHP the interpreter.
 *
 * A process of its own measures each operation: `php coroutines.php --measure OPERATION swoole|fiber` prints the figure.
 */

declare(strict_types=1);

use Swoole\Coroutine;
use Swoole\Coroutine\Channel;
use Swoole\Timer;

use function Swoole\Coroutine\go;
use function Swoole\Coroutine\run;

/** Limit: at most this many µs or bytes. Ratio: at most this many times PHP's Fiber in the same run. */
const OPERATIONS = [
    'create'   => ['create, finish', 'µs', 'limit' => 0.40, 'ratio' => 0.045],
    'yield'    => ['create, yield, resume, finish', 'µs', 'limit' => 0.70],
    'switch'   => ['resume and yield', 'µs', 'limit' => 0.16, 'ratio' => 1.45],
    'channel'  => ['channel push and pop, two coroutines', 'µs', 'limit' => 0.18],
    'sleep'    => ['create, sleep 1 ms, finish; 100,000 at once', 'µs', 'limit' => 5.0],
    'resident' => ['a suspended coroutine, 100,000 at once', 'KB', 'limit' => 6.0],
    'timer'    => ['a pending timer beside its closure', 'B', 'limit' => 250.0],
];

/** CPU time of this process in µs. */
function cpu(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
}

/** Resident memory of this process in bytes. */
function resident(): int
{
    preg_match('/^VmRSS:\s+(\d+)/m', (string) file_get_contents('/proc/self/status'), $found);
    return (int) $found[1] * 1024;
}

/** µs of CPU per operation; $work is given how often, the first time to warm up. */
function timed(int $count, callable $work): float
{
    $work(intdiv($count, 10));
    $before = cpu();
    $work($count);
    return (cpu() - $before) / $count;
}

/** What is measured with coroutines; null for an operation that is not there. */
function with_coroutines(string $operation): ?float
{
    $figure = null;
    Coroutine::set(['max_coroutine' => 200_000]);
    run(function () use ($operation, &$figure): void {
        $figure = match ($operation) {
            'create' => timed(1_000_000, function (int $count): void {
                $body = function (): void {};
                for ($i = 0; $i < $count; $i++) {
                    go($body);
                }
            }),
            'yield' => timed(1_000_000, function (int $count): void {
                $body = function (): void {
                    Coroutine::yield();
                };
                for ($i = 0; $i < $count; $i++) {
                    Coroutine::resume(go($body));
                }
            }),
            'switch' => timed(3_000_000, function (int $count): void {
                $id = go(function () use ($count): void {
                    for ($i = 0; $i < $count; $i++) {
                        Coroutine::yield();
                    }
                });
                for ($i = 0; $i < $count; $i++) {
                    Coroutine::resume($id);
                }
            }),
            'channel' => timed(3_000_000, function (int $count): void {
                $channel = new Channel(1);
                go(function () use ($channel, $count): void {
                    for ($i = 0; $i < $count; $i++) {
                        $channel->push($i);
                    }
                });
                for ($i = 0; $i < $count; $i++) {
                    $channel->pop();
                }
            }),
            'sleep' => timed(100_000, function (int $count): void {
                $left = $count;
                $waiter = Coroutine::getCid();
                $body = function () use (&$left, $waiter): void {
                    Coroutine::sleep(0.001);
                    if (--$left === 0) {
                        Coroutine::resume($waiter);
                    }
                };
                for ($i = 0; $i < $count; $i++) {
                    go($body);
                }
                Coroutine::yield();
            }),
            'resident' => (function (): float {
                $body = function (): void {
                    Coroutine::yield();
                };
                $ids = [];
                for ($i = 0; $i < 1000; $i++) {
                    $ids[] = go($body);
                }
                $ids = array_pad($ids, 101_000, 0);
                $before = resident();
                for ($i = 1000; $i < 101_000; $i++) {
                    $ids[$i] = go($body);
                }
                $each = (resident() - $before) / 100_000 / 1024;
                array_map(Coroutine::resume(...), $ids);
                return $each;
            })(),
            'timer' => class_exists(Timer::class) ? (function (): float {
                $body = function (): void {};
                for ($i = 0; $i < 1000; $i++) {
                    Timer::after(3_600_000, $body);
                }
                $before = resident();
                for ($i = 0; $i < 100_000; $i++) {
                    Timer::after(3_600_000, $body);
                }
                $each = (resident() - $before) / 100_000;
                Timer::clearAll();
                return $each;
            })() : null,
        };
    });
    return $figure;
}

/** The same with PHP's Fiber, as far as it has it. */
function with_fibers(string $operation): ?float
{
    return match ($operation) {
        'create' => timed(100_000, function (int $count): void {
            $body = function (): void {};
            for ($i = 0; $i < $count; $i++) {
                (new Fiber($body))->start();
            }
        }),
        'yield' => timed(100_000, function (int $count): void {
            $body = function (): void {
                Fiber::suspend();
            };
            for ($i = 0; $i < $count; $i++) {
                $fiber = new Fiber($body);
                $fiber->start();
                $fiber->resume();
            }
        }),
        'switch' => timed(3_000_000, function (int $count): void {
            $fiber = new Fiber(function () use ($count): void {
                for ($i = 0; $i < $count; $i++) {
                    Fiber::suspend();
                }
            });
            $fiber->start();
            for ($i = 0; $i < $count; $i++) {
                $fiber->resume();
            }
        }),
        'resident' => (function (): float {
            // More than about 30,000 are refused: each takes two of the 65,530 mappings a process may have.
            $body = function (): void {
                Fiber::suspend();
            };
            $fibers = array_fill(0, 20_000, null);
            $before = resident();
            for ($i = 0; $i < 20_000; $i++) {
                $fibers[$i] = new Fiber($body);
                $fibers[$i]->start();
            }
            return (resident() - $before) / 20_000 / 1024;
        })(),
        default => null,
    };
}

/** A process that measures; null when it fails or has nothing to say. */
function measure(string $operation, string $kind, ?string $extension): ?float
{
    $command = [getenv('PHP') ?: PHP_BINARY, '-n', '-d', 'memory_limit=-1'];
    if ($extension !== null) {
        array_push($command, '-d', "extension=$extension");
    }
    array_push($command, __FILE__, '--measure', $operation, $kind);
    exec(implode(' ', array_map(escapeshellarg(...), $command)), $output, $status);
    $figure = json_decode(end($output) ?: 'null');
    if ($status !== 0) {
        fwrite(STDERR, "$operation, $kind: ended with status $status\n");
    }
    return $status === 0 && $figure !== null ? (float) $figure : null;
}

function median(array $figures): ?float
{
    $figures = array_values(array_filter($figures, fn (?float $figure): bool => $figure !== null));
    sort($figures);
    return $figures[intdiv(count($figures), 2)] ?? null;
}

if (($argv[1] ?? '') === '--measure') {
    $figure = $argv[3] === 'fiber' ? with_fibers($argv[2]) : with_coroutines($argv[2]);
    echo json_encode($figure), "\n";
    exit(0);
}

$unknown = array_diff(array_slice($argv, 1), array_keys(OPERATIONS));
if ($unknown !== []) {
    fwrite(STDERR, 'no operation ' . implode(', ', $unknown) . '; there are ' . implode(', ', array_keys(OPERATIONS)) . "\n");
    exit(2);
}
$peers = [
    'ours'   => ['swoole', getenv('SWOOLE_RS_SO') ?: dirname(__DIR__, 2) . '/target/release/swoole.so'],
    'fiber'  => ['fiber', null],
    'swoole' => ['swoole', getenv('SWOOLE_SO') ?: null],
];
if ($peers['swoole'][1] === null) {
    unset($peers['swoole']);
}
$repeat = max(1, (int) (getenv('REPEAT') ?: 5));

echo '| operation | unit | ', implode(' | ', array_keys($peers)), " |\n|---|---|", str_repeat('--:|', count($peers)), "\n";
$verdicts = '';
foreach (array_slice($argv, 1) ?: array_keys(OPERATIONS) as $operation) {
    [$title, $unit] = OPERATIONS[$operation];
    $runs = [];
    for ($i = 0; $i < $repeat; $i++) {
        foreach ($peers as $name => [$kind, $extension]) {
            $runs[$name][] = measure($operation, $kind, $extension);
        }
    }
    $medians = array_map(median(...), $runs);
    $cells = array_map(fn (?float $figure): string => $figure === null ? '–' : sprintf($figure < 10 ? '%.3f' : '%.1f', $figure), $medians);
    echo "| $title | $unit | ", implode(' | ', $cells), " |\n";
    $ours = $medians['ours'];
    if ($ours === null) {
        continue;
    }
    $limit = OPERATIONS[$operation]['limit'];
    $verdicts .= sprintf("%-4s %s: %.3f %s, at most %s\n", $ours <= $limit ? 'OK' : 'MISS', $operation, $ours, $unit, $limit);
    if (isset(OPERATIONS[$operation]['ratio'], $medians['fiber'])) {
        $limit = OPERATIONS[$operation]['ratio'];
        $ratio = $ours / $medians['fiber'];
        $verdicts .= sprintf("%-4s %s: %.3f × PHP's Fiber, at most %s\n", $ratio <= $limit ? 'OK' : 'MISS', $operation, $ratio, $limit);
    }
}
echo "\n", $verdicts;
