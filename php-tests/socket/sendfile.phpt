--TEST--
Socket: sendFile()
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use function Swoole\Coroutine\{go, run};

run(function () {
    $file = tempnam(sys_get_temp_dir(), 'swoole');
    $data = random_bytes(3_000_000);
    file_put_contents($file, $data);
    [$one, $other] = connection();
    go(fn() => show($one, $one->sendFile($file)));
    var_dump($other->recvAll(strlen($data)) === $data);
    show($one, $one->sendFile($file, 10, 20));
    var_dump($other->recvAll(20) === substr($data, 10, 20));
    show($one, $one->sendFile($file, 2_999_990));
    var_dump($other->recvAll(10) === substr($data, -10));
    show($one, $one->sendFile($file, 3_000_000));
    foreach ([[$file, 3_000_001], [$file, -1], [$file, 0, 3_000_001], [$file, 0, -1], ["$file.not"], [__DIR__]] as $arguments) {
        show($one, $one->sendFile(...$arguments));
    }
    $one->setOption(SOL_SOCKET, SO_SNDTIMEO, ['sec' => 0, 'usec' => 50000]);
    // Nobody reads.
    while ($one->sendFile($file)) {
    }
    show($one, false);
    unlink($file);
});
?>
--EXPECT--
true
bool(true)
true
bool(true)
true
bool(true)
true
false 22 Invalid argument
false 22 Invalid argument
false 22 Invalid argument
false 22 Invalid argument
false 2 No such file or directory
false 9013 Server is not regular file
false 110 Connection timed out
