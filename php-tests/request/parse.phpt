--TEST--
Request::create(), parse(), isCompleted(): a request in pieces of every size
--FILE--
<?php
use Swoole\Http\Request;

$shown = fn (Request $request) => json_encode([
    $request->header, array_diff_key($request->server, ['request_time' => 1, 'request_time_float' => 1]), $request->get, $request->cookie,
    $request->post, $request->getContent(), $request->getMethod(), $request->isCompleted(),
], JSON_UNESCAPED_SLASHES);
$length = "POST /a%20b?x[]=1 HTTP/1.1\r\nHost: x\r\nCookie: c=d\r\nX-Long-Name: v\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nf=1&g=2";
$chunked = "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x\r\ndefg\r\n0\r\nT: u\r\n\r\n";
$get = "GET / HTTP/1.0\r\n\r\n";
foreach ([$length, $chunked, $get] as $text) {
    $request = Request::create();
    var_dump($request->parse($text . 'GET /surplus'));
    echo $whole = $shown($request), "\n";
    var_dump($request->getData() === $text, $request->parse('more'));
    for ($size = 1; $size <= strlen($text); $size++) {
        $request = Request::create();
        $used = 0;
        foreach (str_split($text . 'surplus', $size) as $piece) {
            $count = $request->parse($piece);
            if ($count === false) {
                break;
            }
            $used += $count;
        }
        if ($used !== strlen($text) || $shown($request) !== $whole || $request->getData() !== $text) {
            echo "in pieces of $size: $used ", $shown($request), "\n";
        }
    }
}

echo "-- unfinished\n";
$request = Request::create();
echo json_encode([$request->header, $request->server, $request->isCompleted(), $request->getContent(), $request->getData(), $request->getMethod()]), "\n";
var_dump($request->parse("POST / HTTP/1.1\r\nContent-Length: 5\r\n"), $request->header, $request->parse("\r\nab"), $request->header);
echo json_encode([$request->isCompleted(), $request->getContent(), $request->parse(''), $request->parse('cde'), $request->getContent()]), "\n";

echo "-- options\n";
$request = Request::create(['parse_cookie' => false, 'parse_body' => false]);
$request->parse($length);
echo json_encode([$request->cookie, $request->header['cookie'], $request->post, $request->getContent()]), "\n";

echo "-- a multipart form\n";
$body = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=f[]; filename=n\r\n\r\nfile\r\n--b--";
$form = "POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body";
$request = Request::create(['upload_tmp_dir' => sys_get_temp_dir()]);
foreach (str_split($form, 11) as $piece) {
    $request->parse($piece);
}
$path = $request->tmpfiles[0];
var_dump($request->post, $request->files['f']['name'], $request->files['f']['tmp_name'][0] === $path, file_get_contents($path), is_uploaded_file($path), $request->getContent() === $body);
unset($request);
var_dump(file_exists($path));

echo "-- no requests\n";
foreach (["\0\0", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", str_replace('--b--', '--b', $form), str_replace('boundary', 'border', $form)] as $text) {
    $request = Request::create();
    swoole_clear_error();
    // The cut-off form is complete by its length all the same.
    $text = str_replace('Content-Length: ' . strlen($body), 'Content-Length: ' . (strlen($body) - 2), $text);
    echo json_encode([$request->parse($text), swoole_last_error(), $request->isCompleted(), (int) $request->parse($get), $request->isCompleted()]), "\n";
}
swoole_clear_error();
var_dump((new Request())->parse('x'), swoole_last_error(), (new Request())->isCompleted());

echo "-- a destructor that asks the same request\n";
$request = Request::create();
$request->header = [new class($request) { function __construct(public $request) {} function __destruct() { var_dump($this->request->parse('x')); } }];
var_dump($request->parse($get), $request->isCompleted());
?>
--EXPECT--
int(143)
[{"host":"x","x-long-name":"v","content-type":"application/x-www-form-urlencoded","content-length":"7"},{"query_string":"x[]=1","request_method":"POST","request_uri":"/a%20b","path_info":"/a b","server_protocol":"HTTP/1.1"},{"x":["1"]},{"c":"d"},{"f":"1","g":"2"},"f=1&g=2","POST",true]
bool(true)
bool(false)
int(85)
[{"host":"x","transfer-encoding":"chunked"},{"request_method":"PUT","request_uri":"/","path_info":"/","server_protocol":"HTTP/1.1"},null,null,null,"abcdefg","PUT",true]
bool(true)
bool(false)
int(18)
[[],{"request_method":"GET","request_uri":"/","path_info":"/","server_protocol":"HTTP/1.0"},null,null,null,"","GET",true]
bool(true)
bool(false)
-- unfinished
[[],[],false,"",false,false]
int(36)
array(0) {
}
int(4)
array(1) {
  ["content-length"]=>
  string(1) "5"
}
[false,"",0,3,"abcde"]
-- options
[null,"c=d",null,"f=1&g=2"]
-- a multipart form
array(1) {
  ["a"]=>
  string(1) "1"
}
array(1) {
  [0]=>
  string(1) "n"
}
bool(true)
string(4) "file"
bool(true)
bool(true)
bool(false)
-- no requests
[0,7102,false,0,false]
[0,7102,false,0,false]
[0,7102,false,0,false]
[0,7102,false,0,false]
[0,7102,false,0,false]
bool(false)
int(7106)
bool(false)
-- a destructor that asks the same request
bool(false)
int(18)
bool(true)
