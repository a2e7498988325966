<?php

/*
 * Strings and arrays as objects. Most methods are a function of PHP's, named in their documentation: what that does with odd
 * arguments, they do.
 */

namespace {
    /**
     * A string as an object.
     *
     * @rust objects
     */
    function swoole_string(string $string = ''): Swoole\StringObject {}

    /**
     * A string as an object whose positions and lengths count characters.
     *
     * @throws \Error without PHP's extension mbstring
     * @rust objects
     */
    function swoole_mbstring(string $string = ''): Swoole\MultibyteStringObject {}

    /**
     * An array as an object.
     *
     * @param array<mixed> $array
     * @rust objects
     */
    function swoole_array(array $array = []): Swoole\ArrayObject {}

    /**
     * The arguments, as an array that is an object.
     *
     * @rust objects
     */
    function swoole_array_list(mixed ...$arrray): Swoole\ArrayObject {}
}

namespace Swoole {
    /**
     * A string that has methods. It does not change: methods that make another string return a new object of the same
     * class, made by its constructor.
     *
     * @rust objects::string
     */
    class StringObject implements \Stringable
    {
        /** @var string the string */
        protected $string = '';

        /** A string as an object. */
        public function __construct(string $string = '') {}

        /** The string itself. */
        public function __toString(): string {}

        /** The string itself. */
        public function toString(): string {}

        /** How many bytes it has: `strlen()`. */
        public function length(): int {}

        /** Where $needle is first: `strpos()`. */
        public function indexOf(string $needle, int $offset = 0): int|false {}

        /** Where $needle is last: `strrpos()`. */
        public function lastIndexOf(string $needle, int $offset = 0): int|false {}

        /**
         * The same as {@see StringObject::indexOf()}.
         *
         * @implementation-alias indexOf
         */
        public function pos(string $needle, int $offset = 0): int|false {}

        /**
         * The same as {@see StringObject::lastIndexOf()}.
         *
         * @implementation-alias lastIndexOf
         */
        public function rpos(string $needle, int $offset = 0): int|false {}

        /** Where $needle is first, upper or lower case: `stripos()`. */
        public function ipos(string $needle, int $offset = 0): int|false {}

        /** Whether $needle is in it: `str_contains()`. */
        public function contains(string $needle): bool {}

        /** Whether it begins with $needle: `str_starts_with()`. */
        public function startsWith(string $needle): bool {}

        /** Whether it ends with $needle: `str_ends_with()`. */
        public function endsWith(string $needle): bool {}

        /**
         * Whether another string has the same bytes.
         *
         * @param mixed $string anything that can be made a string
         * @param bool $strict whether only a string or a StringObject can be equal
         */
        public function equals(mixed $string, bool $strict = false): bool {}

        /** Backwards: `strrev()`. */
        public function reverse(): static {}

        /** In lower case: `strtolower()`. */
        public function lower(): static {}

        /** In upper case: `strtoupper()`. */
        public function upper(): static {}

        /**
         * Without certain characters at both ends: `trim()`.
         *
         * @param string|null $characters null: white space and NUL
         */
        public function trim(?string $characters = null): static {}

        /**
         * Without certain characters at its beginning: `ltrim()`.
         *
         * @param string|null $characters null: white space and NUL
         */
        public function ltrim(?string $characters = null): static {}

        /**
         * Without certain characters at its end: `rtrim()`.
         *
         * @param string|null $characters null: white space and NUL
         */
        public function rtrim(?string $characters = null): static {}

        /** A part of it: `substr()`. */
        public function substr(int $offset, ?int $length = null): static {}

        /** What is at one position, the empty string where there is nothing; below 0 counted from the end. */
        public function char(int $index): string {}

        /**
         * Several times, one after the other: `str_repeat()`.
         *
         * @throws \ValueError if $times is below 0
         */
        public function repeat(int $times): static {}

        /**
         * With something behind it.
         *
         * @param mixed $string anything that can be made a string
         */
        public function append(mixed $string): static {}

        /**
         * With something in place of something else: `str_replace()`.
         *
         * @param array<string>|string $search
         * @param array<string>|string $replace
         * @param int $count set to how often something was replaced
         */
        public function replace(array|string $search, array|string $replace, &$count = null): static {}

        /**
         * With a separator after each piece of a length: `chunk_split()`.
         *
         * @param string|null $separator null: CR LF
         * @throws \ValueError if $length is below 1
         */
        public function chunkSplit(int $length = 76, ?string $separator = null): static {}

        /**
         * What is between separators: `explode()`.
         *
         * @throws \ValueError if $separator is empty
         */
        public function split(string $separator, int $limit = PHP_INT_MAX): ArrayObject {}

        /**
         * In pieces of a length: `str_split()`.
         *
         * @throws \ValueError if $length is below 1
         */
        public function chunk(int $length = 1): ArrayObject {}
    }

    /**
     * A string whose positions and lengths count characters, in the encoding of `mb_internal_encoding()`. Needs PHP's
     * extension mbstring.
     *
     * @rust objects::multibyte
     */
    class MultibyteStringObject extends StringObject
    {
        /**
         * A string as an object.
         *
         * @throws \Error without PHP's extension mbstring
         */
        public function __construct(string $string = '') {}

        /** How many characters it has: `mb_strlen()`. */
        public function length(): int {}

        /** Where $needle is first: `mb_strpos()`. */
        public function indexOf(string $needle, int $offset = 0): int|false {}

        /** Where $needle is last: `mb_strrpos()`. */
        public function lastIndexOf(string $needle, int $offset = 0): int|false {}

        /**
         * The same as {@see MultibyteStringObject::indexOf()}.
         *
         * @implementation-alias indexOf
         */
        public function pos(string $needle, int $offset = 0): int|false {}

        /**
         * The same as {@see MultibyteStringObject::lastIndexOf()}.
         *
         * @implementation-alias lastIndexOf
         */
        public function rpos(string $needle, int $offset = 0): int|false {}

        /** Where $needle is first, upper or lower case: `mb_stripos()`. */
        public function ipos(string $needle, int $offset = 0): int|false {}

        /** Backwards. */
        public function reverse(): static {}

        /** In lower case: `mb_strtolower()`. */
        public function lower(): static {}

        /** In upper case: `mb_strtoupper()`. */
        public function upper(): static {}

        /** A part of it: `mb_substr()`. */
        public function substr(int $offset, ?int $length = null): static {}

        /** The character at one position, the empty string where there is none; below 0 counted from the end. */
        public function char(int $index): string {}

        /**
         * With a separator after each piece of a length.
         *
         * @param string|null $separator null: CR LF
         * @throws \ValueError if $length is below 1
         */
        public function chunkSplit(int $length = 76, ?string $separator = null): static {}

        /**
         * In pieces of a length: `mb_str_split()`.
         *
         * @throws \ValueError if $length is below 1
         */
        public function chunk(int $length = 1): ArrayObject {}
    }

    /**
     * An array that has methods. Those that add, remove or sort change it and return the object itself, unless they have
     * something to tell; those that make another array return a new object of the same class, made by its constructor.
     *
     * foreach uses the one position that each object has, that of `current()` and `next()`.
     *
     * @rust objects::array
     */
    class ArrayObject implements \ArrayAccess, \Countable, \Iterator
    {
        /** @var array<mixed> the array */
        protected $array = [];

        /**
         * An array as an object.
         *
         * @param array<mixed> $array
         */
        public function __construct(array $array = []) {}

        /**
         * The array itself.
         *
         * @return array<mixed>
         */
        public function __toArray(): array {}

        /**
         * The array itself.
         *
         * @return array<mixed>
         */
        public function toArray(): array {}

        /**
         * Whether it has no element.
         *
         * @rust objects::elements
         */
        public function isEmpty(): bool {}

        /**
         * How many elements it has.
         *
         * @rust objects::elements
         */
        public function count(): int {}

        /**
         * The element at the position of the iteration; false behind the last.
         *
         * @rust objects::elements
         */
        public function current(): mixed {}

        /**
         * Its key; null behind the last.
         *
         * @rust objects::elements
         */
        public function key(): int|string|null {}

        /**
         * Goes on to the next element.
         *
         * @rust objects::elements
         */
        public function next(): void {}

        /**
         * Goes back to the first element.
         *
         * @rust objects::elements
         */
        public function rewind(): void {}

        /**
         * Whether there is an element at the position.
         *
         * @rust objects::elements
         */
        public function valid(): bool {}

        /**
         * An element.
         *
         * @throws \OutOfBoundsException if there is none under this key
         * @rust objects::elements
         */
        public function get(mixed $key): mixed {}

        /**
         * An element, or another value if there is none under this key.
         *
         * @rust objects::elements
         */
        public function getOr(mixed $key, mixed $default = null): mixed {}

        /**
         * The first element; null if there is none.
         *
         * @rust objects::elements
         */
        public function first(): mixed {}

        /**
         * The last element; null if there is none.
         *
         * @rust objects::elements
         */
        public function last(): mixed {}

        /**
         * The first key: `array_key_first()`.
         *
         * @rust objects::elements
         */
        public function firstKey(): int|string|null {}

        /**
         * The last key: `array_key_last()`.
         *
         * @rust objects::elements
         */
        public function lastKey(): int|string|null {}

        /**
         * Any element: `array_rand()`.
         *
         * @throws \ValueError if there is none
         * @rust objects::elements
         */
        public function randomGet(): mixed {}

        /**
         * Sets an element.
         *
         * @rust objects::elements
         */
        public function set(mixed $key, mixed $value): static {}

        /**
         * Removes an element, if there is one under this key.
         *
         * @rust objects::elements
         */
        public function delete(mixed $key): static {}

        /**
         * Removes the first element that is equal.
         *
         * @param bool $strict whether `===` decides
         */
        public function remove(mixed $value, bool $strict = true): static {}

        /**
         * Removes all elements.
         *
         * @rust objects::elements
         */
        public function clear(): static {}

        /**
         * `$array[$key]`: null with PHP's warning if there is none under this key.
         *
         * @rust objects::elements
         */
        public function offsetGet(mixed $key): mixed {}

        /**
         * `$array[$key] = $value`, `$array[] = $value`.
         *
         * @rust objects::elements
         */
        public function offsetSet(mixed $key, mixed $value): void {}

        /**
         * `unset($array[$key])`.
         *
         * @rust objects::elements
         */
        public function offsetUnset(mixed $key): void {}

        /**
         * `isset($array[$key])`: false also for an element that is null.
         *
         * @rust objects::elements
         */
        public function offsetExists(mixed $key): bool {}

        /**
         * Whether there is an element under this key, null too: `array_key_exists()`.
         *
         * @rust objects::elements
         */
        public function exists(mixed $key): bool {}

        /**
         * Whether a value is among the elements: `in_array()`.
         *
         * @param bool $strict whether `===` decides
         */
        public function contains(mixed $value, bool $strict = true): bool {}

        /**
         * The first key of a value: `array_search()`.
         *
         * @param bool $strict whether `===` decides
         */
        public function search(mixed $value, bool $strict = true): int|string|false {}

        /**
         * The same as {@see ArrayObject::search()}.
         *
         * @implementation-alias search
         */
        public function indexOf(mixed $value, bool $strict = true): int|string|false {}

        /**
         * The last key of a value.
         *
         * @param bool $strict whether `===` decides
         */
        public function lastIndexOf(mixed $value, bool $strict = true): int|string|false {}

        /** All elements in one string: `implode()`. */
        public function join(string $separator = ''): StringObject {}

        /** The array as a string: `serialize()`. The object itself is serialized by PHP's function. */
        public function serialize(): string {}

        /**
         * Takes over the array that was made a string.
         *
         * @throws \UnexpectedValueException if $data is not that of an array
         */
        public function unserialize(string $data): static {}

        /**
         * Adds values at the end: `array_push()`.
         *
         * @rust objects::elements
         */
        public function append(mixed ...$values): static {}

        /**
         * Adds a value at the end: `array_push()`.
         *
         * @return int how many elements there are now
         * @rust objects::elements
         */
        public function pushBack(mixed $value): int {}

        /**
         * Adds a value at the beginning: `array_unshift()`.
         *
         * @return int how many elements there are now
         * @rust objects::elements
         */
        public function pushFront(mixed $value): int {}

        /**
         * Removes the last element: `array_pop()`.
         *
         * @return mixed the element; null if there was none
         * @rust objects::elements
         */
        public function popBack(): mixed {}

        /**
         * Removes the first element: `array_shift()`.
         *
         * @return mixed the element; null if there was none
         * @rust objects::elements
         */
        public function popFront(): mixed {}

        /**
         * Puts a value before the element at a place; integer keys are counted anew.
         *
         * @param int $offset below 0 counted from the end
         * @rust objects::elements
         */
        public function insert(int $offset, mixed $value): static {}

        /**
         * Replaces a part: `array_splice()`.
         *
         * @return static the elements that were there
         */
        public function splice(int $offset, ?int $length = null, mixed $replacement = []): static {}

        /** A part: `array_slice()`. */
        public function slice(int $offset, ?int $length = null, bool $preserve_keys = false): static {}

        /**
         * In pieces, which are arrays: `array_chunk()`.
         *
         * @throws \ValueError if $length is below 1
         */
        public function chunk(int $length, bool $preserve_keys = false): static {}

        /** The keys: `array_keys()`. */
        public function keys(): static {}

        /** The elements, with keys from 0: `array_values()`. */
        public function values(): static {}

        /** Keys and elements exchanged: `array_flip()`. */
        public function flip(): static {}

        /** One column of the rows that the elements are: `array_column()`. */
        public function column(int|string|null $column, int|string|null $index = null): static {}

        /** Each element once: `array_unique()`. */
        public function unique(int $flags = SORT_STRING): static {}

        /** Backwards: `array_reverse()`. */
        public function reverse(bool $preserve_keys = false): static {}

        /**
         * What a function makes of the elements: `array_map()`.
         *
         * @param array<mixed> ...$arrays further arrays, an element of each of which the function gets too
         */
        public function map(callable $callback, array ...$arrays): static {}

        /** The elements that a function says true of, with their keys: `array_filter()`. */
        public function filter(?callable $callback = null, int $mode = 0): static {}

        /** What a function makes of all elements, one after the other: `array_reduce()`. */
        public function reduce(callable $callback, mixed $initial = null): mixed {}

        /**
         * Calls a function with each element and its key: `array_walk()`. If it takes the element by reference, it can
         * change it.
         *
         * @param mixed $arg a third argument, unless null
         */
        public function each(callable $callback, mixed $arg = null): static {}

        /** The sum: `array_sum()`. */
        public function sum(): int|float {}

        /** The product: `array_product()`. */
        public function product(): int|float {}

        /** In random order: `shuffle()`. */
        public function shuffle(): static {}

        /** Sorts: `sort()`. */
        public function sort(int $flags = SORT_REGULAR): static {}

        /** Sorts, largest first: `rsort()`. */
        public function rsort(int $flags = SORT_REGULAR): static {}

        /** Sorts as a function says: `usort()`. */
        public function usort(callable $callback): static {}

        /** Sorts and keeps keys: `asort()`. */
        public function asort(int $flags = SORT_REGULAR): static {}

        /** Sorts and keeps keys, largest first: `arsort()`. */
        public function arsort(int $flags = SORT_REGULAR): static {}

        /** Sorts as a function says and keeps keys: `uasort()`. */
        public function uasort(callable $callback): static {}

        /** Sorts by keys: `ksort()`. */
        public function ksort(int $flags = SORT_REGULAR): static {}

        /** Sorts by keys, largest first: `krsort()`. */
        public function krsort(int $flags = SORT_REGULAR): static {}

        /** Sorts by keys as a function says: `uksort()`. */
        public function uksort(callable $callback): static {}

        /** Sorts as people do: `natsort()`. */
        public function natsort(): static {}

        /** Sorts as people do, upper or lower case: `natcasesort()`. */
        public function natcasesort(): static {}
    }
}
