--TEST--
Swoole\Coroutine\Http\request(), get() and post()
--FILE--
<?php
use Swoole\Coroutine\Http\Client;
use Swoole\Coroutine\Http\ClientProxy;
use Swoole\Coroutine\Http\Server;

use function Swoole\Coroutine\Http\get;
use function Swoole\Coroutine\Http\post;
use function Swoole\Coroutine\Http\request;
use function Swoole\Coroutine\Http\request_with_http_client;
use function Swoole\Coroutine\run;

run(function () {
    $server = new Server('127.0.0.1', 0);
    $server->handle('/', function ($request, $response) {
        $response->cookie('seen', '1');
        $response->status($request->server['path_info'] === '/404' ? 404 : 200);
        $response->end(json_encode([
            $request->server['request_method'], $request->server['request_uri'], $request->get, $request->post,
            $request->rawContent(), $request->header['x-a'] ?? null, $request->cookie,
        ]));
    });
    go(fn () => $server->start());
    $url = "http://127.0.0.1:$server->port";
    $show = function (ClientProxy $answer) {
        echo $answer->getStatusCode(), ' ', $answer->getBody(), ' ', $answer->getHeaders()['content-type'], ' ', json_encode($answer->getCookies()), "\n";
    };
    $show(get($url));
    $show(get("$url/a?b=c", ['timeout' => 1], ['x-a' => 'b'], ['own' => '2']));
    $show(post("$url/", ['a' => 'b']));
    $show(post("$url/404", 'text'));
    $show(request("$url/", 'PUT', 'text'));
    $show(request_with_http_client("$url/", 'DELETE'));
    foreach (['http://127.0.0.1:1/', 'ftp://x/', '/path', 'http://'] as $bad) {
        try {
            get($bad);
        } catch (Client\Exception $e) {
            echo $e->getMessage(), ' ', $e->getCode(), "\n";
        }
    }
    $server->shutdown();
});
try {
    get('http://127.0.0.1/');
} catch (Swoole\Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
200 ["GET","\/",null,null,"",null,[]] text/html {"seen":"1"}
200 ["GET","\/a",{"b":"c"},null,"","b",{"own":"2"}] text/html {"own":"2","seen":"1"}
200 ["POST","\/",null,{"a":"b"},"a=b",null,[]] text/html {"seen":"1"}
404 ["POST","\/404",null,null,"text",null,[]] text/html {"seen":"1"}
200 ["PUT","\/",null,null,"text",null,[]] text/html {"seen":"1"}
200 ["DELETE","\/",null,null,"",null,[]] text/html {"seen":"1"}
Connection refused 111
unknown scheme "ftp" 0
The URL given is illegal [no scheme] 0
The URL given is illegal [no scheme] 0
API must be called in the coroutine
