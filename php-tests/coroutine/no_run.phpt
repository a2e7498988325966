--TEST--
go() at the top level: it runs at once, and what is left goes on at the end of the script
--FILE--
<?php
register_shutdown_function(function () { echo "first shutdown function\n"; });
$cid = go(function () {
    echo 'in ', Co::getCid(), "\n";
    Co::sleep(0.001);
    echo "after the script, pcid ", Co::getPcid(), "\n";
    go(function () { Co::sleep(0.001); echo "child\n"; });
});
register_shutdown_function(function () { echo "last shutdown function\n"; });
var_dump($cid);
echo "end of script\n";
?>
--EXPECT--
in 1
int(1)
end of script
first shutdown function
after the script, pcid -1
child
last shutdown function
