--TEST--
Suspending inside generators, and passing one between coroutines
--FILE--
<?php
function numbers($name) {
    try {
        for ($i = 0; $i < 3; $i++) {
            Co::sleep(0.001);
            $sent = yield "$name$i";
            if ($sent) echo "sent $sent\n";
        }
        $inner = yield from other($name);
        echo "inner returned $inner\n";
    } finally {
        Co::sleep(0.001);
        echo "finally $name\n";
    }
}
function other($name) { Co::sleep(0.001); yield "inner $name"; return 'R'; }

Co\run(function () {
    $all = new chan(20);
    foreach (['a', 'b'] as $name) {
        go(function () use ($name, $all) {
            $got = [];
            foreach (numbers($name) as $value) $got[] = $value;
            $all->push(implode(',', $got));
        });
    }
    $one = $all->pop();
    $two = $all->pop();
    echo "$one\n$two\n";
    $g = numbers('x');
    go(function () use ($g) { echo $g->current(), "\n"; });
    try {
        $g->next();
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
    Co::sleep(0.01);
    echo $g->send('hello'), "\n";
    unset($g);
    echo "end\n";
});
?>
--EXPECT--
inner returned R
inner returned R
finally a
finally b
a0,a1,a2,inner a
b0,b1,b2,inner b
Cannot resume an already running generator
x0
sent hello
x1
finally x
end
