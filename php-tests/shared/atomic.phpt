--TEST--
Swoole\Atomic and Atomic\Long: arithmetic, wrapping around, comparing
--FILE--
<?php
use Swoole\Atomic;
use Swoole\Atomic\Long;

$a = new Atomic();
var_dump($a->get(), $a->add(), $a->add(5), $a->sub(2), $a->sub(), $a->get());
var_dump($a->cmpset(4, 7), $a->get(), $a->cmpset(3, 7), $a->get());
var_dump($a->set(0), $a->sub(1), $a->add(1), (new Atomic(-1))->get(), (new Atomic(1 << 32 | 9))->get());
var_dump((new Atomic(4294967295))->add(1));

echo "Long\n";
$l = new Long(5);
var_dump($l->add(1 << 40), $l->sub(1 << 40), $l->sub(6), $l->get(), $l->cmpset(-1, 3), $l->cmpset(-1, 4), $l->get(), $l->set(9), $l->get());
var_dump((new Long(PHP_INT_MAX))->add(1) === PHP_INT_MIN, method_exists($l, 'wait'));

class Late extends Atomic
{
    public function __construct() {}
}
foreach ([fn () => clone $a, fn () => clone $l, fn () => serialize($a), fn () => (new Late())->get(), fn () => $a->__construct(1), fn () => new Atomic('x')] as $misuse) {
    try {
        $misuse();
        echo "went through\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$a->label = 'dynamic';
echo $a->label, "\n";
?>
--EXPECT--
int(0)
int(1)
int(6)
int(4)
int(3)
int(3)
bool(false)
int(3)
bool(true)
int(7)
NULL
int(4294967295)
int(0)
int(4294967295)
int(9)
int(0)
Long
int(1099511627781)
int(5)
int(-1)
int(-1)
bool(true)
bool(false)
int(3)
NULL
int(9)
bool(true)
bool(false)
Error: Trying to clone an uncloneable object of class Swoole\Atomic
Error: Trying to clone an uncloneable object of class Swoole\Atomic\Long
Exception: Serialization of 'Swoole\Atomic' is not allowed
Swoole\Error: must call constructor first
Error: Constructor of Swoole\Atomic can only be called once
TypeError: Swoole\Atomic::__construct(): Argument #1 ($value) must be of type int, string given
dynamic
