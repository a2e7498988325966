<?php

/*
 * Writes classes and functions down as plain strings, so that two of them can be compared.
 *
 * $prefix is a namespace to leave out of every name: the stubs are loaded below one (see stubs.inc.php).
 */

/** A function's or method's signature: "public static (int $a, string $b = ''): bool". */
function describe_function(ReflectionFunctionAbstract $function, string $prefix = ''): string
{
    $modifiers = '';
    if ($function instanceof ReflectionMethod) {
        $modifiers = implode(' ', Reflection::getModifierNames($function->getModifiers())) . ' ';
    }
    $parameters = array_map(
        fn (ReflectionParameter $parameter) => describe_parameter($parameter, $prefix),
        $function->getParameters()
    );
    $returns = $function->hasReturnType() ? ': ' . describe_type($function->getReturnType(), $prefix) : '';
    return $modifiers . '(' . implode(', ', $parameters) . ')' . $returns;
}

/** One parameter: "float $timeout = -1". */
function describe_parameter(ReflectionParameter $parameter, string $prefix): string
{
    $text = $parameter->hasType() ? describe_type($parameter->getType(), $prefix) . ' ' : '';
    $text .= ($parameter->isPassedByReference() ? '&' : '') . ($parameter->isVariadic() ? '...' : '');
    $text .= '$' . $parameter->getName();
    if ($parameter->isDefaultValueAvailable()) {
        $constant = $parameter->isDefaultValueConstant() ? $parameter->getDefaultValueConstantName() : null;
        if ($constant !== null) {
            // One used inside a namespace may be named with it.
            return $text . ' = ' . substr($constant, (int) strrpos('\\' . $constant, '\\'));
        }
        $value = $parameter->getDefaultValue();
        // PHP's compiler makes the -1 of `float $timeout = -1` a float, an extension's stays as written.
        $text .= ' = ' . describe_value(is_float($value) && $value == (int) $value ? (int) $value : $value);
    }
    return $text;
}

/** A type as the engine writes it. */
function describe_type(ReflectionType $type, string $prefix): string
{
    return str_replace($prefix, '', (string) $type);
}

/** A value as PHP source. */
function describe_value(mixed $value): string
{
    return var_export($value, true);
}

/**
 * A class: its nature, then everything it declares itself, by name.
 *
 * @return array{final: bool, abstract: bool, parent: ?string, interfaces: list<string>, constants: array<string, string>, properties: array<string, string>, methods: array<string, string>}
 */
function describe_class(ReflectionClass $class, string $prefix = ''): array
{
    $own = fn ($member) => $member->getDeclaringClass()->getName() === $class->getName();
    $without = fn (string $name) => str_replace($prefix, '', $name);
    $interfaces = array_map($without, $class->getInterfaceNames());
    sort($interfaces);
    $parent = $class->getParentClass();
    $description = [
        'final' => $class->isFinal(),
        'abstract' => $class->isAbstract(),
        'parent' => $parent ? $without($parent->getName()) : null,
        'interfaces' => $interfaces,
        'constants' => [],
        'properties' => [],
        'methods' => [],
    ];
    foreach (array_filter($class->getReflectionConstants(), $own) as $constant) {
        $description['constants'][$constant->getName()] = describe_value($constant->getValue());
    }
    foreach (array_filter($class->getProperties(), $own) as $property) {
        $modifiers = implode(' ', Reflection::getModifierNames($property->getModifiers()));
        // Untyped properties cannot be readonly in PHP code: the stubs say so in words.
        $modifiers .= str_contains((string) $property->getDocComment(), '@reflected-readonly') ? ' readonly' : '';
        $type = $property->hasType() ? ' ' . describe_type($property->getType(), $prefix) : '';
        $description['properties'][$property->getName()] =
            $modifiers . $type . ' = ' . describe_value($property->getDefaultValue());
    }
    foreach (array_filter($class->getMethods(), $own) as $method) {
        $description['methods'][$method->getName()] = describe_function($method, $prefix);
    }
    return $description;
}

/**
 * Prints where two nested arrays of strings differ.
 *
 * @return int how many differences there are
 */
function print_differences(string $path, mixed $expected, mixed $actual): int
{
    if (!is_array($expected) || !is_array($actual)) {
        if ($expected === $actual) {
            return 0;
        }
        echo "$path\n  expected: ", json_encode($expected), "\n  found:    ", json_encode($actual), "\n";
        return 1;
    }
    $count = 0;
    foreach ($expected + $actual as $name => $_) {
        $here = $path === '' ? (string) $name : "$path $name";
        if (!array_key_exists($name, $actual)) {
            echo "$here: missing\n";
            $count++;
        } elseif (!array_key_exists($name, $expected)) {
            echo "$here: not expected\n";
            $count++;
        } else {
            $count += print_differences($here, $expected[$name], $actual[$name]);
        }
    }
    return $count;
}

/**
 * Everything the loaded extension registered.
 *
 * @return array{classes: array<string, array>, aliases: array<string, string>, functions: array<string, string>, constants: array<string, string>}
 */
function describe_extension(): array
{
    $extension = new ReflectionExtension('swoole');
    $result = ['classes' => [], 'aliases' => [], 'functions' => [], 'constants' => []];
    foreach ($extension->getClasses() as $name => $class) {
        if (strcasecmp($name, $class->getName()) !== 0) {
            $result['aliases'][strtolower($name)] = $class->getName();
        }
        $result['classes'][$class->getName()] = describe_class($class);
    }
    foreach ($extension->getFunctions() as $function) {
        $result['functions'][$function->getName()] = describe_function($function);
    }
    foreach ($extension->getConstants() as $name => $value) {
        $result['constants'][$name] = describe_value($value);
    }
    // Set according to php.ini, not a part of the described API.
    unset($result['constants']['SWOOLE_USE_SHORTNAME']);
    return $result;
}
