--TEST--
The cycle collector and suspended coroutines: what they hold stays, wherever they hold it, and goes when they end
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Channel;

/** A node of a ring: nothing but the ring itself, and whoever holds one of them, keeps it. */
class Node
{
    public static int $alive = 0;
    public ?Node $next = null;
    public array $others = [];
    public function __construct(public string $text) { self::$alive++; }
    public function __destruct() { self::$alive--; }
    public function inside(Channel $gate): string { $gate->pop(); return check($this); }
}

/** A ring of three, one of which is in its own array besides. */
function ring(string $text): Node
{
    [$a, $b, $c] = [new Node($text), new Node($text), new Node($text)];
    [$a->next, $b->next, $c->next] = [$b, $c, $a];
    $a->others = [$a, [$b, 'deep' => [$c]]];
    return $a;
}

/** Whether the ring is as it was made. */
function check(Node $node): string
{
    $whole = $node->next->next->next === $node && $node->others[1]['deep'][0] === $node->next->next
        && $node->text === $node->next->text && $node->text === $node->next->next->text;
    return $node->text . ($whole ? '' : ' is broken');
}

function argument(Node $node, Channel $gate, string ...$more): string { $gate->pop(); return check($node) . implode($more); }

/** How a coroutine holds a ring while it waits; each gives the ring's text in the end. */
$ways = [
    'variable' => function (Channel $gate) { $node = ring('v'); $gate->pop(); return check($node); },
    'argument' => fn (Channel $gate) => argument(ring('a'), $gate),
    'further argument' => fn (Channel $gate) => argument(ring('f'), $gate, '', ''),
    'array' => function (Channel $gate) { $list = ['x' => [ring('r')]]; $list['self'] = &$list; $gate->pop(); return check($list['x'][0]); },
    'foreach' => function (Channel $gate) { foreach ([ring('e'), null] as $node) { $gate->pop(); return check($node); } },
    'foreach, by reference' => function (Channel $gate) { $all = [ring('E')]; foreach ($all as &$node) { $gate->pop(); } return check($all[0]); },
    'foreach over what nobody else holds' => function (Channel $gate) {
        $texts = '';
        foreach ((fn () => [1 => ring('o'), 2 => ring('p')])() as $number => $node) { if ($number === 1) $gate->pop(); $texts .= check($node); }
        return $texts;
    },
    'call half made' => fn (Channel $gate) => check(ring('h'), $gate->pop()),
    'object of a call' => fn (Channel $gate) => ring('t')->inside($gate),
    'temporary' => fn (Channel $gate) => check([ring('T'), $gate->pop()][0]),
    'generator' => function (Channel $gate) {
        $numbers = (function () use ($gate) { $node = ring('g'); yield 1; $gate->pop(); yield check($node); })();
        foreach ($numbers as $text);
        return $text;
    },
    'generator that rests' => function (Channel $gate) {
        $rest = (function () { $node = ring('G'); yield 1; yield check($node); })();
        $rest->current();
        $gate->pop();
        $rest->next();
        return $rest->current();
    },
    'yield from' => function (Channel $gate) {
        $inner = function () use ($gate) { $node = ring('y'); $gate->pop(); yield check($node); };
        return iterator_to_array((function () use ($inner) { yield from $inner(); })(), false)[0];
    },
    'try and finally' => function (Channel $gate) {
        $text = '';
        try { $node = ring('i'); throw new Exception; } catch (Exception $e) { $e = null; } finally { $gate->pop(); $text = check($node); }
        return $text;
    },
    'return through finally' => function (Channel $gate) { try { return check($node = ring('R')); } finally { $gate->pop(); $node = null; } },
    'exception' => function (Channel $gate) {
        try { throw new class(ring('x')) extends Exception { public function __construct(public Node $node) {} }; }
        catch (Exception $e) { $gate->pop(); return check($e->node); }
    },
    '$this of a closure' => fn (Channel $gate) => (function () use ($gate) { $gate->pop(); return check($this); })->call(ring('$')),
    'bound variable' => (function () { $node = ring('b'); return function (Channel $gate) use ($node) { $gate->pop(); return check($node); }; })(),
    'static variable' => function (Channel $gate) { static $kept = []; $cid = Coroutine::getCid(); $kept[$cid] = ring('s'); $gate->pop(); $node = $kept[$cid]; unset($kept[$cid]); return check($node); },
    'PHP Fiber' => function (Channel $gate) {
        $fiber = new Fiber(function (Node $node) use ($gate) { $gate->pop(); return check($node); });
        $fiber->start(ring('F'));
        return $fiber->getReturn();
    },
    'PHP Fiber that rests' => function (Channel $gate) {
        $fiber = new Fiber(function (Node $node) { Fiber::suspend(); return check($node); });
        $fiber->start(ring('P'));
        $gate->pop();
        $fiber->resume();
        return $fiber->getReturn();
    },
    'callback of the engine' => fn (Channel $gate) => array_map(function ($node) use ($gate) { $gate->pop(); return check($node); }, [ring('m')])[0],
    'context' => function (Channel $gate) { Coroutine::getContext()['node'] = ring('C'); $gate->pop(); return check(Coroutine::getContext()['node']); },
    'deferred' => function (Channel $gate) { $node = ring('d'); Coroutine::defer(fn () => print(check($node) === 'd' ? '' : "deferred: broken\n")); $gate->pop(); return 'd'; },
    'value of a push' => function (Channel $gate) {
        $full = new Channel(1);
        $full->push(1);
        go(function () use ($full, $gate) { $gate->pop(); $full->pop(); });
        $full->push(ring('u'));
        return check($full->pop());
    },
];

/** All ways, many at once, with collections while they wait; what each has said. */
function all(array $ways, bool $tell): array
{
    $results = [];
    Co\run(function () use ($ways, &$results, $tell) {
        $gate = new Channel(1);
        foreach (range(1, 40) as $_) foreach ($ways as $name => $way) {
            go(function () use ($way, $name, $gate, &$results) { $text = $way($gate); $results[$name][$text] = ($results[$name][$text] ?? 0) + 1; });
        }
        $alive = Node::$alive;
        $collections = 0;
        foreach (range(1, 5) as $_) {
            // Garbage beside what is held, so that the collector has something to do.
            foreach (range(1, 50) as $__) $ring = ring('garbage');
            $ring = null;
            $collections += gc_collect_cycles() > 0 ? 1 : 0;
            Coroutine::sleep(0.001);
        }
        if ($tell) echo json_encode(['held' => $alive >= 3 * 40 * count($ways), 'none lost' => Node::$alive === $alive, 'collections' => $collections]), "\n";
        while ($gate->stats()['consumer_num'] > 0) $gate->push(true);
    });
    gc_collect_cycles();
    return $results;
}

$used = [];
foreach (range(1, 4) as $time) {
    $results = all($ways, $time === 1);
    if ($time === 1) foreach ($results as $name => $texts) echo "$name: ", json_encode($texts), "\n";
    unset($results, $texts, $name);
    $used[] = memory_get_usage();
}
echo 'memory is ', $used[3] - $used[1] < 20_000 ? 'back' : json_encode($used), "\n";
$ways = null;
gc_collect_cycles();
echo 'left: ', Node::$alive, "\n";
?>
--EXPECT--
{"held":true,"none lost":true,"collections":5}
variable: {"v":40}
argument: {"a":40}
further argument: {"f":40}
array: {"r":40}
foreach: {"e":40}
foreach, by reference: {"E":40}
foreach over what nobody else holds: {"op":40}
call half made: {"h":40}
object of a call: {"t":40}
temporary: {"T":40}
generator: {"g":40}
generator that rests: {"G":40}
yield from: {"y":40}
try and finally: {"i":40}
return through finally: {"R":40}
exception: {"x":40}
$this of a closure: {"$":40}
bound variable: {"b":40}
static variable: {"s":40}
PHP Fiber: {"F":40}
PHP Fiber that rests: {"P":40}
callback of the engine: {"m":40}
context: {"C":40}
deferred: {"d":40}
value of a push: {"u":40}
memory is back
left: 0
