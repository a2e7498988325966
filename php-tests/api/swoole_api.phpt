--TEST--
What is implemented has the signatures, defaults and values of Swoole 6.2.1
--FILE--
<?php
require __DIR__ . '/describe.inc.php';

/*
 * swoole-6.2.1.json is the reflection of Swoole 6.2.1, limited to what is implemented here. Whoever implements
 * more adds it there first.
 */
$swoole = json_decode(file_get_contents(__DIR__ . '/swoole-6.2.1.json'), true, flags: JSON_THROW_ON_ERROR);
$ours = describe_extension();

/*
 * Differences that are meant. Each: where, what Swoole has, what we have, why.
 */
$allowed = [
    // Swoole passes further arguments of these on to the callback but does not say so.
    ['functions', 'go', '(callable $func): int|false', '(callable $func, mixed ...$params): int|false'],
    // As go().
    ['functions', 'swoole_timer_after', '(int $ms, callable $callback): int|false', '(int $ms, callable $callback, mixed ...$params): int|false'],
    ['functions', 'swoole_timer_tick', '(int $ms, callable $callback): int|false', '(int $ms, callable $callback, mixed ...$params): int|false'],
];
/*
 * What Swoole does not have: extensions of this implementation, each with a row in docs/compatibility.md.
 */
$extensions = [
    ['classes', 'Swoole\Http\Response', 'methods', 'getQueuedBytes'],
    ['classes', 'Swoole\Coroutine\Http\Server', 'methods', 'stats'],
];
foreach ($extensions as [$kind, $class, $members, $name]) {
    if (isset($ours[$kind][$class][$members][$name]) && !isset($swoole[$kind][$class][$members][$name])) {
        unset($ours[$kind][$class][$members][$name]);
    } else {
        echo "$class $name: listed as an extension, and is none\n";
    }
}
// Swoole returns false all the same; the JIT, which relies on declared types, would take it for a frame.
$unpack = &$swoole['classes']['Swoole\WebSocket\Frame']['methods']['unpack'];
if ($unpack === 'public static (string $data): Swoole\WebSocket\Frame') {
    $unpack .= '|false';
}
foreach ($allowed as [$kind, $name, $theirs, $mine]) {
    if ($swoole[$kind][$name] === $theirs && $ours[$kind][$name] === $mine) {
        $swoole[$kind][$name] = $mine;
    } else {
        echo "$kind $name: the difference listed as allowed is not the one there is\n";
    }
}

/*
 * Constants and classes that are ours alone: each has a row in docs/compatibility.md.
 */
$alone = [
    ['constants', 'SWOOLE_WEBSOCKET_FLAG_NO_COMPRESS'],
    ['classes', 'Swoole\WebSocket\Group'],
    // Swoole's is PHP code, which its reflection does not have until it is used.
    ['classes', 'Swoole\Coroutine\Http\ClientProxy'],
    ['classes', 'Swoole\StringObject'],
    ['classes', 'Swoole\MultibyteStringObject'],
    ['classes', 'Swoole\ArrayObject'],
    // Swoole's are there too (docs/spec/coroutine-runtime.md §2.1), but were not reflected.
    ['functions', '_string'],
    ['functions', '_mbstring'],
    ['functions', '_array'],
];
foreach ($alone as [$kind, $name]) {
    if (isset($ours[$kind][$name]) && !isset($swoole[$kind][$name])) {
        unset($ours[$kind][$name]);
    } else {
        echo "$kind $name: listed as ours alone, and is not\n";
    }
}

/*
 * What is ours alone: class and method.
 */
$additions = [
    ['Swoole\\Coroutine\\Http\\Server', 'reloadCertificates'],
];
foreach ($additions as [$class, $method]) {
    if (isset($ours['classes'][$class]['methods'][$method]) && !isset($swoole['classes'][$class]['methods'][$method])) {
        unset($ours['classes'][$class]['methods'][$method]);
    } else {
        echo "$class::$method(): listed as an addition and is none\n";
    }
}

echo print_differences('', $swoole, $ours), " differences\n";
?>
--EXPECT--
0 differences
