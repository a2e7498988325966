--TEST--
HTTP/2: trailers of a response, after write() and with end() alone; those of a request are dropped
--FILE--
<?php
require __DIR__ . '/http2.inc.php';

$server = TestServer::start(function ($http) {
    $http->handle('/streamed', function ($request, $response) {
        $done = [$response->trailer('X-Sum', 'one')];
        $response->write('body');
        // Not announced, as over HTTP/1: a new one may still come.
        array_push($done, $response->trailer('x-sum', 'two'), $response->trailer('grpc-status', '0'), $response->end());
        $done[] = $response->trailer('late', 'x');
        echo json_encode([$done, $response->trailer, swoole_last_error()]), "\n";
    });
    // As gRPC answers.
    $http->handle('/whole', function ($request, $response) {
        $response->header('Content-Type', 'application/grpc');
        $response->trailer('grpc-status', '0');
        $response->trailer('grpc-message', 'fine');
        $response->end("\0\0\0\0\5hello");
    });
    $http->handle('/alone', function ($request, $response) {
        $response->trailer('grpc-status', '13');
        $response->end();
    });
    $http->handle('/left', function ($request, $response) {
        $response->trailer('X-Sum', 'left');
        $response->write('body');
    });
    $http->handle('/echo', function ($request, $response) {
        $response->end(json_encode([$request->getContent(), isset($request->header['x-after'])]));
    });
    $http->handle('/refused', function ($request, $response) {
        $response->end(json_encode([@$response->trailer('a', "b\r\nc"), @$response->trailer('a b', 'c'), @$response->trailer('', 'c')]));
    });
});
$http2 = Http2Client::of($server);
$show = function (string $target, ...$arguments) use ($http2): void {
    $response = $http2->response($http2->request($target, ...$arguments));
    echo "$target: ", visible((string) $response), ' ', json_encode($response->trailers), ' length ', json_encode($response->header('content-length')), "\n";
};
$show('/streamed');
$show('/whole');
$show('/whole', method: 'HEAD');
$show('/alone');
$show('/left');
$show('/refused');
$show('/echo', body: 'sent', method: 'POST', trailers: ['x-after' => 'the body']);
$show('/echo', method: 'POST', trailers: ['x-after' => 'nothing']);
echo $server->stop();
?>
--EXPECT--
/streamed: 200 body {"x-sum":["two"],"grpc-status":["0"]} length null
/whole: 200 \x00\x00\x00\x00\x05hello {"grpc-status":["0"],"grpc-message":["fine"]} length null
/whole: 200 [] length null
/alone: 200 {"grpc-status":["13"]} length null
/left: 200 body {"x-sum":["left"]} length null
/refused: 200 [false,false,false] [] length "19"
/echo: 200 ["sent",false] [] length "14"
/echo: 200 ["",false] [] length "10"
[[true,true,true,true,false],{"x-sum":"two","grpc-status":"0"},7106]
