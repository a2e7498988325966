--TEST--
Swoole\Table between processes: counting, whole rows, a process killed while it writes
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Swoole\Table;

$t = new Table(1024);
$t->column('n', Table::TYPE_INT);
$t->column('left', Table::TYPE_STRING, 200);
$t->column('right', Table::TYPE_STRING, 200);
$t->create();

function child(callable $act): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        $act();
        posix_kill(getmypid(), SIGKILL);
    }
    return $pid;
}

// Rows come and go, a count is kept, and a row is one or the other.
$work = function (string $letter) use ($t) {
    for ($i = 0; $i < 3000; $i++) {
        $t->incr('count', 'n');
        $t->set('row', ['left' => str_repeat($letter, 150), 'right' => str_repeat($letter, 150)]);
        $row = $t->get('row');
        if ($row['left'] !== $row['right']) {
            $t->incr('torn', 'n');
        }
        $t->set($letter . $i % 50, ['n' => $i]);
        $t->del($letter . ($i + 25) % 50);
    }
};
$pids = [child(fn () => $work('a')), child(fn () => $work('b'))];
$work('c');
foreach ($pids as $pid) {
    pcntl_waitpid($pid, $status);
}
var_dump($t->get('count', 'n'), $t->exists('torn'));
$rows = 0;
foreach ($t as $key => $row) {
    $rows++;
}
var_dump($rows === count($t), $rows);

// What a killed process has held is taken over.
for ($i = 0; $i < 20; $i++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        while (true) {
            $t->set('x', ['left' => str_repeat('x', 200)]);
            $t->del('x');
        }
    }
    usleep(2000);
    posix_kill($pid, SIGKILL);
    pcntl_waitpid($pid, $status);
    $t->set('x', ['n' => $i]);
}
var_dump($t->get('x', 'n'));
?>
--EXPECT--
int(9000)
bool(false)
bool(true)
int(77)
int(19)
