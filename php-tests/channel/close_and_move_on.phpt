--TEST--
close() does not wake a waiter that has meanwhile moved on to another channel
--FILE--
<?php
Co\run(function () {
    $closed = new chan(1);
    $other = new chan(1);
    $second = null;
    go(function () use ($closed, &$second) {
        $closed->pop();
        echo "first consumer woken, cancels the second\n";
        Co::cancel($second);
    });
    $second = go(function () use ($closed, $other) {
        $closed->pop();
        echo "second: $closed->errCode\n";
        $got = $other->pop();
        var_dump($got, $other->errCode);
    });
    $closed->close();
    $other->push('from the other channel');
});
?>
--EXPECT--
first consumer woken, cancels the second
second: -3
string(22) "from the other channel"
int(0)
