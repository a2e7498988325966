--TEST--
Socket: import() of streams and of sockets of the sockets extension; Event and waitEvent() take a Socket
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/sockets.inc.php';
use Swoole\Coroutine;
use Swoole\Coroutine\Socket;
use Swoole\Event;
use function Swoole\Coroutine\run;

run(function () {
    [$one, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $socket = Socket::import($one);
    var_dump($socket::class, $socket->domain === AF_UNIX, $socket->type === SOCK_STREAM);
    fwrite($other, 'from a stream');
    show($socket, $socket->recv());
    show($socket, $socket->recv(10, 0.01));
    $socket->send("to a stream\n");
    echo fgets($other);
    // The stream goes on by itself.
    $socket->close();
    fwrite($one, "still open\n");
    echo fgets($other);

    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    $socket = Socket::import($pair[0]);
    socket_write($pair[1], 'from ext/sockets');
    show($socket, $socket->recv());

    var_dump(Socket::import(fopen(__FILE__, 'r')), Socket::import(fopen('php://memory', 'r')));
    foreach ([5, 'x', new stdClass, null] as $wrong) {
        try {
            Socket::import($wrong);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
    }

    [$one, $other] = pair();
    Coroutine\go(fn() => show($one, $one->recv()));
    Coroutine::sleep(0.001);
    $other->send('waited for before');
    Coroutine::sleep(0.001);
    Coroutine\go(function () use ($other) {
        Coroutine::sleep(0.01);
        $other->send('event');
    });
    var_dump(Coroutine\System::waitEvent($one, SWOOLE_EVENT_READ, 5) === SWOOLE_EVENT_READ);
    show($one, $one->recv());
    Event::add($one, function ($socket) use ($one) {
        var_dump($socket === $one);
        show($one, $one->recv());
        Event::del($one);
    });
    $other->send('called back');
});
?>
--EXPECTF--
string(23) "Swoole\Coroutine\Socket"
bool(true)
bool(true)
"from a stream"
false 110 Connection timed out
to a stream
still open
"from ext\/sockets"

Warning: Swoole\Coroutine\Socket::import(): Cannot represent a stream of type STDIO as a Socket Descriptor in %s on line %d

Warning: Swoole\Coroutine\Socket::import(): Cannot represent a stream of type MEMORY as a Socket Descriptor in %s on line %d
bool(false)
bool(false)
Swoole\Coroutine\Socket::import(): Argument #1 ($stream) must be a valid stream resource
Swoole\Coroutine\Socket::import(): Argument #1 ($stream) must be a valid stream resource
Swoole\Coroutine\Socket::import(): Argument #1 ($stream) must be a valid stream resource
Swoole\Coroutine\Socket::import(): Argument #1 ($stream) must be a valid stream resource
"waited for before"
bool(true)
"event"
bool(true)
"called back"
