--TEST--
Socket: let go of while it is waited for, in destructors, at the end of the script; no descriptor stays open
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use Swoole\Event;
use function Swoole\Coroutine\{go, run};

function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}

class Closer
{
    public ?Closer $self = null;

    public function __construct(private Socket $socket, private string $what)
    {
    }

    public function __destruct()
    {
        echo "$this->what: ", json_encode($this->socket->recv(100, 1)), ' ', json_encode($this->socket->send('from a destructor')), "\n";
    }
}

run(function () {
    // The first wait opens what the event loop needs.
    [$one, $other] = pair();
    $one->recv(1, 0.001);
    $before = descriptors();

    echo "the only reference is the waiting call's\n";
    [$a, $b] = pair();
    $cid = go(function () use (&$a) {
        $result = $a->recv();
        echo json_encode($result), "\n";
    });
    $a = null;
    $b->send('still there');
    Coroutine::sleep(0.001);
    // The end of the call was the end of the socket.
    show($b, $b->recv(1, 5));

    echo "a coroutine that is cancelled lets go\n";
    [$a, $b] = pair();
    $cid = go(function () use ($a) {
        $a->recv();
    });
    unset($a);
    Coroutine::cancel($cid);
    show($b, $b->recv(1, 5));

    echo "destructors\n";
    foreach (['of a value', 'of a cycle'] as $what) {
        [$a, $b] = pair();
        $b->send('for it');
        $object = new Closer($a, $what);
        unset($a);
        if ($what === 'of a cycle') {
            $object->self = $object;
        }
        unset($object);
        gc_collect_cycles();
        show($b, $b->recv(100, 5));
    }

    echo "many\n";
    $listening = listening();
    $port = $listening->getsockname()['port'];
    for ($i = 0; $i < 300; $i++) {
        go(function () use ($port, $i) {
            $client = new Socket(AF_INET, SOCK_STREAM, 0);
            $client->connect('127.0.0.1', $port, 5);
            $i % 3 ? $client->recv(1, 0.01) : $client->close();
        });
        $server = $listening->accept(5);
        $i % 2 && $server->send('x');
    }
    unset($server, $listening);
    try {
        for ($i = 0; $i < 100; $i++) {
            (new Socket(AF_INET, SOCK_STREAM, 0))->bind('192.0.2.1');
        }
    } catch (Throwable $e) {
        echo $e->getMessage(), "\n";
    }
    Coroutine::sleep(0.05);
    unset($a, $b);
    gc_collect_cycles();
    var_dump(descriptors() === $before);
});

// Waits that nobody ends, of which the script leaves one behind.
[$one, $other] = pair();
register_shutdown_function(function () use ($one) {
    echo 'at the end: ', json_encode($one->getsockname()), ' ', json_encode($one->isClosed()), "\n";
});
go(function () use ($one) {
    $one->recv(1, -1);
    echo "never\n";
});
go(function () {
    [$a, $b] = pair();
    Coroutine::defer(fn() => print("never\n"));
    $a->sendAll(str_repeat('x', 10_000_000), -1);
});
Coroutine::set(['enable_deadlock_check' => false]);
Event::defer(fn() => Event::exit());
Event::wait();
echo "left\n";
?>
--EXPECT--
the only reference is the waiting call's
"still there"
""
a coroutine that is cancelled lets go
""
destructors
of a value: "for it" 17
"from a destructor"
of a cycle: "for it" 17
"from a destructor"
many
bool(true)
left
at the end: {"address":"","port":0} false
