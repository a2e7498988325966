--TEST--
Coroutines, channels, fibers, generators, destructors, buffers, autoloaders and cancellations at random
--FILE--
<?php
// What each call returns depends on all the others. That everything comes to an end does not.
mt_srand(7);
Co::set(['enable_deadlock_check' => false, 'max_coroutine' => 500]);

function nap(): void
{
    if (Co::getCid() > 0) Co::sleep(mt_rand(1, 3) / 1000);
}

class Restless
{
    public $self;
    public function __construct(private array $chans) {}
    public function __destruct()
    {
        if (Co::getCid() < 0) return;
        $chan = $this->chans[array_rand($this->chans)];
        match (mt_rand(0, 4)) {
            0 => $chan->push(1, 0.001),
            1 => $chan->pop(0.001),
            2 => nap(),
            3 => go('nap'),
            4 => null,
        };
    }
}

class Slow
{
    public $links;
    public function __sleep() { nap(); return ['links']; }
    public function __wakeup() { nap(); }
}

spl_autoload_register(function ($class) {
    nap();
    if (mt_rand(0, 1)) eval("class $class {}");
});
set_error_handler(function ($number, $text) {
    if (mt_rand(0, 9) === 0) nap();
    if (mt_rand(0, 5) === 0) throw new ErrorException($text);
    return true;
});

function steps(array $chans, int $depth): array
{
    $any = fn () => $chans[array_rand($chans)];
    $anybody = fn () => mt_rand(1, Co::stats()['coroutine_last_cid']);
    return [
        fn () => nap(),
        fn () => $any()->push(new Restless($chans), mt_rand(1, 3) / 1000),
        fn () => $any()->pop(mt_rand(1, 3) / 1000),
        fn () => mt_rand(0, 20) === 0 && $any()->close(),
        fn () => $depth < 6 && go('live', $chans, $depth + 1),
        fn () => Co::cancel($anybody()),
        fn () => @Co::resume($anybody()),
        function () {
            $cid = Co::getCid();
            go(function () use ($cid) { nap(); Co::cancel($cid); });
            Co::yield();
        },
        function () {
            $cid = go(function () {
                try { Co::sleep(1); } catch (Swoole\Coroutine\CanceledException) { nap(); }
            });
            Co::cancel($cid, true);
        },
        fn () => (new Fiber(function () use ($chans, $depth) { nap(); if ($depth < 3) live($chans, $depth + 2); }))->start(),
        function () {
            $fiber = new Fiber(function () { try { Fiber::suspend(); nap(); } finally { nap(); } });
            $fiber->start();
            if (mt_rand(0, 1)) $fiber->resume();
        },
        function () {
            $numbers = (function () { try { yield 1; nap(); yield 2; } finally { nap(); } })();
            foreach ($numbers as $number) if (mt_rand(0, 1)) break;
        },
        function () {
            ob_start(mt_rand(0, 1) ? null : function ($text) { nap(); return ''; });
            echo 'discarded';
            nap();
            ob_end_clean();
        },
        function () {
            $list = range(1, 6);
            shuffle($list);
            usort($list, function ($a, $b) { if (mt_rand(0, 3) === 0) nap(); return $a <=> $b; });
        },
        function () { $slow = new Slow; $slow->links = [new Slow, $slow]; unserialize(serialize($slow)); },
        function () { defer('nap'); },
        function () use ($chans) { $garbage = new Restless($chans); $garbage->self = $garbage; unset($garbage); gc_collect_cycles(); },
        function () use ($chans) { new Restless($chans); },
        fn () => class_exists('C' . mt_rand(0, 30)),
        fn () => exit(1),
        fn () => @trigger_error('a warning', E_USER_WARNING),
    ];
}

$count = 0;
function live(array $chans, int $depth): void
{
    global $count;
    $steps = steps($chans, $depth);
    for ($i = mt_rand(3, 12); $i > 0; $i--) {
        $count++;
        try {
            $steps[array_rand($steps)]();
        } catch (ErrorException | Swoole\ExitException) {
        }
    }
}

for ($round = 0; $round < 3; $round++) {
    Co\run(function () {
        for ($i = 0; $i < 150; $i++) {
            go('live', [new chan(1), new chan(2), new chan(5)], 0);
            if ($i % 20 === 0) nap();
        }
    });
}
echo $count > 1000 ? 'many' : 'few', ' operations, ', Co::stats()['coroutine_num'], " coroutines left\n";
?>
--EXPECT--
many operations, 0 coroutines left
