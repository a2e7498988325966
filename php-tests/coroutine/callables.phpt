--TEST--
What is not a callable, too few arguments, and by-reference parameters
--FILE--
<?php
class A { private function hidden() {} public function method() {} }

foreach ([
    fn () => go('nofn'),
    fn () => go('A::nomethod'),
    fn () => go([new A, 'hidden']),
    fn () => go(5),
    fn () => go(),
    fn () => Swoole\Coroutine::create('nofn'),
    fn () => Swoole\Coroutine\run('nofn'),
    fn () => Swoole\Coroutine\run(),
    fn () => (new Swoole\Coroutine\Scheduler)->add('nofn'),
    fn () => (new Swoole\Coroutine\Scheduler)->parallel(2, 'nofn'),
    fn () => defer('nofn'),
    fn () => new Swoole\Coroutine,
] as $call) {
    try {
        $call();
        echo "nothing thrown\n";
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
Co\run(function () {
    $x = 1;
    go(function (&$x) { $x = 2; }, $x);
    var_dump($x);
    go('sort', [3, 1]);
});
?>
--EXPECTF--
TypeError: go(): Argument #1 ($func) must be a valid callback, function "nofn" not found or invalid function name
TypeError: go(): Argument #1 ($func) must be a valid callback, class A does not have a method "nomethod"
TypeError: go(): Argument #1 ($func) must be a valid callback, cannot access private method A::hidden()
TypeError: go(): Argument #1 ($func) must be a valid callback, no array or string given
ArgumentCountError: go() expects at least 1 argument, 0 given
TypeError: Swoole\Coroutine::create(): Argument #1 ($func) must be a valid callback, function "nofn" not found or invalid function name
TypeError: Swoole\Coroutine\run(): Argument #1 ($fn) must be a valid callback, function "nofn" not found or invalid function name
ArgumentCountError: Swoole\Coroutine\run() expects at least 1 argument, 0 given
TypeError: Swoole\Coroutine\Scheduler::add(): Argument #1 ($func) must be a valid callback, function "nofn" not found or invalid function name
TypeError: Swoole\Coroutine\Scheduler::parallel(): Argument #2 ($func) must be a valid callback, function "nofn" not found or invalid function name
TypeError: defer(): Argument #1 ($callback) must be a valid callback, function "nofn" not found or invalid function name
Error: The object of Swoole\Coroutine can not be created for security reasons

Warning: {closure%S}(): Argument #1 ($x) must be passed by reference, value given in %s on line %d
int(1)

Warning: sort(): Argument #1 ($array) must be passed by reference, value given in %s on line %d
