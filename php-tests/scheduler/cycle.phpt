--TEST--
Scheduler: a task that holds its own scheduler is collected
--FILE--
<?php
class Witness { public function __destruct() { echo "collected\n"; } }
$make = function () {
    $s = new Swoole\Coroutine\Scheduler;
    $w = new Witness;
    $s->add(function () use ($s, $w) {}, $s);
};
gc_collect_cycles();
$make();
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
collected
end
