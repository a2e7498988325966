--TEST--
Timeouts: false and errCode -1; zero and less wait for ever; errCode is not reset by a success
--FILE--
<?php
Co\run(function () {
    $chan = new chan(1);
    var_dump($chan->capacity, $chan->errCode);
    foreach ([0.001, 0.0001] as $timeout) {
        $chan->errCode = 0;
        var_dump($chan->pop($timeout), $chan->errCode, $chan->stats()['consumer_num']);
    }
    $chan->errCode = 0;
    var_dump($chan->push(false));
    var_dump($chan->push('dropped', 0.001), $chan->errCode, $chan->stats()['producer_num']);
    // false as data, after a failure: the code is the old one.
    var_dump($chan->pop(), $chan->errCode, $chan->length());
    foreach ([0, -1, -5.5] as $timeout) {
        $cid = go(function () use ($chan, $timeout) {
            $start = microtime(true);
            var_dump($chan->pop($timeout), microtime(true) - $start >= 0.01);
        });
        Co::sleep(0.012);
        var_dump(Co::exists($cid));
        $chan->push("for $timeout");
    }
    // In time.
    go(function () use ($chan) { Co::sleep(0.001); $chan->push('in time'); });
    var_dump($chan->pop(5));
    // The timer of a wait that ended does not disturb the next one.
    go(function () use ($chan) { $chan->push(1); });
    $chan->pop(0.002);
    $start = microtime(true);
    go(function () use ($chan) { Co::sleep(0.01); $chan->push(2); });
    var_dump($chan->pop(), microtime(true) - $start >= 0.009);
});
?>
--EXPECT--
int(1)
int(0)
bool(false)
int(-1)
int(0)
bool(false)
int(-1)
int(0)
bool(true)
bool(false)
int(-1)
int(0)
bool(false)
int(-1)
int(0)
bool(true)
string(5) "for 0"
bool(true)
bool(true)
string(6) "for -1"
bool(true)
bool(true)
string(8) "for -5.5"
bool(true)
string(7) "in time"
int(2)
bool(true)
