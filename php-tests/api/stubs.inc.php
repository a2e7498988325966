<?php

/*
 * Loads the stubs beside the extension: PHP itself compiles them, below the namespace Stub, so that their
 * classes and functions do not clash with the real ones and can be reflected in the same way.
 */

namespace Stub;

/** What the stubs alias; they call this function instead of PHP's. */
final class Aliases
{
    /** @var array<string, string> class by alias in lower case */
    public static array $all = [];
}

/** Stands in for PHP's class_alias() inside the loaded stubs. */
function class_alias(string $class, string $alias): void
{
    Aliases::$all[strtolower($alias)] = substr($class, strlen('Stub\\'));
}

/**
 * The stubs' paths.
 *
 * @return list<string>
 */
function files(): array
{
    return glob(\dirname(__DIR__, 2) . '/stubs/*.php');
}

/** The text of a stub, moved below the namespace Stub. */
function moved(string $file): string
{
    $text = file_get_contents($file);
    if (!preg_match('/^namespace\b/m', $text)) {
        $text = preg_replace('/^<\?php/', "<?php\nnamespace Stub;", $text);
    }
    $rules = [
        '/^namespace \{/m' => 'namespace Stub {',
        '/^namespace (Swoole|Co)\b/m' => 'namespace Stub\\\\$1',
        '/^use Swoole\b/m' => 'use Stub\\Swoole',
        '/(?<!\w)\\\\Swoole\b/' => '\\Stub\\Swoole',
    ];
    return preg_replace(array_keys($rules), array_values($rules), $text);
}

/**
 * What the stubs declare, in the form of describe_extension().
 *
 * @return array{classes: array<string, array>, aliases: array<string, string>, functions: array<string, string>, constants: array<string, string>}
 */
function describe_stubs(): array
{
    [$classes, $functions] = [get_declared_classes(), get_defined_functions()['user']];
    foreach (files() as $file) {
        eval('?>' . moved($file));
    }
    $result = ['classes' => [], 'aliases' => Aliases::$all, 'functions' => [], 'constants' => []];
    foreach (array_diff(get_declared_classes(), $classes) as $name) {
        $class = new \ReflectionClass($name);
        $result['classes'][substr($name, strlen('Stub\\'))] = describe_class($class, 'Stub\\');
    }
    foreach (array_diff(get_defined_functions()['user'], $functions) as $name) {
        $function = new \ReflectionFunction($name);
        $result['functions'][substr($function->getName(), strlen('Stub\\'))] =
            describe_function($function, 'Stub\\');
    }
    foreach (get_defined_constants(true)['user'] ?? [] as $name => $value) {
        if (str_starts_with($name, 'Stub\\')) {
            $result['constants'][substr($name, strlen('Stub\\'))] = describe_value($value);
        }
    }
    return $result;
}
