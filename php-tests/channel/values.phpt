--TEST--
Every kind of value passes through, references as values
--FILE--
<?php
Co\run(function () {
    $chan = new chan(20);
    $o = new stdClass;
    $r = 5;
    $values = [null, true, false, 1, 1.5, '', 'text', [], [1, ['a' => $o]], $o, fn () => 7, &$r, NAN, STDIN];
    foreach ($values as &$value) {
        $chan->push($value);
    }
    $r = 6;
    foreach ($values as $i => $sent) {
        $got = $chan->pop();
        if ($i === 11) { var_dump($got); continue; }
        if ($i === 12) { var_dump($got); continue; }
        echo $i, $got === $sent ? ' same' : ' different', "\n";
    }
    // Copy on write.
    $list = [1, 2];
    $chan->push($list);
    $list[] = 3;
    echo count($chan->pop()), "\n";
});
?>
--EXPECT--
0 same
1 same
2 same
3 same
4 same
5 same
6 same
7 same
8 same
9 same
10 same
int(5)
float(NAN)
13 same
2
