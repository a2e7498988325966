--TEST--
Swoole\Http\Status: constants and phrases
--FILE--
<?php
use Swoole\Http\Status;

var_dump(Status::NOT_FOUND, Status::getReasonPhrase(Status::NOT_FOUND), Status::getReasonPhrase(413), Status::getReasonPhrase(299));
$phrases = Status::getReasonPhrases();
$constants = (new ReflectionClass(Status::class))->getConstants();
var_dump(count($phrases), array_keys($phrases) === array_values($constants), $phrases[207], $phrases[505]);
try {
    new Status();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
class Mine extends Status { const TEAPOT = 418; }
var_dump(Mine::TEAPOT, Mine::OK, Mine::getReasonPhrase(200));
?>
--EXPECT--
int(404)
string(9) "Not Found"
string(24) "Request Entity Too Large"
string(7) "Unknown"
int(61)
bool(true)
string(12) "Multi-status"
string(26) "HTTP Version not supported"
Cannot instantiate abstract class Swoole\Http\Status
int(418)
int(200)
string(2) "OK"
