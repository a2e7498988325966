--TEST--
Order: blocked producers are resumed one a pop, first come first served
--FILE--
<?php
Co\run(function () {
    $chan = new chan(1);
    $chan->push('x');
    foreach ([1, 2, 3] as $i) {
        go(function () use ($chan, $i) {
            $chan->push($i);
            echo "P$i ";
        });
    }
    for ($i = 0; $i < 4; $i++) {
        $got = $chan->pop();
        echo "$got ";
    }
    echo "\n";
    // The same for consumers.
    foreach ([1, 2, 3] as $i) {
        go(function () use ($chan, $i) { $got = $chan->pop(); echo "C$i=$got "; });
    }
    foreach (['a', 'b', 'c'] as $item) {
        $chan->push($item);
        echo '. ';
    }
    echo "\n";
});
?>
--EXPECT--
P1 x P2 1 P3 2 3 
C1=a . C2=b . C3=c . 
