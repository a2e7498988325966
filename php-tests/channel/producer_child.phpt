--TEST--
Order: a producer child blocks when the channel is full; pop resumes it before returning
--FILE--
<?php
Co\run(function () {
    $chan = new chan(1);
    go(function () use ($chan) {
        for ($i = 0; $i < 4; $i++) {
            echo "pu$i ";
            $chan->push($i);
        }
        echo "puE ";
    });
    for ($i = 0; $i < 4; $i++) {
        $got = $chan->pop();
        echo "po$got ";
    }
    echo "\n";
});
?>
--EXPECT--
pu0 pu1 pu2 po0 pu3 po1 puE po2 po3
