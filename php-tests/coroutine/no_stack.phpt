--TEST--
No memory for one more stack: go() gives false with a warning, and the others go on
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux' || !is_executable('/bin/sh')) die('skip needs ulimit -v'); ?>
--FILE--
<?php
require dirname(__DIR__) . '/child.inc.php';

$code = <<<'PHP'
Swoole\Coroutine::set(['max_coroutine' => 1000000]);
set_error_handler(function ($level, $message) { echo preg_replace('/\d+/', 'N', $message), "\n"; });
Co\run(function () {
    $cids = [];
    while (($cid = go(fn () => Swoole\Coroutine::yield())) !== false) $cids[] = $cid;
    var_dump($cid, swoole_last_error(), count($cids) > 100, count($cids) === Swoole\Coroutine::stats()['coroutine_num'] - 1);
    // Stacks that come free are used again.
    foreach (array_splice($cids, 0, 10) as $cid) Swoole\Coroutine::resume($cid);
    var_dump(go(fn () => Swoole\Coroutine::sleep(0.001)) > 0);
    foreach ($cids as $cid) Swoole\Coroutine::resume($cid);
});
echo "end\n";
PHP;
$file = tempnam(sys_get_temp_dir(), 'phpt');
file_put_contents($file, "<?php\n" . $code);
passthru('ulimit -v 1000000; exec ' . escapeshellarg(PHP_BINARY) . ' -n -d pcre.jit=0 -d extension=' . escapeshellarg(extension_path()) . ' -d error_reporting=-1 ' . escapeshellarg($file) . ' 2>&1', $status);
unlink($file);
echo "status $status\n";
?>
--EXPECT--
go(): failed to allocate a stack for coroutine number N: out of memory or of memory mappings (vm.max_map_count)
bool(false)
int(503)
bool(true)
bool(true)
bool(true)
end
status 0
