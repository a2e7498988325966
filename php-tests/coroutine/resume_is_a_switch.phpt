--TEST--
resume() switches at once; control returns to the resumer when the target suspends or ends
--FILE--
<?php
use Swoole\Coroutine;
use function Swoole\Coroutine\run;

run(function () {
    $a = go(function () {
        echo "a1\n";
        var_dump(Coroutine::yield());
        echo "a2\n";
        var_dump(Coroutine::suspend());
        echo "a3\n";
    });
    $b = go(function () use ($a) {
        Coroutine::yield();
        echo "b resumes a\n";
        Coroutine::resume($a);
        echo "b after a\n";
    });
    echo "main resumes a\n";
    var_dump(Coroutine::resume($a));
    echo "main resumes b\n";
    var_dump(Coroutine::resume($b));
    var_dump(Coroutine::exists($a), Coroutine::exists($b));
});
?>
--EXPECT--
a1
main resumes a
bool(true)
a2
bool(true)
main resumes b
b resumes a
bool(true)
a3
b after a
bool(true)
bool(false)
bool(false)
