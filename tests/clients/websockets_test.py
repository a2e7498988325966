"""WebSocket as clients see it: Python's `websockets` library where it can, raw frames where it cannot."""

import asyncio
import os
import socket
import struct
import urllib.request

import pytest
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode
from websockets.sync.client import connect as connect_sync

from support import PATIENCE, Raw, frame, handshake, wait_until


def connect(server, path="/echo", **options):
    options = {"compression": None, "open_timeout": PATIENCE, "close_timeout": PATIENCE, "max_size": None} | options
    return connect_sync(server.url(path, "ws"), proxy=None, **options)


def live_handlers(server):
    with urllib.request.urlopen(server.url("/live"), timeout=PATIENCE) as response:
        return int(response.read())


# The lengths around each form of the length field, and one that needs many reads and writes.
SIZES = [0, 1, 125, 126, 127, 65535, 65536, 1_000_000]


@pytest.mark.parametrize("size", SIZES)
def test_binary_echo(server, size):
    with connect(server) as ws:
        message = os.urandom(size)
        ws.send(message)
        assert ws.recv(PATIENCE) == message


@pytest.mark.parametrize("size", SIZES)
def test_text_echo(server, size):
    with connect(server) as ws:
        message = ("Grüße, 世界 🦀 " * size)[:size]
        ws.send(message)
        assert ws.recv(PATIENCE) == message


def test_messages_keep_their_order(server):
    with connect(server) as ws:
        for n in range(1000):
            ws.send(str(n))
        assert [ws.recv(PATIENCE) for _ in range(1000)] == [str(n) for n in range(1000)]


def test_fragmented_send_is_one_message(server):
    with connect(server) as ws:
        ws.send(["frag", "", "men", "ted ", "世", "界"])
        assert ws.recv(PATIENCE) == "fragmented 世界"


def test_ping_between_fragments(server):
    with Raw(server.port) as raw:
        raw.open_websocket("/echo")
        raw.send(frame(Opcode.TEXT, b"one ", fin=False))
        raw.send(frame(Opcode.PING, b"now"))
        assert raw.frame() == (Opcode.PONG, b"now", True)
        raw.send(frame(Opcode.CONT, b"two"))
        assert raw.frame() == (Opcode.TEXT, b"one two", True)


def test_character_split_between_fragments(server):
    with Raw(server.port) as raw:
        raw.open_websocket("/echo")
        crab = "🦀".encode()
        raw.send(frame(Opcode.TEXT, crab[:1], fin=False) + frame(Opcode.CONT, crab[1:3], fin=False) + frame(Opcode.CONT, crab[3:]))
        assert raw.frame() == (Opcode.TEXT, crab, True)


def test_server_sends_fragments(server):
    with Raw(server.port) as raw:
        raw.open_websocket("/fragments")
        assert raw.frame() == (Opcode.TEXT, b"one ", False)
        assert raw.frame() == (Opcode.CONT, b"two ", False)
        assert raw.frame() == (Opcode.CONT, b"three", True)
    with connect(server, "/fragments") as ws:
        assert ws.recv(PATIENCE) == "one two three"


def test_ping_is_answered(server):
    with connect(server) as ws:
        for payload in ["", "payload", "x" * 125]:
            assert ws.ping(payload).wait(PATIENCE)


def test_pong_is_ignored(server):
    with connect(server) as ws:
        ws.pong("unasked")
        ws.send("still here")
        assert ws.recv(PATIENCE) == "still here"


# Frames in unusual pieces


def test_frames_in_the_packet_of_the_handshake(server):
    with Raw(server.port) as raw:
        raw.send(handshake("/echo") + frame(Opcode.TEXT, b"early") + frame(Opcode.BINARY, b"bird"))
        assert raw.head()[0] == 101
        assert raw.frame() == (Opcode.TEXT, b"early", True)
        assert raw.frame() == (Opcode.BINARY, b"bird", True)


def test_pipelined_frames(server):
    with Raw(server.port) as raw:
        raw.open_websocket("/echo")
        messages = [os.urandom(n % 200) for n in range(500)]
        raw.send(b"".join(frame(Opcode.BINARY, message) for message in messages))
        assert [raw.frame()[1] for _ in messages] == messages


def test_single_bytes(server):
    with Raw(server.port) as raw:
        for byte in handshake("/echo") + frame(Opcode.TEXT, b"slow") + frame(Opcode.BINARY, bytes(130)):
            raw.send(bytes([byte]))
        assert raw.head()[0] == 101
        assert raw.frame() == (Opcode.TEXT, b"slow", True)
        assert raw.frame() == (Opcode.BINARY, bytes(130), True)


# Closing


@pytest.mark.parametrize("code, reason", [(1000, ""), (1001, "going away"), (4001, "Grüße")])
def test_client_closes(server, code, reason):
    with connect(server) as ws:
        ws.close(code, reason)
        assert ws.protocol.close_rcvd.code == code


def test_close_is_answered_once_then_tcp_ends(server):
    with Raw(server.port) as raw:
        raw.open_websocket("/echo")
        raw.send(frame(Opcode.CLOSE, struct.pack(">H", 1000)))
        assert raw.close_code() == 1000
        assert raw.at_end()


def test_messages_before_the_close_are_answered(server):
    with Raw(server.port) as raw:
        raw.open_websocket("/echo")
        raw.send(frame(Opcode.TEXT, b"a") + frame(Opcode.TEXT, b"b") + frame(Opcode.CLOSE, struct.pack(">H", 1000)))
        assert raw.frame() == (Opcode.TEXT, b"a", True)
        assert raw.frame() == (Opcode.TEXT, b"b", True)
        assert raw.close_code() == 1000


@pytest.mark.parametrize(
    "how, code, reason",
    [("close", 1000, ""), ("return", 1000, ""), ("frame", 4000, "enough")],
    ids=["close()", "the handler returns", "push(CloseFrame)"],
)
def test_server_closes(server, how, code, reason):
    with connect(server, f"/bye?how={how}") as ws:
        assert ws.recv(PATIENCE) == "last words"
        with pytest.raises(ConnectionClosed):
            ws.recv(PATIENCE)
        assert (ws.protocol.close_rcvd.code, ws.protocol.close_rcvd.reason) == (code, reason)


# What a client must not do (RFC 6455): the right close code, then the end of the connection.


@pytest.mark.parametrize(
    "data, code",
    [
        (frame(Opcode.TEXT, b"bare", mask=False), 1002),
        (frame(Opcode.TEXT, b"x", rsv=0b100), 1002),
        (frame(Opcode.TEXT, b"x", rsv=0b010), 1002),
        (frame(3), 1002),
        (frame(Opcode.CONT, b"x"), 1002),
        (frame(Opcode.TEXT, b"x", fin=False) + frame(Opcode.TEXT, b"y"), 1002),
        (frame(Opcode.PING, fin=False), 1002),
        (frame(Opcode.PING, bytes(126)), 1002),
        (frame(Opcode.CLOSE, b"x"), 1002),
        (frame(Opcode.CLOSE, struct.pack(">H", 1005)), 1002),
        (frame(Opcode.TEXT, b"\xff\xfe"), 1007),
        (frame(Opcode.TEXT, "é".encode()[:1]), 1007),
        (frame(Opcode.BINARY, bytes(5_000_000))[:20], 1009),
        (b"".join(frame(Opcode.CONT if n else Opcode.BINARY, bytes(1_000_000), fin=False) for n in range(5)), 1009),
    ],
    ids=[
        "unmasked",
        "RSV1 without an extension",
        "RSV2",
        "reserved opcode",
        "continuation of nothing",
        "message inside a message",
        "fragmented ping",
        "long ping",
        "close of one byte",
        "close code 1005",
        "not UTF-8",
        "half a character",
        "frame too big",
        "message too big",
    ],
)
def test_violations(server, data, code):
    with Raw(server.port) as raw:
        raw.open_websocket("/echo")
        try:
            raw.send(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server need not read all of it
        assert raw.close_code() == code
        assert raw.at_end()
    with connect(server) as ws:
        ws.send("the others notice nothing")
        assert ws.recv(PATIENCE) == "the others notice nothing"


@pytest.mark.parametrize(
    "request_bytes, statuses",
    [
        (handshake("/echo", Sec_WebSocket_Key=None), {400}),
        (handshake("/echo", Sec_WebSocket_Key="c2hvcnQ="), {400}),
        (handshake("/echo", Sec_WebSocket_Version="12"), {426}),
        (handshake("/echo", Upgrade=None), {400, 426}),
        (handshake("/echo", Connection="keep-alive"), {400, 426}),
        (handshake("/echo").replace(b"GET", b"PUT", 1), {400, 405}),
    ],
    ids=["no key", "short key", "other version", "no Upgrade", "no Connection: Upgrade", "not GET"],
)
def test_bad_handshakes(server, request_bytes, statuses):
    with Raw(server.port) as raw:
        raw.send(request_bytes)
        status, headers = raw.head()
        assert status in statuses
        if status == 426 and b"Version: 12" in request_bytes:
            assert headers["sec-websocket-version"] == "13"


# Many, slow and vanished peers


def test_many_connections_at_once(server):
    async def talk(n):
        async with connect_async(server.url("/echo", "ws"), proxy=None, compression=None, open_timeout=PATIENCE) as ws:
            for m in range(10):
                await ws.send(f"{n}.{m}")
                assert await ws.recv() == f"{n}.{m}"

    async def crowd():
        await asyncio.wait_for(asyncio.gather(*(talk(n) for n in range(300))), 3 * PATIENCE)

    asyncio.run(crowd())
    wait_until(lambda: live_handlers(server) == 0, PATIENCE, "handlers were left behind")


def test_a_client_that_does_not_read(server):
    blocks = 1000  # 64 MB, far more than any buffer between the two
    with Raw(server.port) as raw:
        before = server.resident_kb()
        raw.send(handshake("/flood") + frame(Opcode.TEXT, str(blocks).encode()))
        with connect(server) as ws:
            for n in range(20):
                ws.send(f"meanwhile {n}")
                assert ws.recv(PATIENCE) == f"meanwhile {n}"
        assert live_handlers(server) == 1, "the push should be waiting for its reader"
        assert server.resident_kb() - before < 16 * 1024, "what nobody reads must not pile up"

        assert raw.head()[0] == 101
        for n in range(blocks):
            opcode, payload, fin = raw.frame()
            assert (opcode, fin, payload[:4]) == (Opcode.BINARY, True, struct.pack(">I", n))
            assert len(payload) == 4 + 65536
        assert raw.close_code() == 1000


@pytest.mark.parametrize("path", ["/echo", "/flood"], ids=["in recv()", "in push()"])
def test_a_client_that_vanishes(server, path):
    wait_until(lambda: live_handlers(server) == 0, PATIENCE, "handlers were left behind by an earlier test")
    with Raw(server.port) as raw:
        raw.send(handshake(path) + frame(Opcode.TEXT, b"100000"))
        assert raw.head()[0] == 101
        wait_until(lambda: live_handlers(server) == 1, PATIENCE, "the handler does not run")
        # A reset instead of an orderly end.
        raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wait_until(lambda: live_handlers(server) == 0, PATIENCE, "the handler outlived its client")
