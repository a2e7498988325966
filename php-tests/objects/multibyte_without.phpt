--TEST--
Without mbstring there is no Swoole\MultibyteStringObject, and the error says what is missing
--INI--
disable_functions=mb_strlen
--FILE--
<?php
foreach ([fn () => swoole_mbstring('x'), fn () => _mbstring('x'), fn () => new Swoole\MultibyteStringObject('x')] as $make) {
    try {
        $make();
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
// One that comes another way says it when it is asked.
$bare = (new ReflectionClass(Swoole\MultibyteStringObject::class))->newInstanceWithoutConstructor();
try {
    $bare->length();
} catch (Error $error) {
    echo get_class($error), ': ', $error->getMessage(), "\n";
}
?>
--EXPECT--
Error: Swoole\MultibyteStringObject needs PHP's extension mbstring
Error: Swoole\MultibyteStringObject needs PHP's extension mbstring
Error: Swoole\MultibyteStringObject needs PHP's extension mbstring
Error: Call to undefined function mb_strlen()
