<?php

/*
 * The server of the client tests: listens on a free port and prints it. Small routes, each there for
 * one thing a client can check from outside; there is no route for "/", so that 404 can be seen.
 *
 *     server.php [compressed|context]    with websocket_compression on; "context": and contexts kept both ways
 * With CERTIFICATES in the environment, a directory with cert.pem and key.pem, it serves TLS. SETTINGS there, as JSON, are
 * settings of the server. READ_TIMEOUT is the option socket_read_timeout, WRITE_TIMEOUT
 * socket_write_timeout.
 */

use Swoole\Coroutine\Http\Server;
use Swoole\Http\Request;
use Swoole\Http\Response;
use Swoole\WebSocket\CloseFrame;
use Swoole\WebSocket\Frame;

use function Swoole\Coroutine\run;

run(function () use ($argv) {
    $certificates = getenv('CERTIFICATES');
    $server = new Server('127.0.0.1', 0, $certificates !== false);
    $server->set([
        'package_max_length' => 4 * 1024 * 1024,
        'websocket_compression' => in_array($argv[1] ?? '', ['compressed', 'context'], true),
        'websocket_compression_context_takeover' => ($argv[1] ?? '') === 'context',
    ]);
    if ($certificates !== false) {
        $server->set(['ssl_cert_file' => "$certificates/cert.pem", 'ssl_key_file' => "$certificates/key.pem", 'open_http2_protocol' => true]);
    }

    $server->set(json_decode(getenv('SETTINGS') ?: '{}', true));
    if (getenv('READ_TIMEOUT') !== false) {
        Swoole\Coroutine::set(['socket_read_timeout' => (float) getenv('READ_TIMEOUT')]);
    }

    if (getenv('WRITE_TIMEOUT') !== false) {
        Swoole\Coroutine::set(['socket_write_timeout' => (float) getenv('WRITE_TIMEOUT')]);
    }

    // How many WebSocket handlers are running: what a peer that vanished must not leave behind.
    $live = 0;

    $server->handle('/live', function (Request $request, Response $response) use (&$live) {
        $response->end((string) $live);
    });

    // Bytes over the wire so far, as the server counts them.
    $server->handle('/stats', function (Request $request, Response $response) use ($server) {
        $response->header('Content-Type', 'application/json');
        $response->end(json_encode($server->stats()));
    });

    $server->handle('/echo', function (Request $request, Response $ws) use (&$live) {
        if (!$ws->upgrade()) {
            return;
        }
        $live++;
        while (($frame = $ws->recv()) instanceof Frame) {
            $ws->push($frame->data, $frame->opcode);
        }
        if ($frame === false) {
            echo 'recv: ', swoole_last_error(), "\n";
        }
        $live--;
        $ws->close();
    });

    // Two answers to each message.
    $server->handle('/twice', function (Request $request, Response $ws) {
        $ws->upgrade();
        while (($frame = $ws->recv()) instanceof Frame) {
            $ws->push("first {$frame->data}");
            $ws->push("second {$frame->data}");
        }
    });

    // Sends the message it receives as many times as the message says, whether read or not.
    $server->handle('/flood', function (Request $request, Response $ws) use (&$live) {
        $ws->upgrade();
        $live++;
        $frame = $ws->recv();
        $block = random_bytes(65536);
        for ($i = 0; $i < (int) $frame->data; $i++) {
            if (!$ws->push(pack('N', $i) . $block, WEBSOCKET_OPCODE_BINARY)) {
                break;
            }
        }
        $live--;
        $ws->close();
    });

    // The server ends the conversation, in each of its ways.
    $server->handle('/bye', function (Request $request, Response $ws) {
        $ws->upgrade();
        $ws->push('last words');
        switch ($request->get['how'] ?? '') {
            case 'close':
                $ws->close();
                break;
            case 'frame':
                $bye = new CloseFrame();
                $bye->code = 4000;
                $bye->reason = 'enough';
                $ws->push($bye);
                $ws->recv();
                break;
            case 'return':
                break;
        }
    });

    $server->handle('/fragments', function (Request $request, Response $ws) {
        $ws->upgrade();
        $ws->push('one ', WEBSOCKET_OPCODE_TEXT, false);
        $ws->push('two ', WEBSOCKET_OPCODE_CONTINUATION, false);
        $ws->push('three', WEBSOCKET_OPCODE_CONTINUATION, true);
        $ws->recv();
    });

    $server->handle('/hello', function (Request $request, Response $response) {
        $response->end('Hello World');
    });

    $server->handle('/request', function (Request $request, Response $response) {
        $response->header('Content-Type', 'application/json');
        $response->end(json_encode([
            'server' => $request->server,
            'header' => $request->header,
            'get' => $request->get,
            'post' => $request->post,
            'cookie' => $request->cookie,
            'length' => strlen($request->rawContent()),
        ]));
    });

    $server->handle('/status', function (Request $request, Response $response) {
        $response->status((int) $request->get['code']);
        $response->header('X-Test', 'yes');
        $response->end('body');
    });

    $server->handle('/chunks', function (Request $request, Response $response) {
        foreach (['one,', 'two,', 'three'] as $part) {
            $response->write($part);
        }
        $response->end();
    });

    $server->handle('/trailers', function (Request $request, Response $response) {
        $response->trailer('X-Sum', 'one');
        $response->write('body');
        $response->trailer('X-Sum', 'two');
        $response->end();
    });

    $server->handle('/file', function (Request $request, Response $response) {
        $response->sendfile($request->get['name']);
    });

    // Streams blocks until the client is gone or has had all; how far it came can be asked.
    $written = 0;
    $server->handle('/stream', function (Request $request, Response $response) use (&$written) {
        $block = str_repeat('x', 65536);
        for ($written = 0; $written < (int) $request->get['blocks']; $written++) {
            if (!$response->write($block)) {
                return;
            }
        }
        $response->end();
    });

    $server->handle('/written', function (Request $request, Response $response) use (&$written) {
        $response->end((string) $written);
    });

    $server->handle('/sleep', function (Request $request, Response $response) {
        Swoole\Coroutine::sleep((float) $request->get['seconds']);
        $response->end($request->streamId . ' ' . ($request->header['host'] ?? '') . ' ' . $request->server['server_protocol']);
    });

    $server->handle('/goaway', function (Request $request, Response $response) {
        $answer = json_encode([$response->ping(), $response->goaway()]);
        $response->end($answer);
    });

    $server->handle('/abort', function (Request $request, Response $response) {
        $response->write('half');
        $response->close();
    });

    $server->handle('/redirect', function (Request $request, Response $response) {
        $response->redirect('/hello');
    });

    $server->handle('/cookie', function (Request $request, Response $response) {
        $response->cookie('flavour', 'oat & raisin', 0, '/');
        $response->end();
    });

    $server->handle('/upload', function (Request $request, Response $response) {
        $response->end(json_encode([
            'post' => $request->post,
            'files' => $request->files,
            'hashes' => array_map(fn ($path) => hash_file('sha256', $path), $request->tmpfiles ?? []),
        ]));
    });

    $server->handle('/text', function (Request $request, Response $response) {
        $response->end(str_repeat("the same again\n", 100));
    });

    $server->handle('/itself', function (Request $request, Response $response) {
        $response->sendfile(__FILE__);
    });

    $server->handle('/silent', function (Request $request, Response $response) {
    });

    echo "listening on {$server->port}\n";
    $server->start();
});
