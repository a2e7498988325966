<?php

/*
 * A chat room: what one says, all hear. The group encodes a message once, compresses it once, and never waits for somebody who
 * does not read. Swoole\WebSocket\Group is an extension of this implementation, Swoole does not have it.
 *
 *     php -d extension=target/release/swoole.so examples/websocket/group.php
 *
 * Then in two browser consoles: ws = new WebSocket('ws://127.0.0.1:9502/chat'); ws.onmessage = e => console.log(e.data); ws.send('hello')
 */

use Swoole\Coroutine\Http\Server;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Group;

use function Swoole\Coroutine\run;

run(function () {
    $room = new Group();
    $server = new Server('127.0.0.1', 9502);
    $server->set(['websocket_compression' => true]);

    $server->handle('/chat', function (Request $request, Response $ws) use ($room) {
        if (!$ws->upgrade()) {
            return;
        }
        $room->add($ws);
        $room->push(count($room) . ' in the room');
        while (($frame = $ws->recv()) instanceof Frame) {
            // Who is behind does not get it: here the slow one is shown the door.
            foreach ($room->push($frame->data, $frame->opcode, except: $ws) as [$slow, $error]) {
                $slow->disconnect(SWOOLE_WEBSOCKET_CLOSE_TRY_AGAIN_LATER, 'too slow');
            }
        }
        // Nothing to take out: a connection that ends leaves the group by itself.
    });

    $server->start();
});
