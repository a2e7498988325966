--TEST--
A constructor that turns warnings into exceptions and suspends meanwhile: the warnings of others stay warnings
--FILE--
<?php
use Swoole\Coroutine;

/** Opening it suspends; "missing" cannot be opened then. */
class Slow
{
    public $context;
    public function stream_open(string $path): bool { Coroutine::sleep(0.002); return !str_contains($path, 'missing'); }
    public function stream_stat() { return []; }
    public function url_stat() { return []; }
    public function stream_eof() { return true; }
    public function stream_read() { return ''; }
}
stream_wrapper_register('slow', Slow::class);
set_error_handler(function ($level, $message) { echo 'warning: ', $message, "\n"; });

Co\run(function () {
    $cid = go(function () {
        try {
            new SplFileObject('slow://missing');
        } catch (RuntimeException $e) {
            echo get_class($e), "\n";
        }
    });
    // While the constructor waits.
    echo $undefined, hex2bin('abc');
    go(function () { echo $undefined; });
    Coroutine::join([$cid]);
    hex2bin('abc');
    echo get_class(new SplFileObject('slow://there')), "\n";
});
?>
--EXPECT--
warning: Undefined variable $undefined
warning: hex2bin(): Hexadecimal input string must have an even length
warning: Undefined variable $undefined
RuntimeException
warning: hex2bin(): Hexadecimal input string must have an even length
SplFileObject
