--TEST--
cancel(): the target's wait fails at once, on the spot
--FILE--
<?php
use Swoole\Coroutine;

Co\run(function () {
    $waits = [
        'yield' => fn () => Coroutine::yield(),
        'sleep' => fn () => Coroutine::sleep(100),
        'pop' => function () { $c = new chan(1); $r = $c->pop(100); echo "errCode $c->errCode "; return $r; },
        'push' => function () { $c = new chan(1); $c->push(1); $r = $c->push(2); echo "errCode $c->errCode, "; var_dump($c->stats() === ['consumer_num' => 0, 'producer_num' => 0, 'queue_num' => 1]); return $r; },
    ];
    foreach ($waits as $name => $wait) {
        $cid = go(function () use ($name, $wait) {
            swoole_clear_error();
            $result = $wait();
            echo "$name: ", json_encode($result), ' ', json_encode(Coroutine::isCanceled()), ' ', swoole_last_error(), "\n";
            Coroutine::sleep(0.001);
            echo "$name goes on: ", json_encode(Coroutine::isCanceled()), "\n";
        });
        var_dump(Coroutine::cancel($cid));
        echo "--\n";
        Coroutine::sleep(0.005);
    }
    foreach (['self' => Coroutine::getCid(), 'ended' => 2, 'unknown' => 1000] as $name => $cid) {
        swoole_clear_error();
        echo $name, ' ', json_encode(Coroutine::cancel($cid)), ' ', swoole_last_error(), ' ', swoole_strerror(swoole_last_error()), "\n";
    }
    $parent = Coroutine::getCid();
    go(function () use ($parent) { echo 'running parent ', json_encode(Coroutine::cancel($parent)), ' ', swoole_last_error(), "\n"; });
});
?>
--EXPECT--
yield: false true 10017
bool(true)
--
yield goes on: false
sleep: false true 10017
bool(true)
--
sleep goes on: false
errCode -3 pop: false true 10017
bool(true)
--
pop goes on: false
errCode -3, bool(true)
push: false true 10017
bool(true)
--
push goes on: false
self false 10015 Coroutine cannot cancel
ended false 10016 Coroutine not exists
unknown false 10016 Coroutine not exists
running parent false 10015
