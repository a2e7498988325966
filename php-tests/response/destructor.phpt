--TEST--
Responses ended in destructors, in defer(), in a Fiber, in a generator, by other coroutines
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

use Swoole\Coroutine;

class Ender
{
    public function __construct(private $response, private string $text) {}
    public function __destruct() { $this->response->write('in '); $this->response->end($this->text); }
}

$server = TestServer::start(function ($http) {
    $http->handle('/destructor', function ($request, $response) {
        $ender = new Ender($response, 'a destructor');
    });
    $http->handle('/large', function ($request, $response) {
        // What a destructor cannot wait for is sent all the same.
        $ender = new Ender($response, str_repeat('x', 10_000_000));
    });
    $http->handle('/cycle', function ($request, $response) {
        $ender = new Ender($response, 'the cycle collector');
        @$ender->self = $ender;
        unset($ender);
        gc_collect_cycles();
    });
    $http->handle('/defer', function ($request, $response) {
        Coroutine::defer(fn () => $response->end('deferred'));
    });
    $http->handle('/fiber', function ($request, $response) {
        $fiber = new Fiber(function () use ($response) {
            $response->write('fiber ');
            Fiber::suspend();
            $response->end('resumed');
        });
        $fiber->start();
        $fiber->resume();
    });
    $http->handle('/generator', function ($request, $response) {
        $generator = (function () use ($response) {
            try {
                yield $response->write('generator ');
            } finally {
                $response->end('ended');
            }
        })();
        $generator->current();
    });
    $http->handle('/others', function ($request, $response) {
        foreach (range(1, 5) as $n) {
            go(function () use ($response, $n) {
                Coroutine::sleep($n / 1000);
                $response->write("$n ");
                $n === 5 && $response->end('together');
            });
        }
    });
    $http->handle('/throwing', function ($request, $response) {
        $thrower = new class {
            public function __destruct() { throw new Exception('from a destructor'); }
        };
        $response->end('sent');
    });
});
foreach (['/destructor', '/cycle', '/defer', '/fiber', '/generator', '/others', '/throwing', '/nothing'] as $target) {
    echo "$target: ", $server->get($target), "\n";
}
var_dump(strlen($server->get('/large')->body));
echo preg_replace('/^\n(Fatal error: .*?) in .*?\n  thrown in \S+ on line \d+$/ms', '$1', $server->stop());
?>
--EXPECT--
/destructor: 200 in a destructor
/cycle: 200 in the cycle collector
/defer: 200 deferred
/fiber: 200 fiber resumed
/generator: 200 generator ended
/others: 200 1 2 3 4 5 together
/throwing: 200 sent
/nothing: 404
int(10000003)
Fatal error: Uncaught Exception: from a destructor
