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
    public function __toString(): string { unset($this->response->header['X-Ends']); $this->response->end('from __toString'); return 'x'; }
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
        var_dump($response->end('x'), swoole_last_error());
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
foreach (['/format', '/replace', '/types', '/list', '/trim', '/refused', '/dropped', '/assigned', '/assigned-all', '/init', '/no-array', '/throws', '/ends'] as $target) {
    $response = $server->get($target);
    echo "-- $target\n", visible(own($response)), "\n$response\n";
}
echo "-- /ended\n";
$client = $server->connect();
// The second response comes when the first handler has ended.
$client->send("GET /ended HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
echo $client->response(), ' ', $client->response(), "\n";
$warnings = $server->stop();
echo preg_replace(['/^\n?(Warning: .*) in \S+ on line \d+/m', '/^\[.*?\]/m'], ['$1', '[when]'], $warnings);
?>
--EXPECT--
-- /format
X-Abc-Def: 1 | Sec-Websocket-Key: 2 | Raw-Name: 3
200 [true,true,true,{"X-Abc-Def":"1","Sec-Websocket-Key":"2","raw-NAME":"3"}]
-- /replace
X-A: 3 | X-A: 4 | X-B: 2
200 [true,true,true,true,{"X-A":"3","X-B":"2","x-a":"4"}]
-- /types
X-Int: 5 | X-True: 1 | X-False:  | X-Float: 1.5 | X-Empty:  | X-Object: text
200 [true,true,true,true,true,true,true,{"X-Int":"int","X-True":"bool","X-False":"bool","X-Float":"float","X-Null":"null","X-Empty":"string","X-Object":"Text"}]
-- /list
X-List: a | X-List: 2 | X-List:  | X-List: c
200 [true,true]
-- /trim
X-A:   two  words
200 [true]
-- /refused

200 [[[false,510,false,false],[false,510,false,false],[false,510,false,false],[false,510,false,false],[true,false]],[]]
-- /dropped
X-Good: \xe9\x09b
200 [true,true,true,true,true,true]
-- /assigned
X-One: 1 | X-Two: 2 | X-Two: two | X-Three: 3 | Set-Cookie: direct=1; path=/
200 {"X-One":"1","X-Two":["2","two"],"X-Three":"3"}
-- /assigned-all
X-One: 1 | 7: seven | X-Two: 2
200 [[null,null,null],true,{"X-One":"1","7":"seven","X-Two":"2"}]
-- /init

200 [true,[],[],[]]
-- /no-array

200 true
-- /throws
X-Before: 1
200 Object of class stdClass could not be converted to string
-- /ends

200 from __toString
-- /ended
200 404
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain more than a single header, new line detected
Warning: Swoole\Http\Response::header(): Header may not contain NUL bytes
Warning: Swoole\Http\Response::header(): Header may not contain NUL bytes
Warning: Swoole\Http\Response::header(): Header may not contain NUL bytes
Warning: Swoole\Http\Response::header(): header key is too long
[when]	WARNING	header name is not valid and was dropped: A b
[when]	WARNING	header name is not valid and was dropped: A:b
[when]	WARNING	header name is not valid and was dropped: 
[when]	WARNING	the value of header x-ctl is not valid and was dropped
[when]	WARNING	the value of header x-obj is not valid and was dropped
bool(true)
bool(false)
int(32)
[when] [false,7106] [false,7106] [false,7106] [false,7106] [false,7106] [false,7106] [false,7106] bool(false)
