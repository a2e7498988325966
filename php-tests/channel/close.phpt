--TEST--
close(): producers first, then consumers, in order, at once; queued items stay
--FILE--
<?php
Co\run(function () {
    $full = new chan(1);
    $full->push('queued');
    $empty = new chan(3);
    foreach ([1, 2] as $i) {
        go(function () use ($full, $i) { $done = json_encode($full->push("dropped $i")); echo "P$i $done $full->errCode\n"; });
        go(function () use ($empty, $i) { $got = json_encode($empty->pop(5)); echo "C$i $got $empty->errCode\n"; });
    }
    echo json_encode($full->stats()), json_encode($empty->stats()), "\n";
    var_dump($full->close());
    echo "--\n";
    var_dump($empty->close(), $empty->close());
    var_dump($full->length(), $full->isFull(), $full->isEmpty());
    $full->errCode = 0;
    var_dump($full->push('no'), $full->errCode);
    $full->errCode = 0;
    var_dump($full->pop(), $full->errCode);
    var_dump($full->pop(), $full->errCode, $full->pop(5));
});
?>
--EXPECT--
{"consumer_num":0,"producer_num":2,"queue_num":1}{"consumer_num":2,"producer_num":0,"queue_num":0}
P1 false -2
P2 false -2
bool(true)
--
C1 false -2
C2 false -2
bool(true)
bool(false)
int(1)
bool(true)
bool(false)
bool(false)
int(-2)
string(6) "queued"
int(0)
bool(false)
int(-2)
bool(false)
