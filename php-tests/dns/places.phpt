--TEST--
DNS records: where no coroutine can wait the process does: destructors of the cycle collector, plain callbacks, shutdown functions
--FILE--
<?php
require __DIR__ . '/../dns.inc.php';

$dns = new NameServer();
Co::set(['dns_server' => $dns->address]);

final class Circle
{
    public ?Circle $self;
    public function __construct(public string $where)
    {
        $this->self = $this;
    }
    public function __destruct()
    {
        echo $this->where, ' ', json_encode([swoole_checkdnsrr('x.example.'), count(swoole_dns_get_record('x.example.', DNS_A))]), "\n";
    }
}
Co\run(function () {
    new Circle('collected in a coroutine');
    gc_collect_cycles();
});
new Circle('collected outside');
gc_collect_cycles();
swoole_async_set(['enable_coroutine' => false]);
Swoole\Timer::after(1, function () {
    echo 'timer ', Co::getCid(), ' ', json_encode(swoole_checkdnsrr('x.example.')), "\n";
    new Circle('collected in a callback');
    gc_collect_cycles();
});
Swoole\Event::wait();
register_shutdown_function(function () {
    echo 'shutdown function ', json_encode(swoole_checkdnsrr('x.example.')), "\n";
});
?>
--EXPECT--
collected in a coroutine [true,2]
collected outside [true,2]
timer -1 true
collected in a callback [true,2]
shutdown function true
