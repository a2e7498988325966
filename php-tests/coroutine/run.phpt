--TEST--
run(): arguments, return value, twice in a row with the ids going on
--FILE--
<?php
use Swoole\Coroutine;

$result = Swoole\Coroutine\run(function (...$args) {
    var_dump($args, Coroutine::getCid());
    Coroutine::sleep(0.001);
    return 'discarded';
}, 1, 'two', [3]);
var_dump($result);
var_dump(Coroutine::getCid());
var_dump(Co\run(function () {
    var_dump(Coroutine::getCid());
    go(function () { var_dump(Coroutine::getCid()); });
}));
class Job
{
    public function __invoke($x) { echo __METHOD__, " $x\n"; }
    public function method($x) { echo __METHOD__, " $x\n"; }
    public static function fixed($x) { echo __METHOD__, " $x\n"; }
    public function __call($name, $args) { echo "$name via __call $args[0]\n"; }
}
foreach ([new Job, [new Job, 'method'], 'Job::fixed', ['Job', 'fixed'], [new Job, 'magic'], 'var_dump', (new Job)->method(...)] as $callable) {
    Co\run($callable, 'x');
}
?>
--EXPECT--
array(3) {
  [0]=>
  int(1)
  [1]=>
  string(3) "two"
  [2]=>
  array(1) {
    [0]=>
    int(3)
  }
}
int(1)
bool(true)
int(-1)
int(2)
int(3)
bool(true)
Job::__invoke x
Job::method x
Job::fixed x
Job::fixed x
magic via __call x
string(1) "x"
Job::method x
