--TEST--
Both families of constants
--FILE--
<?php
foreach (['CONTINUATION' => 0, 'TEXT' => 1, 'BINARY' => 2, 'CLOSE' => 8, 'PING' => 9, 'PONG' => 10] as $name => $value) {
    foreach (["WEBSOCKET_OPCODE_$name", "SWOOLE_WEBSOCKET_OPCODE_$name"] as $constant) {
        defined($constant) ? (constant($constant) === $value || print("$constant is " . constant($constant) . "\n")) : print("no $constant\n");
    }
}
foreach (get_defined_constants(true)['swoole'] as $name => $value) {
    if (preg_match('/^((?:SWOOLE_)?WEBSOCKET_)(?!OPCODE_)(.*)/', $name, $match)) {
        $families[$match[1]][$match[2]] = $value;
    }
}
ksort($families['WEBSOCKET_']);
ksort($families['SWOOLE_WEBSOCKET_']);
echo "only WEBSOCKET_: ", json_encode(array_diff_key($families['WEBSOCKET_'], $families['SWOOLE_WEBSOCKET_'])), "\n";
echo "only SWOOLE_WEBSOCKET_: ", json_encode(array_diff_key($families['SWOOLE_WEBSOCKET_'], $families['WEBSOCKET_'])), "\n";
print_r($both = array_intersect_key($families['WEBSOCKET_'], $families['SWOOLE_WEBSOCKET_']));
var_dump($both === array_intersect_key($families['SWOOLE_WEBSOCKET_'], $families['WEBSOCKET_']));
?>
--EXPECT--
only WEBSOCKET_: {"STATUS_FRAME":3,"STATUS_HANDSHAKE_FAILED":5}
only SWOOLE_WEBSOCKET_: {"FLAG_COMPRESS":2,"FLAG_FIN":1,"FLAG_MASK":32,"FLAG_NO_COMPRESS":64,"FLAG_RSV1":4,"FLAG_RSV2":8,"FLAG_RSV3":16}
Array
(
    [CLOSE_ABNORMAL] => 1006
    [CLOSE_BAD_GATEWAY] => 1014
    [CLOSE_CLOSE_SERVICE_RESTART] => 1012
    [CLOSE_DATA_ERROR] => 1003
    [CLOSE_EXTENSION_MISSING] => 1010
    [CLOSE_GOING_AWAY] => 1001
    [CLOSE_MESSAGE_ERROR] => 1007
    [CLOSE_MESSAGE_TOO_BIG] => 1009
    [CLOSE_NORMAL] => 1000
    [CLOSE_POLICY_ERROR] => 1008
    [CLOSE_PROTOCOL_ERROR] => 1002
    [CLOSE_SERVER_ERROR] => 1011
    [CLOSE_STATUS_ERROR] => 1005
    [CLOSE_TLS] => 1015
    [CLOSE_TRY_AGAIN_LATER] => 1013
    [STATUS_ACTIVE] => 3
    [STATUS_CLOSING] => 4
    [STATUS_CONNECTION] => 1
    [STATUS_HANDSHAKE] => 2
)
bool(true)
