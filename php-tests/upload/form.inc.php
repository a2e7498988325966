<?php

/** A part of a form. */
function part(string $disposition, string $content, string $headers = ''): string
{
    return "Content-Disposition: form-data; $disposition\r\n$headers\r\n$content";
}

/** A multipart/form-data request. */
function form(array $parts, string $method = 'POST', string $target = '/'): string
{
    $body = '';
    foreach ($parts as $part) {
        $body .= "--xyz\r\n$part\r\n";
    }
    return form_request("$body--xyz--\r\n", $method, $target);
}

/** A request with a body that says it is a form. */
function form_request(string $body, string $method = 'POST', string $target = '/', string $type = 'multipart/form-data; boundary=xyz'): string
{
    return "$method $target HTTP/1.1\r\nHost: x\r\nContent-Type: $type\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body";
}

/** Temporary names made the same. */
function same_names(string $json): string
{
    return preg_replace('~/[^"]*/swoole\.upfile\.\w{6}~', '<tmp>', $json);
}
