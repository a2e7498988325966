--TEST--
System: outside a coroutine everything that would suspend is refused
--FILE--
<?php
use Swoole\Coroutine\System;

foreach ([
    fn () => System::sleep(1),
    fn () => System::exec('true'),
    fn () => System::gethostbyname('localhost'),
    fn () => System::getaddrinfo('localhost'),
    fn () => System::dnsLookup('localhost'),
    fn () => System::readFile(__FILE__),
    fn () => System::writeFile('/no/such', ''),
    fn () => System::wait(),
    fn () => System::waitPid(1),
    fn () => System::waitSignal(10),
    fn () => System::waitEvent(0),
    fn () => swoole_async_dns_lookup_coro('localhost'),
] as $call) {
    try {
        $call();
        echo "not refused\n";
    } catch (Swoole\Error $e) {
        $all[$e->getMessage()] = ($all[$e->getMessage()] ?? 0) + 1;
    }
}
var_dump($all);
?>
--EXPECT--
array(1) {
  ["API must be called in the coroutine"]=>
  int(12)
}
