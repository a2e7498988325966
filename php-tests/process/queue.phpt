--TEST--
A process' message queue
--EXTENSIONS--
pcntl
--SKIPIF--
<?php
if (!is_readable('/proc/sys/kernel/msgmax')) die('skip the kernel has no message queues');
?>
--FILE--
<?php
use Swoole\Process;

require __DIR__ . '/family.inc.php';

$queue = new Process(fn () => 0, false, 0);
var_dump(with_warnings(fn () => [$queue->push('x'), $queue->pop(), $queue->statQueue(), $queue->freeQueue()]) === [false, false, false, false]);

$echo = new Process(function (Process $child) {
    while (($message = $child->pop()) !== 'end') {
        $child->push(strrev($message));
        // Not to take its own.
        usleep(20_000);
    }
}, false, 0);
var_dump($echo->useQueue(0, SWOOLE_MSGQUEUE_ORIENT), is_int($echo->msgQueueId), $echo->msgQueueKey === ftok(__FILE__, "\1"));
register_shutdown_function(fn ($parent) => $parent === getmypid() && @$echo->freeQueue(), getmypid());
// Of another object: another type of messages in the same queue.
$other = new Process(fn () => 0, false, 0);
$other->useQueue(0, SWOOLE_MSGQUEUE_ORIENT | Process::IPC_NOWAIT);
var_dump($other->msgQueueId === $echo->msgQueueId);
$echo->push('abc');
var_dump($other->pop(), swoole_errno());
var_dump($echo->statQueue());
$other->push('for the other');
$any = new Process(fn () => 0, false, 0);
$any->useQueue(0, SWOOLE_MSGQUEUE_BALANCE | Process::IPC_NOWAIT);
var_dump($any->pop(), $other->pop(), $any->pop());

$pid = Family::start($echo);
$echo->push('hello');
$answer = eventually(fn () => ($got = $echo->pop()) === 'olleh' ? $got : ($echo->push($got) && usleep(5000) && false));
var_dump($answer);
$echo->push('end');
echo Family::end($pid), "\n";

// Larger than asked for stays; larger than the system allows is refused.
$any->push('a long message');
var_dump(with_warnings(fn () => $any->pop(5)), $any->pop());
$most = (int) file_get_contents('/proc/sys/kernel/msgmax');
var_dump($any->push(str_repeat('x', $most)), strlen($any->pop($most)) === $most);
var_dump(str_replace($most + 1, 'N', json_encode(@$any->push(str_repeat('x', $most + 1)))), swoole_errno());
// Full.
$full = new Process(fn () => 0, false, 0);
$full->useQueue(0, SWOOLE_MSGQUEUE_BALANCE | Process::IPC_NOWAIT, 1000);
var_dump($full->push(str_repeat('x', 900)), $full->push(str_repeat('x', 900)), swoole_errno());
var_dump(with_warnings(fn () => $full->push('')));
var_dump($echo->freeQueue());
var_dump(with_warnings(fn () => $any->push('x')));
?>
--EXPECTF--
  Swoole\Process::push(): no msgqueue, cannot use push()
  Swoole\Process::pop(): no msgqueue, cannot use pop()
  Swoole\Process::statQueue(): no msgqueue, cannot use statQueue()
  Swoole\Process::freeQueue(): no msgqueue, cannot use freeQueue()
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
int(42)
array(2) {
  ["queue_num"]=>
  int(1)
  ["queue_bytes"]=>
  int(3)
}
string(3) "abc"
string(13) "for the other"
bool(false)
string(5) "olleh"
code 0
  Swoole\Process::pop(): msgrcv() failed, Error: Argument list too long[7]
bool(false)
string(14) "a long message"
bool(true)
bool(true)
string(5) "false"
int(22)
bool(true)
bool(false)
int(11)
  Swoole\Process::push(): the data to be sent is empty
bool(false)
bool(true)
  Swoole\Process::push(): msgsnd(1 bytes) failed, Error: Invalid argument[22]
bool(false)
