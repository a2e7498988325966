--TEST--
The constructor: sizes, types, a second call, a subclass that forgot it
--FILE--
<?php
foreach ([1, 5, 0, -3, PHP_INT_MAX] as $size) {
    echo (new chan($size))->capacity, "\n";
}
echo (new chan)->capacity, "\n";
class Mine extends chan { public function __construct() {} }
#[AllowDynamicProperties]
class Sized extends chan { public $extra = 'x'; public function __construct() { parent::__construct(7); } }
$errors = [
    fn () => new chan('many'),
    fn () => (new chan)->__construct(2),
    fn () => clone new chan,
    fn () => serialize(new chan),
    fn () => Co\run(fn () => print(json_encode((new Sized)->push(1)) . "\n")),
    function () {
        $chan = new chan;
        unset($chan->capacity);
    },
];
foreach ($errors as $call) {
    try {
        $call();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
Co\run(function () {
    foreach (['push', 'pop'] as $method) {
        try {
            (new Mine)->$method(1);
        } catch (Swoole\Error $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
    $sized = new Sized;
    $sized->dynamic = 'y';
    echo $sized->capacity, $sized->extra, $sized->dynamic, "\n";
    unset($sized->dynamic);
});
?>
--EXPECTF--
1
5
1
1
9223372036854775807
1
TypeError: Swoole\Coroutine\Channel::__construct(): Argument #1 ($size) must be of type int, string given
Swoole\Error: channel has already been constructed
Error: Trying to clone an uncloneable object of class Swoole\Coroutine\Channel
Exception: Serialization of 'Swoole\Coroutine\Channel' is not allowed
true
Error: Property capacity of class Swoole\Coroutine\Channel cannot be unset
Swoole\Error: must call constructor first
Swoole\Error: must call constructor first
7xy
