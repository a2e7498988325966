--TEST--
Swoole\MultibyteStringObject counts characters, with mbstring or what stands in for it
--FILE--
<?php
require __DIR__ . '/mbstring.inc.php';

use Swoole\MultibyteStringObject;

$s = swoole_mbstring('我是中国人');
var_dump($s instanceof Swoole\StringObject, get_class($s), $s->length(), swoole_string((string) $s)->length());
var_dump((string) $s->substr(2), (string) $s->substr(-2, 1), $s->char(1), $s->char(-1), $s->char(9), (string) $s->reverse());
var_dump($s->indexOf('中'), $s->indexOf('x'), $s->pos('人', 2), $s->lastIndexOf('是'), $s->rpos('人'), swoole_mbstring('aÄb')->ipos('ä'));
var_dump((string) swoole_mbstring('Äpfel')->lower(), (string) swoole_mbstring('äpfel é')->upper());
var_dump($s->chunk(2)->toArray(), (string) $s->chunkSplit(2, '|'), (string) $s->chunkSplit(), (string) swoole_mbstring()->chunkSplit(1, '|'));
// What does not count is inherited.
var_dump($s->contains('中国'), $s->startsWith('我'), $s->endsWith('我'), (string) $s->replace('中国', 'php')->append('!')->repeat(2));
var_dump(get_class($s->trim()), $s->trim()->length(), $s->split('中')->toArray(), $s->equals(swoole_string('我是中国人'), true));
class Text extends MultibyteStringObject {}
var_dump(get_class((new Text('ab'))->reverse()->upper()->substr(1)));
foreach ([fn () => $s->chunk(0), fn () => $s->chunkSplit(0), fn () => $s->indexOf([]), fn () => new MultibyteStringObject([])] as $wrong) {
    try {
        $wrong();
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(true)
string(28) "Swoole\MultibyteStringObject"
int(5)
int(15)
string(9) "中国人"
string(3) "国"
string(3) "是"
string(3) "人"
string(0) ""
string(15) "人国中是我"
int(2)
bool(false)
int(4)
int(1)
int(4)
int(1)
string(6) "äpfel"
string(9) "ÄPFEL É"
array(3) {
  [0]=>
  string(6) "我是"
  [1]=>
  string(6) "中国"
  [2]=>
  string(3) "人"
}
string(18) "我是|中国|人|"
string(17) "我是中国人
"
string(1) "|"
bool(true)
bool(true)
bool(false)
string(26) "我是php人!我是php人!"
string(28) "Swoole\MultibyteStringObject"
int(5)
array(2) {
  [0]=>
  string(6) "我是"
  [1]=>
  string(6) "国人"
}
bool(true)
string(4) "Text"
ValueError: mb_str_split(): Argument #2 ($length) must be greater than 0
ValueError: mb_str_split(): Argument #2 ($length) must be greater than 0
TypeError: Swoole\MultibyteStringObject::indexOf(): Argument #1 ($needle) must be of type string, array given
TypeError: Swoole\MultibyteStringObject::__construct(): Argument #1 ($string) must be of type string, array given
