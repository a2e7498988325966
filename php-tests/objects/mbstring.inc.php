<?php

/*
 * What MultibyteStringObject needs of mbstring, for UTF-8, where the extension is not loaded: enough to see what is called.
 */

if (!function_exists('mb_strlen')) {
    function mb_str_split(string $string, int $length = 1): array
    {
        if ($length < 1) {
            throw new ValueError('mb_str_split(): Argument #2 ($length) must be greater than 0');
        }
        preg_match_all("/.{1,$length}/us", $string, $found);
        return $found[0];
    }

    function mb_strlen(string $string): int
    {
        return count(mb_str_split($string));
    }

    function mb_substr(string $string, int $start, ?int $length = null): string
    {
        return implode('', array_slice(mb_str_split($string), $start, $length));
    }

    /** As characters before a place in bytes. */
    function mb_before(string $string, int|false $place): int|false
    {
        return $place === false ? false : mb_strlen(substr($string, 0, $place));
    }

    function mb_strpos(string $haystack, string $needle, int $offset = 0): int|false
    {
        return mb_before($haystack, strpos($haystack, $needle, strlen(mb_substr($haystack, 0, $offset))));
    }

    function mb_strrpos(string $haystack, string $needle): int|false
    {
        return mb_before($haystack, strrpos($haystack, $needle));
    }

    function mb_strtolower(string $string): string
    {
        return strtr($string, ['Ä' => 'ä', 'Ö' => 'ö', 'Ü' => 'ü', 'É' => 'é'] + array_combine(range('A', 'Z'), range('a', 'z')));
    }

    function mb_strtoupper(string $string): string
    {
        return strtr($string, ['ä' => 'Ä', 'ö' => 'Ö', 'ü' => 'Ü', 'é' => 'É'] + array_combine(range('a', 'z'), range('A', 'Z')));
    }

    function mb_stripos(string $haystack, string $needle, int $offset = 0): int|false
    {
        return mb_strpos(mb_strtolower($haystack), mb_strtolower($needle), $offset);
    }
}
