--TEST--
Event: what cannot be watched, and calls for what is not
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

set_error_handler(function (int $level, string $message) {
    echo '  ', preg_replace('/\[\d+\]/', '[N]', $message), "\n";
    return true;
});
[$a, $b] = pair();
$closed = fopen('php://memory', 'r');
fclose($closed);
$cases = [
    'del without a loop' => fn () => Event::del($a),
    'set without a loop' => fn () => Event::set($a, 'strlen'),
    'write without a loop' => fn () => Event::write($a, 'x'),
    'string' => fn () => Event::add('x', 'strlen'),
    'negative' => fn () => Event::add(-1, 'strlen'),
    'object' => fn () => Event::add(new stdClass, 'strlen'),
    'closed stream' => fn () => Event::add($closed, 'strlen'),
    'memory stream' => fn () => Event::add(fopen('php://memory', 'r'), 'strlen'),
    'regular file' => fn () => Event::add(fopen(__FILE__, 'r'), 'strlen'),
    'no such descriptor' => fn () => Event::add(9999, 'strlen'),
    'no event' => fn () => Event::add($a, 'strlen', 'strlen', 1),
    'no read callback' => fn () => Event::add($a),
    'no write callback' => fn () => Event::add($a, 'strlen', null, SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE),
    'standard input, writing' => fn () => Event::add(0, 'strlen', 'strlen', SWOOLE_EVENT_WRITE),
    'no callable' => fn () => Event::add($a, 'nofn'),
    'added' => fn () => is_int(Event::add($a, 'strlen')),
    'added again' => fn () => Event::add($a, 'strlen'),
    'set: not added' => fn () => Event::set($b, 'strlen'),
    'set: no write callback' => fn () => Event::set($a, null, null, SWOOLE_EVENT_WRITE),
    'set: no callable' => fn () => Event::set($a, 1),
    'write: not added' => fn () => Event::write($b, 'x'),
    'write: nothing' => fn () => Event::write($a, ''),
    'del: not added' => fn () => Event::del($b),
    'del' => fn () => Event::del($a),
    'defer' => fn () => Event::defer('nofn'),
    'cycle' => fn () => Event::cycle(null),
];
foreach ($cases as $name => $case) {
    echo "$name\n";
    try {
        $result = $case();
        echo '  ', json_encode($result), "\n";
    } catch (Throwable $e) {
        echo '  ', get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
del without a loop
  Swoole\Event::del(): reactor is not ready, cannot call swoole_event_del
  false
set without a loop
  Swoole\Event::set(): reactor is not ready, cannot call swoole_event_set
  false
write without a loop
  Swoole\Event::write(): reactor is not ready, cannot call swoole_event_write
  false
string
  Swoole\Event::add(): invalid file descriptor passed
  Swoole\Event::add(): unknown fd type
  false
negative
  Swoole\Event::add(): invalid file descriptor#-1 passed
  Swoole\Event::add(): unknown fd type
  false
object
  Swoole\Event::add(): invalid file descriptor passed
  Swoole\Event::add(): unknown fd type
  false
closed stream
  Swoole\Event::add(): fd argument must be either valid PHP stream or valid PHP socket resource
  Swoole\Event::add(): unknown fd type
  false
memory stream
  Swoole\Event::add(): fd argument must be either valid PHP stream or valid PHP socket resource
  Swoole\Event::add(): unknown fd type
  false
regular file
  Swoole\Event::add(): swoole_event_add failed
  false
no such descriptor
  Swoole\Event::add(): swoole_event_add failed
  false
no event
  Swoole\Event::add(): invalid events
  false
no read callback
  Swoole\Event::add(): Swoole\Event: unable to find readable callback of fd [N]
  false
no write callback
  Swoole\Event::add(): Swoole\Event: unable to find writable callback of fd [N]
  false
standard input, writing
  Swoole\Event::add(): invalid socket fd [N]
  false
no callable
  Swoole\Exception: readable_callback must be of type callable, string given
added
  true
added again
  Swoole\Event::add(): already exist
  false
set: not added
  Swoole\Event::set(): socket[N] is not found in the reactor
  false
set: no write callback
  Swoole\Event::set(): Swoole\Event: unable to find writable callback of fd [N]
  false
set: no callable
  Swoole\Exception: readable_callback must be of type callable, int given
write: not added
  Swoole\Event::write(): socket[N] is not found in the reactor
  false
write: nothing
  Swoole\Event::write(): data empty
  false
del: not added
  false
del
  true
defer
  TypeError: Swoole\Event::defer(): Argument #1 ($callback) must be a valid callback, function "nofn" not found or invalid function name
cycle
  false
