--TEST--
Uploads: fields and files of a multipart form, nested names in both layouts, what is not a form
--FILE--
<?php
require __DIR__ . '/../server.inc.php';
require __DIR__ . '/form.inc.php';

$show = function ($request, $response) {
    $contents = [];
    foreach ($request->tmpfiles ?? [] as $path) {
        $contents[] = file_get_contents($path);
    }
    $response->end(json_encode([
        'post' => $request->post,
        'files' => $request->files,
        'contents' => $contents,
    ], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
};
// The last files may still be there when a server is killed.
$settings = ['upload_tmp_dir' => TestServer::path('uploads')];
$plain = TestServer::start(function ($http) use ($show, $settings) {
    $http->set($settings);
    $http->handle('/', $show);
});
$transposed = TestServer::start(function ($http) use ($show, $settings) {
    $http->set(['http_parse_files' => true] + $settings);
    $http->handle('/', $show);
});

function ask(TestServer $server, string $what, string $request): void
{
    $client = $server->connect();
    $client->send($request);
    $response = $client->response();
    echo "$what: ", $response->status === 200 ? '' : "$response->status ", same_names($response->body), "\n";
}

ask($plain, 'fields', form([part('name="a"', '1'), part('name="b[x]"', '2'), part('name="b[]"', '3'), part('name=c.d e', '+%20')]));
ask($plain, 'a file', form([part('name="f"; filename="hello.txt"', "Hello\r\n\0", "Content-Type: text/plain\r\n")]));
ask($plain, 'its name as sent', form([part('name="f f.g"; filename="../../x \"y\".php"', 'x')]));
ask($plain, 'empty', form([part('name="f"; filename="e"', '')]));
ask($plain, 'none chosen', form([part('name="f"; filename=""', '', "Content-Type: application/octet-stream\r\n"), part('name="a"', '')]));
$nested = form([
    part('name="f[]"; filename="1"', 'one'),
    part('name="f[]"; filename="2"', 'two', "Content-Type: a/b\r\n"),
    part('name="g[x][y]"; filename="3"', 'three'),
    part('name="h"; filename="4"', 'four'),
]);
ask($plain, 'nested', $nested);
ask($transposed, 'transposed', $nested);
ask($plain, 'UTF-8', form([part('name="名"; filename="é.txt"', 'x')]));
ask($plain, 'the header Swoole trusts', form([
    part('name="f"; filename="p"', 'x', "Swoole-Upload-File: /etc/passwd\r\n"),
    part('name="a"', 'y', "Swoole-Upload-File: /etc/passwd\r\n"),
]));
foreach (['PUT', 'PATCH', 'DELETE', 'GET', 'OPTIONS'] as $method) {
    ask($plain, $method, form([part('name="a"', '1')], $method));
}
ask($plain, 'no parts', form([]));
ask($plain, 'another type', form_request("--xyz\r\n\r\n\r\n--xyz--", type: 'multipart/mixed; boundary=xyz'));
ask($plain, 'quoted boundary', form_request("--x y\r\n" . part('name=a', '1') . "\r\n--x y--", type: 'Multipart/Form-Data; boundary="x y"; charset=utf-8'));
$pieces = str_split(form([part('name="f"; filename="n"', "a\r\n--xyz-\r\n--xy"), part('name="a"', '1')]), 7);
$client = $plain->connect();
foreach ($pieces as $piece) {
    $client->send($piece);
    usleep(500);
}
echo 'in pieces: ', same_names($client->response()->body), "\n";
$body = "--xyz\r\n" . part('name="f"; filename="n"', 'chunked') . "\r\n--xyz--";
$client->send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xyz\r\nTransfer-Encoding: chunked\r\n\r\n"
    . implode('', array_map(fn ($piece) => dechex(strlen($piece)) . "\r\n$piece\r\n", str_split($body, 10))) . "0\r\n\r\n");
echo 'in chunks: ', same_names($client->response()->body), "\n";
echo $plain->stop(), $transposed->stop();
?>
--EXPECT--
fields: {"post":{"a":"1","b":{"x":"2","0":"3"},"c_d_e":"+%20"},"files":null,"contents":[]}
a file: {"post":null,"files":{"f":{"type":"text/plain","tmp_name":"<tmp>","size":8,"name":"hello.txt","error":0}},"contents":["Hello\r\n\u0000"]}
its name as sent: {"post":null,"files":{"f_f_g":{"type":"","tmp_name":"<tmp>","size":1,"name":"../../x \"y\".php","error":0}},"contents":["x"]}
empty: {"post":null,"files":{"f":{"type":"","tmp_name":"<tmp>","size":0,"name":"e","error":0}},"contents":[""]}
none chosen: {"post":{"a":""},"files":{"f":{"type":"application/octet-stream","tmp_name":"","size":0,"name":"","error":4}},"contents":[]}
nested: {"post":null,"files":{"f":[{"type":"","tmp_name":"<tmp>","size":3,"name":"1","error":0},{"type":"a/b","tmp_name":"<tmp>","size":3,"name":"2","error":0}],"g":{"x":{"y":{"type":"","tmp_name":"<tmp>","size":5,"name":"3","error":0}}},"h":{"type":"","tmp_name":"<tmp>","size":4,"name":"4","error":0}},"contents":["one","two","three","four"]}
transposed: {"post":null,"files":{"f":{"name":["1","2"],"type":["","a/b"],"tmp_name":["<tmp>","<tmp>"],"error":[0,0],"size":[3,3]},"g":{"name":{"x":{"y":"3"}},"type":{"x":{"y":""}},"tmp_name":{"x":{"y":"<tmp>"}},"error":{"x":{"y":0}},"size":{"x":{"y":5}}},"h":{"type":"","tmp_name":"<tmp>","size":4,"name":"4","error":0}},"contents":["one","two","three","four"]}
UTF-8: {"post":null,"files":{"名":{"type":"","tmp_name":"<tmp>","size":1,"name":"é.txt","error":0}},"contents":["x"]}
the header Swoole trusts: {"post":{"a":"y"},"files":{"f":{"type":"","tmp_name":"<tmp>","size":1,"name":"p","error":0}},"contents":["x"]}
PUT: {"post":{"a":"1"},"files":null,"contents":[]}
PATCH: {"post":{"a":"1"},"files":null,"contents":[]}
DELETE: {"post":{"a":"1"},"files":null,"contents":[]}
GET: {"post":null,"files":null,"contents":[]}
OPTIONS: {"post":null,"files":null,"contents":[]}
no parts: {"post":null,"files":null,"contents":[]}
another type: {"post":null,"files":null,"contents":[]}
quoted boundary: {"post":{"a":"1"},"files":null,"contents":[]}
in pieces: {"post":{"a":"1"},"files":{"f":{"type":"","tmp_name":"<tmp>","size":15,"name":"n","error":0}},"contents":["a\r\n--xyz-\r\n--xy"]}
in chunks: {"post":null,"files":{"f":{"type":"","tmp_name":"<tmp>","size":7,"name":"n","error":0}},"contents":["chunked"]}
