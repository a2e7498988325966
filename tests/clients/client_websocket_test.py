"""The WebSocket side of `Swoole\\Coroutine\\Http\\Client` against Python's `websockets` and node's `ws`."""

import json
import os
import queue
import random
import re
import subprocess
import threading
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from peers import called
from support import PATIENCE, ROOT

TEXT, BINARY, PING, PONG = 1, 2, 9, 10
FIN, COMPRESS, RSV1 = 1, 2, 4

RANDOM = random.Random(2)
MESSAGES = [
    (TEXT, b""),
    (TEXT, "Grüße 🦀".encode()),
    *((TEXT, ("κόσμε " * (size // 11 + 1)).encode()[: size // 11 * 11]) for size in (125, 126, 65535, 65536, 1 << 20)),
    *((BINARY, RANDOM.randbytes(size)) for size in (1, 125, 126, 65535, 65536, 1 << 20)),
    (BINARY, bytes(1 << 20)),
]


class PythonServer:
    """websockets.sync.server; what those at /goodbye have closed with comes into `closed`."""

    def __init__(self, compression):
        self.closed = queue.Queue()
        self.server = serve(
            self._handle,
            "127.0.0.1",
            0,
            compression="deflate" if compression else None,
            max_size=None,
            ping_interval=None,
            subprotocols=["chat", "superchat"],
            select_subprotocol=lambda _, offered: "chat" if "chat" in offered else None,
        )
        self.port = self.server.socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()

    def _handle(self, ws):
        match ws.request.path:
            case "/echo" | "/goodbye" as path:
                with suppress(ConnectionClosed):
                    for message in ws:
                        ws.send(message)
                if path == "/goodbye":
                    self.closed.put((ws.close_code, ws.close_reason))
            case "/fragments":
                ws.send(iter(["one ", "two ", "three"]))
            case "/ping":
                ws.ping("server").wait(PATIENCE)
                ws.send("pong server")
            case "/big":
                ws.send((b"abcdefg" * (3 << 20))[: 3 << 20])
            case "/close":
                ws.close(4001, "enough")
            case "/drop":
                ws.socket.close()

    def said(self):
        return self.closed.get(timeout=PATIENCE)


class NodeServer:
    """node/server.js."""

    def __init__(self, compression):
        self.options = {"perMessageDeflate": {"threshold": 0} if compression else False, "maxPayload": 1 << 28}

    def __enter__(self):
        self.process = subprocess.Popen(
            ["node", str(ROOT / "tests/clients/node/server.js"), json.dumps(self.options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"NODE_PATH": os.environ["CLIENT_NODE_PATH"]},
        )
        self.port = int(re.match(rb"listening on (\d+)", self.process.stdout.readline())[1])
        return self

    def __exit__(self, *exception):
        self.process.communicate(timeout=PATIENCE)

    def said(self):
        seen = json.loads(called(self.port, ("upgrade", "/said"), ("recv",))[1].returned.data)
        return seen["code"], seen["reason"]


@pytest.fixture(scope="module", params=["websockets", "ws"])
def library(request):
    if request.param == "ws" and "CLIENT_NODE_PATH" not in os.environ:
        pytest.skip("no node on this machine")
    return PythonServer if request.param == "websockets" else NodeServer


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "deflate"])
def server(request, library):
    with library(request.param) as server:
        server.compression = request.param
        yield server


# Which of these the client offers; none with a server that does not know it makes no difference.
OFFERS = {
    "nothing": {},
    "compression": {"websocket_compression": True},
    "contexts": {"websocket_compression": True, "websocket_compression_context_takeover": True},
    "small windows": {
        "websocket_compression": True,
        "websocket_compression_context_takeover": True,
        "websocket_compression_window_bits": 10,
    },
}


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_messages(server, offer):
    calls = [call for opcode, data in MESSAGES for call in [("push", data, opcode), ("recv",)]]
    upgraded, *answers = called(server.port, ("upgrade", "/echo"), *calls, package_max_length=1 << 24, **offer)
    assert (upgraded.returned, upgraded.status) == (True, 101)
    agreed = bool(offer) and server.compression
    assert ("sec-websocket-extensions" in vars(upgraded.headers)) == agreed
    for (opcode, data), pushed, received in zip(MESSAGES, answers[::2], answers[1::2], strict=True):
        assert pushed.returned is True
        frame = received.returned
        assert (frame.opcode, frame.data == data, frame.finish) == (opcode, True, True), len(data)
        assert frame.flags & FIN
        if data:
            assert bool(frame.flags & RSV1) == agreed


def test_control_frames(server):
    upgraded, pinged, pong, pushed, echoed, disconnected = called(
        server.port,
        ("upgrade", "/goodbye"),
        ("ping", b"are you there"),
        ("recv",),
        ("push", b"yes"),
        ("recv",),
        ("disconnect", 4002, "Grüße"),
        open_websocket_pong_frame=True,
    )
    assert pinged.returned and (pong.returned.opcode, pong.returned.data) == (PONG, b"are you there")
    assert echoed.returned.data == b"yes"
    assert disconnected.returned is True and not disconnected.connected
    assert server.said() == (4002, "Grüße")


def test_the_client_answers_pings(server):
    assert called(server.port, ("upgrade", "/ping"), ("recv",))[1].returned.data == b"pong server"


def test_the_client_closes(server):
    closed = called(server.port, ("upgrade", "/goodbye"), ("close",))[1]
    assert closed.returned is True
    assert server.said() == (1000, "")


def test_fragments(server):
    frame = called(server.port, ("upgrade", "/fragments"), ("recv",))[1].returned
    assert (frame.opcode, frame.data) == (TEXT, b"one two three")


def test_a_big_message(server):
    calls = [("upgrade", "/big"), ("recv",)]
    for offer in OFFERS.values():
        data = called(server.port, *calls, package_max_length=1 << 22, **offer)[1].returned.data
        assert len(data) == 3 << 20 and data == (b"abcdefg" * (3 << 20))[: 3 << 20]
        refused = called(server.port, *calls, package_max_length=1 << 20, **offer)[1]
        assert (refused.returned, refused.error, refused.connected) == (False, 1201, False)


def test_the_server_closes(server):
    _, seen = called(server.port, ("upgrade", "/close"), ("recv",))
    assert (seen.returned, seen.connected) == (b"", False)
    _, seen, closed = called(server.port, ("upgrade", "/close"), ("recv",), ("close",), open_websocket_close_frame=True)
    assert (seen.returned.opcode, seen.returned.code, seen.returned.reason) == (8, 4001, b"enough")
    assert seen.connected and closed.returned is True


def test_the_server_is_gone(server):
    _, seen, after = called(server.port, ("upgrade", "/drop"), ("recv",), ("recv",))
    assert seen.returned in (b"", False) and not seen.connected
    assert (after.returned, after.error) == (False, 5001)


def test_subprotocols():
    with PythonServer(False) as server:
        chosen = called(server.port, ("upgrade", "/echo"), websocket_subprotocol=["v2.chat", "chat"])[0]
        assert chosen.status == 101 and vars(chosen.headers)["sec-websocket-protocol"] == "chat"
        refused = called(server.port, ("setHeaders", {"Sec-WebSocket-Version": "12"}), ("get", "/echo"), ("upgrade", "/echo"))
        assert [answer.status for answer in refused[1:]] == [426, 101]
