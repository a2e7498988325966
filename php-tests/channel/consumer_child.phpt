--TEST--
Order: each push resumes the waiting consumer before it returns
--FILE--
<?php
Co\run(function () {
    $chan = new chan(2);
    go(function () use ($chan) {
        for ($i = 0; $i < 3; $i++) {
            $item = $chan->pop();
            echo "got $item\n";
        }
        echo "consumer ends\n";
    });
    foreach (['a', 'b', 'c', 'd'] as $item) {
        echo "push $item\n";
        var_dump($chan->push($item));
    }
    var_dump($chan->length());
});
?>
--EXPECT--
push a
got a
bool(true)
push b
got b
bool(true)
push c
got c
consumer ends
bool(true)
push d
bool(true)
int(1)
