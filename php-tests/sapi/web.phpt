--TEST--
Under a web SAPI the classes exist, and starting coroutines says that it needs the command line
--FILE--
<?php
require __DIR__ . '/../child.inc.php';

$root = sys_get_temp_dir() . '/swoole-sapi-' . getmypid();
mkdir($root);
file_put_contents("$root/index.php", <<<'PHP'
<?php
echo PHP_SAPI, ' ', class_exists('Swoole\Coroutine\Http\Server') ? 'class exists' : 'no class', "\n";
foreach ([
    fn () => Swoole\Coroutine\run(fn () => null),
    fn () => Swoole\Coroutine::create(fn () => null),
    fn () => (new Swoole\Coroutine\Http\Server('127.0.0.1'))->start(),
] as $call) {
    try {
        $call();
        echo "started\n";
    } catch (Swoole\Error $e) {
        echo $e->getCode(), ' ', $e->getMessage(), "\n";
    }
}
PHP);

// The built-in web server tells its port only on standard error.
$process = proc_open(
    [PHP_BINARY, '-n', '-d', 'extension=' . extension_path(), '-S', '127.0.0.1:0', '-t', $root],
    [0 => ['file', '/dev/null', 'r'], 1 => ['file', '/dev/null', 'w'], 2 => ['pipe', 'w']],
    $pipes
);
$line = fgets($pipes[2]);
preg_match('~http://127\.0\.0\.1:(\d+)~', $line, $found) || die("not started: $line");
echo file_get_contents("http://127.0.0.1:$found[1]/index.php");
proc_terminate($process);
proc_close($process);
unlink("$root/index.php");
rmdir($root);
?>
--EXPECT--
cli-server class exists
507 must be used in PHP CLI mode: coroutines and servers need the command line, not the cli-server SAPI
507 must be used in PHP CLI mode: coroutines and servers need the command line, not the cli-server SAPI
507 must be used in PHP CLI mode: coroutines and servers need the command line, not the cli-server SAPI
