--TEST--
Event: writable callbacks, set(), and write() of more than the peer takes
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

[$a, $b] = pair();
$fd = Event::add($a, null, function ($a) {
    echo "writable\n";
    var_dump(Event::set($a, function ($a) {
        echo 'read ', fread($a, 10), "\n";
        Event::del($a);
    }, null, SWOOLE_EVENT_READ));
    var_dump(Event::isset($a, SWOOLE_EVENT_READ), Event::isset($a, SWOOLE_EVENT_WRITE));
}, SWOOLE_EVENT_WRITE);
Swoole\Timer::after(5, fn () => fwrite($b, 'hello'));
Event::wait();

// 4 MB into a socket that holds some 200 KB.
[$a, $b] = pair();
$data = random_bytes(1 << 20);
Event::add($a, fn () => 1);
for ($i = 0; $i < 4; $i++) {
    if (!Event::write($a, $data)) echo "refused\n";
}
$received = '';
Event::add($b, function ($b) use (&$received, $a) {
    $received .= fread($b, 1 << 20);
    if (strlen($received) >= 4 << 20) {
        Event::del($b);
        Event::del($a);
    }
});
Event::wait();
var_dump($received === str_repeat($data, 4));

// The limit on what waits.
[$a, $b] = pair();
Event::add($a, fn () => 1);
ini_set('swoole.socket_buffer_size', '1000000');
var_dump(Event::write($a, str_repeat('x', 900000)), Event::write($a, str_repeat('x', 900000)), swoole_last_error() === SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW);
Event::del($a);
?>
--EXPECT--
writable
bool(true)
bool(true)
bool(false)
read hello
bool(true)
bool(true)
bool(false)
bool(true)
