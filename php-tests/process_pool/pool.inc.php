<?php
use Swoole\Process;

require __DIR__ . '/../process/family.inc.php';

/** What processes tell, in the order in which they do. */
final class Told
{
    private string $file;
    private int $founder;

    public function __construct()
    {
        $this->file = tempnam(sys_get_temp_dir(), 'phpt');
        $this->founder = getmypid();
        register_shutdown_function(fn () => getmypid() === $this->founder && @unlink($this->file));
    }

    public function __invoke(string $line): void
    {
        file_put_contents($this->file, "$line\n", FILE_APPEND | LOCK_EX);
    }

    /** @return list<string> */
    public function lines(): array
    {
        return file($this->file, FILE_IGNORE_NEW_LINES);
    }

    public function count(string $line): int
    {
        return count(array_keys($this->lines(), $line));
    }

    /** Waits until as many such lines are there. */
    public function wait(string $line, int $times = 1): void
    {
        if (!eventually(fn () => $this->count($line) >= $times)) {
            echo "never told: $line\n";
        }
    }

    /** Prints what was told; lines of $mixed, that may come in any order, sorted where they are. */
    public function print(string ...$mixed): void
    {
        $is_mixed = fn (string $line) => array_filter($mixed, fn ($begin) => str_starts_with($line, $begin)) !== [];
        $run = [];
        foreach ([...$this->lines(), ''] as $line) {
            if ($line !== '' && $is_mixed($line)) {
                $run[] = $line;
                continue;
            }
            sort($run);
            echo implode('', array_map(fn ($line) => "$line\n", $run)), $line === '' ? '' : "$line\n";
            $run = [];
        }
    }
}

/** Calls $main, which starts a pool, in a process of its own: a master that hangs is killed, and its workers end with it. */
function master(callable $main): int
{
    return Family::start(new Process($main, false, 0));
}
