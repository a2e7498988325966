--TEST--
Request::$server is there however it is first looked at, and a change stays
--FILE--
<?php
require __DIR__ . '/../server.inc.php';

function path(array $all): string
{
    return $all['server']['path_info'] ?? 'nothing';
}
$ways = [
    'read' => fn ($r) => $r->server['path_info'],
    'by name' => fn ($r, $name = 'server') => $r->$name['path_info'],
    'nullsafe' => fn ($r) => $r?->server['path_info'],
    'isset' => fn ($r) => var_export([isset($r->server), isset($r->server['path_info']), isset($r->server['nothing']), empty($r->server)], true),
    'coalesce' => fn ($r) => $r->server['path_info'] ?? 'nothing',
    'property_exists' => fn ($r) => var_export(property_exists($r, 'server'), true),
    'destructured' => fn ($r) => (fn ($path_info, ...$rest) => $path_info)(...array_filter($r->server, 'is_string')),
    'get_object_vars' => fn ($r) => path(get_object_vars($r)),
    'array cast' => fn ($r) => path((array) $r),
    'foreach' => function ($r) { foreach ($r as $name => $value) $all[$name] = $value; return path($all); },
    'foreach by reference' => function ($r) { foreach ($r as $name => &$value) $all[$name] = $value; return path($all); },
    'json_encode' => fn ($r) => path(json_decode(json_encode($r), true)),
    'var_export' => fn ($r) => preg_match("~'path_info' => '(.*)'~", var_export($r, true), $found) ? $found[1] : 'nothing',
    'print_r' => fn ($r) => preg_match('~path_info\] => (.*)~', print_r($r, true), $found) ? $found[1] : 'nothing',
    'var_dump' => function ($r) { ob_start(); var_dump($r); return preg_match('~"path_info"\]=>\s*string\(\d+\) "(.*)"~', ob_get_clean(), $found) ? $found[1] : 'nothing'; },
    'array functions' => fn ($r) => implode(' ', array_slice(array_keys(get_mangled_object_vars($r)), 0, 4)),
    'Reflection' => fn ($r) => (new ReflectionProperty($r, 'server'))->getValue($r)['path_info'],
    'Closure::bind' => fn ($r) => Closure::bind(fn () => $this->server['path_info'], $r)(),
    'reference' => function ($r) { $server = &$r->server; $server['path_info'] .= '!'; return $r->server['path_info']; },
    'element reference' => function ($r) { $path = &$r->server['path_info']; $path .= '!'; return $r->server['path_info']; },
    'element written' => function ($r) { $r->server['path_info'] .= '!'; return count($r->server) . $r->server['path_info']; },
    'element added' => function ($r) { $r->server['new'] = 1; return count($r->server) . $r->server['path_info']; },
    'element unset' => function ($r) { unset($r->server['path_info']); return count($r->server); },
    'written' => function ($r) { $r->server = ['path_info' => 'mine']; return path(get_object_vars($r)); },
    'written null' => function ($r) { $r->server = null; return var_export([$r->server, isset($r->server)], true); },
    'unset' => function ($r) { try { unset($r->server); } catch (Error $e) { return $e->getMessage() . ' ' . $r->server['path_info']; } },
    'equals itself' => fn ($r) => var_export($r == $r, true),
    'equals another' => fn ($r) => var_export($r == new Swoole\Http\Request(), true) . var_export(new Swoole\Http\Request() == $r, true),
    'another property' => function ($r) { @$r->other = 1; return path(get_object_vars($r)); },
    'only others' => fn ($r) => var_export([isset($r->get), $r->fd > 2, $r->header['host']], true),
    'afterwards' => function ($r) { $GLOBALS['kept'] = $r; return 'kept'; },
    'kept' => fn ($r) => $GLOBALS['kept']->server['path_info'],
];
$server = TestServer::start(function ($http) use ($ways) {
    $http->handle('/', function ($request, $response) use ($ways) {
        $response->end($ways[$request->getContent()]($request));
    });
    $http->handle('/ws', function ($request, $ws) {
        $ws->upgrade();
        $ws->recv();
        $ws->push($request->server['query_string'] . ' ' . var_export($request->server['remote_port'] > 0, true));
    });
});
$client = $server->connect();
foreach ($ways as $way => $_) {
    // The same code each time, so that what the engine keeps of the first time is used the second time.
    foreach (['first', 'second'] as $time) {
        $client->send("POST /$time HTTP/1.1\r\nHost: x\r\nContent-Length: " . strlen($way) . "\r\n\r\n$way");
        echo "$way: ", preg_replace('~\s+~', ' ', $client->response()->body), "\n";
    }
}
$ws = $server->connect();
$ws->handshake('/ws?a=b');
$ws->push('now');
echo $ws->readFrame()['payload'], "\n";
echo $server->stop();
?>
--EXPECT--
read: /first
read: /second
by name: /first
by name: /second
nullsafe: /first
nullsafe: /second
isset: array ( 0 => true, 1 => true, 2 => false, 3 => false, )
isset: array ( 0 => true, 1 => true, 2 => false, 3 => false, )
coalesce: /first
coalesce: /second
property_exists: true
property_exists: true
destructured: /first
destructured: /second
get_object_vars: /first
get_object_vars: /second
array cast: /first
array cast: /second
foreach: /first
foreach: /second
foreach by reference: /first
foreach by reference: /second
json_encode: /first
json_encode: /second
var_export: /first
var_export: /second
print_r: /first
print_r: /second
var_dump: /first
var_dump: /second
array functions: fd streamId header server
array functions: fd streamId header server
Reflection: /first
Reflection: /second
Closure::bind: /first
Closure::bind: /second
reference: /first!
reference: /second!
element reference: /first!
element reference: /second!
element written: 10/first!
element written: 10/second!
element added: 11/first
element added: 11/second
element unset: 9
element unset: 9
written: mine
written: mine
written null: array ( 0 => NULL, 1 => false, )
written null: array ( 0 => NULL, 1 => false, )
unset: Property server of class Swoole\Http\Request cannot be unset /first
unset: Property server of class Swoole\Http\Request cannot be unset /second
equals itself: true
equals itself: true
equals another: falsefalse
equals another: falsefalse
another property: /first
another property: /second
only others: array ( 0 => false, 1 => true, 2 => 'x', )
only others: array ( 0 => false, 1 => true, 2 => 'x', )
afterwards: kept
afterwards: kept
kept: /second
kept: /second
a=b true
