--TEST--
Event::add(): called for what can be read until it is removed; the loop runs as long
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

[$a, $b] = pair();
var_dump(Event::isset($a));
$fd = Event::add($a, function ($stream) use ($a) {
    var_dump($stream === $a, Co::getCid() > 0, Co::getPcid());
    $data = fread($stream, 100);
    echo "read ", json_encode($data), "\n";
    if ($data === '') {
        var_dump(feof($stream), Event::del($stream), Event::del($stream), Event::isset($stream));
        fclose($stream);
    }
});
var_dump(is_int($fd) && $fd > 2, Event::isset($a), Event::isset($a, SWOOLE_EVENT_WRITE), Event::isset($fd, SWOOLE_EVENT_READ));
fwrite($b, 'one');
go(function () use ($b) {
    Co::sleep(0.01);
    fwrite($b, 'two');
    Co::sleep(0.01);
    fclose($b);
});
Event::wait();
echo "over\n";
Event::wait();
?>
--EXPECT--
bool(false)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
int(-1)
read "one"
bool(true)
bool(true)
int(-1)
read "two"
bool(true)
bool(true)
int(-1)
read ""
bool(true)
bool(true)
bool(false)
bool(false)
over
