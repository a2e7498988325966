--TEST--
Response::header(): names, values, what is refused; the header property assigned and walked over
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

class Text
{
    public function __construct(private string $text) {}
    public function __toString(): string { return $this->text; }
}
class Ends
{
    public function __construct(private $response) {}
    public function __toString(): string { $this->response->end('from __toString'); return 'x'; }
}

/** The lines of the script's own. */
function own(TestResponse $response): string
{
    return implode(' | ', preg_grep('/^(HTTP|Server|Date|Connection|Content-)/', explode("\r\n", $response->head), PREG_GREP_INVERT));
}

$server = TestServer::start(function ($http) {
    $add = fn (string $path, callable $do) => $http->handle($path, function ($request, $response) use ($do) {
        $result = $do($response);
        $response->end(json_encode($result));
    });
    $add('/format', fn ($r) => [$r->header('x-aBC-def', '1'), $r->header('sec-websocket-KEY', '2'), $r->setHeader('raw-NAME', '3', false), $r->header]);
    $add('/replace', fn ($r) => [$r->header('x-a', '1'), $r->header('x-b', '2'), $r->header('X-A', '3'), $r->header('x-a', '4', false), $r->header]);
    $add('/types', fn ($r) => [$r->header('x-int', 5), $r->header('x-true', true), $r->header('x-false', false), $r->header('x-float', 1.5),
        $r->header('x-null', null), $r->header('x-empty', ''), $r->header('x-object', new Text('text')), array_map('get_debug_type', $r->header)]);
    $add('/list', fn ($r) => [$r->header('x-list', ['a', 2, null, 'c']), $r->header('x-none', [])]);
    $add('/trim', fn ($r) => [$r->header('x-a', "  two  words \t ")]);
    $add('/refused', function ($r) {
        $results = [];
        foreach (["a\r\nb", "a\nb", "a\rb", "a\0b"] as $bad) {
            $results[] = [$r->header($bad, 'v'), swoole_last_error(), $r->header('X-V', $bad), $r->header('X-V', ['fine', $bad])];
        }
        $results[] = [$r->header(str_repeat('k', 127), 'v'), $r->header(str_repeat('k', 128), 'v')];
        unset($r->header[ucfirst(str_repeat('k', 127))]);
        return [$results, $r->header];
    });
    $add('/dropped', fn ($r) => [$r->header('a b', 'v'), $r->header('a:b', 'v'), $r->header('', 'v'), $r->header('X-Ctl', "a\x01b"),
        $r->header('X-Obj', new Text("a\r\nb")), $r->header('X-Good', "\xe9\tb")]);
    $add('/assigned', function ($r) {
        $r->header['X-One'] = '1';
        $r->header['X-Two'] = ['2', 'two'];
        $r->header('X-Three', '3');
        $r->cookie[] = 'direct=1; path=/';
        $seen = [];
        foreach ($r->header as $name => $value) {
            $seen[$name] = $value;
        }
        return $seen;
    });
    $add('/assigned-all', function ($r) {
        $before = [$r->header, $r->cookie, $r->trailer];
        $r->header('X-Gone', '1');
        $r->header = ['X-One' => '1', 7 => 'seven'];
        return [$before, $r->header('X-Two', '2'), $r->header];
    });
    $add('/init', fn ($r) => [$r->initHeader(), $r->header, $r->cookie, $r->trailer]);
    $add('/no-array', function ($r) {
        $r->header = 'text';
        $r->cookie = 5;
        return true;
    });
    $http->handle('/throws', function ($request, $response) {
        $response->header('X-Before', '1');
        $response->header('X-Object', new stdClass());
        try {
            $response->end('x');
        } catch (Error $e) {
            unset($response->header['X-Object']);
            var_dump($response->isWritable());
            $response->end($e->getMessage());
        }
    });
    $http->handle('/ends', function ($request, $response) {
        $response->header('X-Ends', new Ends($response));
        try {
            var_dump($response->end('x'));
        } catch (Error $e) {
            echo $e->getMessage(), "\n";
        }
    });
    $http->handle('/ended', function ($request, $response) {
        $response->end();
        foreach ([
            fn () => $response->header('a', 'b'),
            fn () => $response->status(200),
            fn () => $response->cookie('a', 'b'),
            fn () => $response->rawcookie('a', 'b'),
            fn () => $response->initHeader(),
            fn () => $response->write('x'),
            fn () => $response->end('x'),
            fn () => $response->redirect('/'),
        ] as $call) {
            swoole_clear_error();
            echo json_encode([$call(), swoole_last_error()]), ' ';
        }
        var_dump($response->isWritable());
    });
});
foreach (['/format', '/replace', '/types', '/list', '/trim', '/refused', '/dropped', '/assigned', '/assigned-all', '/init', '/no-array', '/throws'] as $target) {
    $response = $server->get($target);
    echo "-- $target\n", visible(own($response)), "\n$response\n";
}
$server->get('/ended');
echo "-- /ended\n";
$warnings = $server->stop();
echo preg_replace(['/^\n?(Warning: .*) in \S+ on line \d+/m', '/^\[.*?\]/m'], ['$1', '[when]'], $warnings);
?>
--EXPECT--
