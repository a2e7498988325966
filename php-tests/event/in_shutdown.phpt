--TEST--
Event: at the end of a script; in a shutdown function; a destructor that removes
--FILE--
<?php
require __DIR__ . '/pair.inc.php';
use Swoole\Event;

class Watcher
{
    private $streams;
    public function __construct()
    {
        $this->streams = pair();
        Event::add($this->streams[0], static function () {});
    }
    public function __destruct()
    {
        var_dump(Event::del($this->streams[0]));
    }
}

[$a, $b] = pair();
Event::add($a, function ($a) { echo 'read ', fread($a, 10), "\n"; Event::del($a); });
register_shutdown_function(function () {
    [$c, $d] = pair();
    fwrite($d, 'late');
    Event::add($c, function ($c) use ($d) { echo 'read ', fread($c, 10), "\n"; Event::del($c); });
    echo "shutdown\n";
});
$watcher = new Watcher;
unset($watcher);
fwrite($b, 'hello');
echo "end of script\n";
?>
--EXPECT--
bool(true)
end of script
read hello
shutdown
read late
