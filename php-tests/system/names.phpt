--TEST--
System::gethostbyname(), getaddrinfo(): the system's names, addresses, what is wrong
--FILE--
<?php
use Swoole\Coroutine\System;

Co\run(function () {
    var_dump(System::gethostbyname('localhost'), System::gethostbyname('127.0.0.9'), System::gethostbyname('::9', 10));
    echo json_encode(System::getaddrinfo('localhost')), "\n";
    echo json_encode(Co::getaddrinfo('127.0.0.7')), "\n";
    foreach (["no such host.invalid", "\xff"] as $name) {
        swoole_clear_error();
        var_dump(System::gethostbyname($name, 2, 30), swoole_last_error(), System::getaddrinfo($name, 2, 1, 6, null, 30), swoole_last_error());
    }
    set_error_handler(function ($level, $message) { echo $message, "\n"; return true; });
    var_dump(System::gethostbyname(''), System::gethostbyname('x', 99), System::getaddrinfo(''), System::getaddrinfo('x', 99), System::dnsLookup(''));
});
?>
--EXPECT--
string(9) "127.0.0.1"
string(9) "127.0.0.9"
string(3) "::9"
["127.0.0.1"]
["127.0.0.7"]
bool(false)
int(711)
bool(false)
int(711)
bool(false)
int(711)
bool(false)
int(711)
Swoole\Coroutine\System::gethostbyname(): domain name is empty
Swoole\Coroutine\System::gethostbyname(): unknown protocol family, must be AF_INET or AF_INET6
Swoole\Coroutine\System::getaddrinfo(): hostname is empty
Swoole\Coroutine\System::getaddrinfo(): unknown protocol family, must be AF_INET or AF_INET6
Swoole\Coroutine\System::dnsLookup(): domain name is empty
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
