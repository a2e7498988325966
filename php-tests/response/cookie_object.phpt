--TEST--
Swoole\Http\Cookie: building, rendering, reuse; as an argument of cookie() and rawcookie()
--FILE--
<?php
use Swoole\Http\Cookie;

require __DIR__ . '/../server.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/', function ($request, $response) {
        $cookie = (new Cookie())->withName('a')->withValue('x y')->withPath('/p')->withDomain('d.test')
            ->withSecure(true)->withHttpOnly(true)->withSameSite('None')->withPriority('High')->withPartitioned(true);
        $done = [$response->cookie($cookie), $response->rawcookie($cookie->withName('b')), $response->setCookie((new Cookie(false))->withName('c')->withValue('x%y'))];
        $done[] = @$response->cookie(new Cookie());
        $done[] = @$response->cookie(new stdClass());
        $done[] = swoole_last_error();
        $response->end(json_encode($done));
    });
});
$response = $server->get('/');
echo implode("\n", $response->headers['set-cookie']), "\n", $response->body, "\n", $server->stop();

echo "-- the object\n";
$cookie = new Cookie();
var_dump($cookie->withName('n') === $cookie, $cookie->withExpires(2_000_000_000)->withValue('v') === $cookie);
echo preg_replace('/Max-Age=\d+/', 'Max-Age=N', $cookie->toString()), "\n";
echo json_encode($cookie->toArray()), "\n";
echo (new Cookie())->withName('n')->withValue()->withPath()->toString(), "\n";
$cookie->withSecure(true)->reset();
echo json_encode($cookie->toArray()), "\n";
$raw = (new Cookie(false))->withName('n')->withValue('a b')->withPath('/x');
var_dump($raw->toString(), swoole_last_error(), $raw->toArray()['path'], $raw->toArray()['encode']);
foreach ([['withName', 'a=b'], ['withPath', 'a;b'], ['withDomain', "a\rb"], ['withSameSite', "a\nb"], ['withPriority', 'a,b'], ['withExpires', 253402300800]] as [$method, $value]) {
    var_dump((new Cookie())->withName('n')->withValue('v')->$method($value)->toString());
}
try {
    (new Cookie())->withName([]);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$stringable = new class { public $cookie; function __toString() { $this->cookie->withPath('/inside'); return 'name'; } };
$stringable->cookie = new Cookie();
echo $stringable->cookie->withName($stringable)->withValue('v')->toString(), "\n";
?>
--EXPECTF--
a=x+y; path=/p; domain=d.test; secure; HttpOnly; SameSite=None; Priority=High; Partitioned
b=x+y; path=/p; domain=d.test; secure; HttpOnly; SameSite=None; Priority=High; Partitioned
c=x%y
[true,true,true,false,false,510]
-- the object
bool(true)
bool(true)
n=v; expires=Wed, 18-May-2033 03:33:20 GMT; Max-Age=N
{"name":"n","value":"v","path":"","domain":"","sameSite":"","priority":"","encode":true,"expires":2000000000,"secure":false,"httpOnly":false,"partitioned":false}
n=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/
{"name":"","value":"","path":"","domain":"","sameSite":"","priority":"","encode":true,"expires":0,"secure":false,"httpOnly":false,"partitioned":false}

Warning: Swoole\Http\Cookie::toString(): The value cannot contain %s
bool(false)
int(510)
string(0) ""
bool(true)

Warning: Swoole\Http\Cookie::toString(): The name cannot contain %s
bool(false)

Warning: Swoole\Http\Cookie::toString(): The path option cannot contain %s
bool(false)

Warning: Swoole\Http\Cookie::toString(): The domain option cannot contain %s
bool(false)

Warning: Swoole\Http\Cookie::toString(): The %s cannot contain %s
bool(false)

Warning: Swoole\Http\Cookie::toString(): The %s cannot contain %s
bool(false)

Warning: Swoole\Http\Cookie::toString(): The expires cannot have a year greater than 9999 in %s
bool(false)
Swoole\Http\Cookie::withName(): Argument #1 ($name) must be of type string, array given
name=v; path=/inside
