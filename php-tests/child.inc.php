<?php
/**
 * Runs PHP code in a process of its own, with the extension under test, and prints what it wrote (standard output and
 * standard error in one, errors as PHP logs them) and the status it ended with.
 */
function child(string $code, array $options = [], ?callable $filter = null): void
{
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . extension_path(), '-d', 'display_errors=0', '-d', 'log_errors=1',
        '-d', 'error_log=', '-d', 'html_errors=0', '-d', 'error_reporting=' . E_ALL];
    // The passes with opcache and JIT hold for the child too.
    foreach (['opcache.enable_cli', 'opcache.jit_buffer_size', 'opcache.jit', 'opcache.jit_hot_func', 'opcache.jit_hot_loop',
        'opcache.jit_hot_return', 'opcache.jit_hot_side_exit'] as $name) {
        if (extension_loaded('Zend OPcache') && ini_get($name) !== false) {
            array_push($command, '-d', $name . '=' . ini_get($name));
        }
    }
    if (extension_loaded('Zend OPcache') && PHP_VERSION_ID < 80500) {
        array_push($command, '-d', 'zend_extension=opcache');
    }
    foreach ($options as $name => $value) {
        array_push($command, '-d', "$name=$value");
    }
    $file = tempnam(sys_get_temp_dir(), 'phpt');
    file_put_contents($file, "<?php\n" . $code);
    $command[] = $file;
    $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
    $text = stream_get_contents($pipes[1]);
    fclose($pipes[1]);
    $state = proc_get_status($process);
    while ($state['running']) {
        usleep(1000);
        $state = proc_get_status($process);
    }
    proc_close($process);
    unlink($file);
    $text = $filter ? $filter($text) : $text;
    echo $text, $text === '' || str_ends_with($text, "\n") ? '' : "\n";
    echo $state['signaled'] ? "signal {$state['termsig']}\n" : "status {$state['exitcode']}\n";
}

/** The file this process loaded the extension from. */
function extension_path(): string
{
    if (preg_match('/^\S+ \S+ \S+ \S+ +\S+ +(\S*swoole\S*\.so)$/m', @file_get_contents('/proc/self/maps') ?: '', $match)) {
        return $match[1];
    }
    throw new RuntimeException('the extension under test was not found');
}
