--TEST--
Channel: an autoloader that waits on one
--FILE--
<?php
use Swoole\Coroutine\Channel;

Co\run(function () {
    $sources = new Channel();
    $wanted = new Channel();
    spl_autoload_register(function (string $class) use ($sources, $wanted) {
        echo "wanted $class\n";
        $wanted->push($class);
        eval($sources->pop());
        echo "loaded $class\n";
    });
    go(function () use ($sources, $wanted) {
        while (($class = $wanted->pop()) !== false) {
            Co::sleep(0.001);
            $sources->push("class $class { public function name() { return '$class'; } }");
        }
    });
    $done = new Channel();
    foreach (['A', 'B', 'A'] as $class) {
        go(fn () => $done->push((new $class())->name()));
    }
    $names = [$done->pop(), $done->pop(), $done->pop()];
    sort($names);
    echo implode(' ', $names), "\n";
    $wanted->close();
});
?>
--EXPECT--
wanted A
wanted B
loaded A
loaded B
A A B
