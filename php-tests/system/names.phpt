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
    // What is asked for besides (1: SOCK_STREAM) has to exist; addresses have no ports, whatever it is.
    foreach ([[1, 6, '80'], [2, 17, null], [0, 0, ''], [1, 17, null], [99, 0, null],
        [1, 6, 'no-such-service'], [1, 6, "80\0"], [PHP_INT_MAX, 0, null]] as [$socket, $protocol, $service]) {
        swoole_clear_error();
        echo json_encode([System::getaddrinfo('127.0.0.7', 2, $socket, $protocol, $service), swoole_last_error()]), ' ';
    }
    // Addresses of one family alone, each once.
    echo json_encode([System::getaddrinfo('::7', 10, 0, 0), System::getaddrinfo('::7', 2), System::getaddrinfo('127.0.0.7', 10, 0, 0)]), "\n";
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
[["127.0.0.7"],0] [["127.0.0.7"],0] [["127.0.0.7"],0] [false,711] [false,711] [false,711] [false,711] [false,711] [["::7"],false,false]
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
