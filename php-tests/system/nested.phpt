--TEST--
System: calls inside generators, Fibers, callbacks of internal functions, and many at once
--FILE--
<?php
use Swoole\Coroutine\{Channel, System};

$file = tempnam(sys_get_temp_dir(), 'system');
Co\run(function () use ($file) {
    $generator = (function () use ($file) {
        foreach (['one', 'two'] as $text) {
            System::writeFile($file, $text);
            yield System::readFile($file);
        }
    })();
    echo implode(' ', iterator_to_array($generator, false)), "\n";

    $fiber = new Fiber(fn () => Fiber::suspend(System::exec('echo from a fiber')['output']) . System::sleep(0.001));
    echo trim($fiber->start()), ' ';
    $fiber->resume('resumed ');
    echo $fiber->getReturn(), "\n";

    echo implode(',', array_map(fn ($code) => System::exec("exit $code")['code'], range(1, 5))), "\n";
    echo preg_replace_callback('/\d/', fn ($match) => trim(System::exec("expr $match[0] '*' 2")['output']), '1 2 3'), "\n";

    // Each in a coroutine of a coroutine's.
    $results = new Channel(100);
    for ($i = 0; $i < 20; $i++) {
        go(fn () => go(fn () => $results->push((int) System::exec("echo $i")['output'])));
        go(fn () => $results->push(strlen(System::readFile(__FILE__)) > 100 ? 0 : -1000));
    }
    $sum = 0;
    for ($i = 0; $i < 40; $i++) {
        $sum += $results->pop();
    }
    echo $sum, "\n";
});
unlink($file);
?>
--EXPECT--
one two
from a fiber resumed 1
1,2,3,4,5
2 4 6
190
