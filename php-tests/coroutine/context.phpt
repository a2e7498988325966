--TEST--
getContext(): one array object a coroutine, gone when it has ended
--FILE--
<?php
use Swoole\Coroutine;

class Witness { public function __construct(public string $name) {} public function __destruct() { echo "$this->name dies in ", Coroutine::getCid(), "\n"; } }

var_dump(Coroutine::getContext());
Co\run(function () {
    $context = Coroutine::getContext();
    var_dump(get_class($context), $context === Coroutine::getContext(), $context === Coroutine::getContext(Coroutine::getCid()), count($context));
    $context['key'] = 'value';
    $context->property = 1;
    var_dump(isset($context->key), $context['key'], $context->property);
    $cid = go(function () use ($context) {
        var_dump(Coroutine::getContext() === $context, Coroutine::getContext(Coroutine::getPcid()) === $context);
        Coroutine::getContext()['mine'] = new Witness('its');
        Coroutine::yield();
    });
    var_dump(Coroutine::getContext($cid)['mine']->name);
    Coroutine::resume($cid);
    swoole_clear_error();
    var_dump(Coroutine::getContext($cid), swoole_last_error());

    // Kept by somebody else it lives on.
    $kept = null;
    go(function () use (&$kept) { $kept = Coroutine::getContext(); $kept['x'] = 1; });
    var_dump(count($kept));

    echo "-- order\n";
    $cid = go(function ($argument) {
        Coroutine::yield();
        Coroutine::getContext()['in'] = new Witness('context');
        Coroutine::getContext()['last'] = new class {
            public function __destruct() { var_dump(Coroutine::getContext()); }
        };
        defer(function () {
            echo "defer, context has ", count(Coroutine::getContext()), "\n";
            ob_start(function ($text) { return "flushed: $text"; });
            echo "output\n";
        });
    }, new Witness('argument'));
    Coroutine::resume($cid);
    echo "-- made in a defer\n";
    go(function () { defer(function () { Coroutine::getContext()['x'] = new Witness('late'); }); });
    echo "-- never made\n";
    $cid = go(function () { Coroutine::yield(); }, new class { public function __destruct() { var_dump(Coroutine::getContext()); } });
    Coroutine::resume($cid);

    // A cycle through the context.
    go(function () { $c = Coroutine::getContext(); $c['self'] = $c; $c['witness'] = new Witness('cycle'); });
    gc_collect_cycles();
    echo "end\n";
});
?>
--EXPECTF--
NULL
string(24) "Swoole\Coroutine\Context"
bool(true)
bool(true)
int(0)
bool(false)
string(5) "value"
int(1)
bool(false)
bool(true)
string(3) "its"
its dies in 2
NULL
int(10016)
int(1)
-- order
defer, context has 2
flushed: output
context dies in 4

Warning: Swoole\Coroutine::getContext(): The context of coroutine has been destroyed in %s on line %d
NULL
argument dies in 4
-- made in a defer
late dies in 5
-- never made

Warning: Swoole\Coroutine::getContext(): The context of coroutine has been destroyed in %s on line %d
NULL
cycle dies in 1
end
