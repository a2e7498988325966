--TEST--
Destructors called by the cycle collector: nothing may suspend in the middle of a collection, and nothing breaks
--FILE--
<?php
class Node
{
    public $self;
    public function __construct() { $this->self = $this; }
    public function __destruct()
    {
        global $log;
        $log[] = Co::sleep(0.001);
        go(function () use (&$log) { global $log; $log[] = 'child ' . json_encode(Co::sleep(0.001)); });
    }
}
$log = [];
Co\run(function () {
    gc_collect_cycles();
    for ($i = 0; $i < 3; $i++) new Node;
    $collected = gc_collect_cycles();
    // Garbage made by others is collected as before.
    new Node;
    gc_collect_cycles();
    Co::sleep(0.02);
});
gc_collect_cycles();
var_dump(count($log), gc_status()['runs'] > 0);
foreach ($log as $entry) if (is_string($entry)) echo $entry, "\n";
?>
--EXPECT--
int(8)
bool(true)
child true
child true
child true
child true
