--TEST--
Suspending inside __serialize, __unserialize, __sleep and __wakeup of two coroutines
--INI--
error_reporting=E_ALL & ~E_DEPRECATED
--FILE--
<?php
class A
{
    public $data;
    public $again;
    public function __construct($name) { $this->data = $name; $o = new stdClass; $this->again = [$o, $o]; }
    public function __serialize(): array { Co::sleep(0.001); return ['data' => $this->data, 'again' => $this->again]; }
    public function __unserialize(array $d): void { Co::sleep(0.001); [$this->data, $this->again] = [$d['data'], $d['again']]; }
}
class B
{
    public $data;
    public $inner;
    public function __construct($name) { $this->data = $name; $this->inner = new A("inner of $name"); }
    public function __sleep() { Co::sleep(0.002); return ['data', 'inner']; }
    public function __wakeup() { Co::sleep(0.001); }
}
class D { function __sleep() { Co::yield(); return []; } }
class C implements Serializable
{
    public $data;
    public function serialize() { Co::sleep(0.001); return serialize([$this->data, new A('in C')]); }
    public function unserialize($s) { Co::sleep(0.001); $this->data = unserialize($s); Co::sleep(0.001); }
}
Co\run(function () {
    $ok = 0;
    for ($i = 0; $i < 20; $i++) {
        go(function () use ($i, &$ok) {
            for ($round = 0; $round < 4; $round++) {
                $c = new C;
                $c->data = "c$i";
                $shared = new A("a$i");
                $value = ["x$i", $shared, new B("b$i"), $c, $shared];
                if ($i % 3 === 0) Co::sleep(0.001);
                $copy = unserialize(serialize($value));
                if ($copy[0] === "x$i" && $copy[1]->data === "a$i" && $copy[1] === $copy[4] && $copy[1]->again[0] === $copy[1]->again[1]
                    && $copy[2]->inner->data === "inner of b$i" && $copy[3]->data[0] === "c$i") $ok++;
            }
        });
    }
    // One that is left suspended in the middle of it.
    Co::set(['enable_deadlock_check' => false]);
    go(fn () => serialize(new D));
    for ($i = 0; $i < 1000 && $ok < 80; $i++) {
        Co::sleep(0.01);
    }
    var_dump($ok);
});
$o = new stdClass;
var_dump(serialize([$o, $o]));
?>
--EXPECT--
int(80)
string(37) "a:2:{i:0;O:8:"stdClass":0:{}i:1;r:2;}"
