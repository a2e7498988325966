--TEST--
System::readFile(), writeFile(): contents, flags, failures
--FILE--
<?php
use Swoole\Coroutine\System;

$dir = sys_get_temp_dir() . '/phpt-files-' . getmypid();
mkdir($dir);
Co::set(['log_level' => SWOOLE_LOG_NONE]);
Co\run(function () use ($dir) {
    $file = "$dir/file";
    var_dump(System::writeFile($file, 'hello'), System::readFile($file));
    var_dump(System::writeFile($file, 'Hi'), System::readFile($file));
    var_dump(System::writeFile($file, ' there', FILE_APPEND), System::readFile($file, FILE_LOCK));
    var_dump(System::writeFile($file, 'locked', LOCK_EX), Co::readFile($file));
    printf("%o\n", fileperms($file) & 0777 & ~umask());
    $big = random_bytes(3 << 20);
    var_dump(System::writeFile("$dir/big", $big), System::readFile("$dir/big") === $big);
    var_dump(System::writeFile("$dir/empty", ''), System::readFile("$dir/empty"));
    var_dump(strlen(System::readFile('/proc/self/status')) > 100);

    swoole_clear_error();
    var_dump(System::readFile("$dir/missing"), swoole_last_error());
    var_dump(System::readFile($dir), swoole_last_error());
    var_dump(System::writeFile("$dir/no/such/dir", 'x'), swoole_last_error());
    symlink($file, "$dir/link");
    var_dump(System::writeFile("$dir/link", 'x'), swoole_last_error(), System::readFile("$dir/link"));
    foreach (['', "a\0b"] as $name) {
        foreach (['readFile', 'writeFile'] as $method) {
            try {
                System::$method($name, ...($method === 'writeFile' ? ['x'] : []));
            } catch (ValueError $e) {
                echo $e->getMessage(), "\n";
            }
        }
    }
    // Side by side, each gets its own.
    for ($i = 0; $i < 100; $i++) {
        go(function () use ($dir, $i, &$good) {
            System::writeFile("$dir/n$i", str_repeat("$i", 1000));
            $good += System::readFile("$dir/n$i") === str_repeat("$i", 1000);
        });
    }
    while ($good < 100) Co::sleep(0.001);
    var_dump($good);
});
array_map('unlink', glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
int(5)
string(5) "hello"
int(2)
string(2) "Hi"
int(6)
string(8) "Hi there"
int(6)
string(6) "locked"
644
int(3145728)
bool(true)
int(0)
string(0) ""
bool(true)
bool(false)
int(2)
bool(false)
int(21)
bool(false)
int(2)
bool(false)
int(40)
string(6) "locked"
Filename cannot be empty
Filename cannot be empty
Swoole\Coroutine\System::readFile(): Argument #1 ($filename) must not contain any null bytes
Swoole\Coroutine\System::writeFile(): Argument #1 ($filename) must not contain any null bytes
int(100)
