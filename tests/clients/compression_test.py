"""permessage-deflate (RFC 7692) as clients see it: Python's `websockets` where it can, raw frames where it cannot."""

import json
import os
import random
import struct

import pytest
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Opcode
from websockets.sync.client import connect as connect_sync

from support import PATIENCE, Raw, Wire, deflated, frame, inflated, of_a_kind

OFFER = {"Sec_WebSocket_Extensions": "permessage-deflate; client_max_window_bits"}


def connect(server, path="/echo", **parameters):
    """Offers permessage-deflate with just these parameters."""
    return connect_sync(
        server.url(path, "ws"),
        proxy=None,
        compression=None,
        extensions=[ClientPerMessageDeflateFactory(**parameters)],
        open_timeout=PATIENCE,
        close_timeout=PATIENCE,
        max_size=None,
    )


def agreed(ws):
    """The parameters of the server's answer."""
    name, *parameters = ws.response.headers["Sec-WebSocket-Extensions"].split("; ")
    assert name == "permessage-deflate"
    return set(parameters)


def prose(size):
    """Text that compresses well without being empty of information."""
    lines = (json.dumps({"id": n, "name": f"somebody {n * n}", "text": "Grüße, 世界 🦀"}, ensure_ascii=False) for n in range(size // 60 + 1))
    return "\n".join(lines)[:size]


def test_the_usual_offer(compressed):
    with connect_sync(compressed.url("/echo", "ws"), proxy=None) as ws:
        assert "permessage-deflate" in ws.response.headers["Sec-WebSocket-Extensions"]
        for message in ["text", prose(5000), b"binary", bytes(5000), "", b""]:
            ws.send(message)
            assert ws.recv(PATIENCE) == message


def test_a_client_that_does_not_offer_it(compressed):
    with Raw(compressed.port) as raw:
        headers = raw.open_websocket("/echo")
        assert "sec-websocket-extensions" not in headers
        raw.send(frame(Opcode.TEXT, b"x" * 1000))
        assert raw.frame() == (Opcode.TEXT, b"x" * 1000, True)


def test_a_server_that_does_not_want_it(server):
    with Raw(server.port) as raw:
        assert "sec-websocket-extensions" not in raw.open_websocket("/echo", **OFFER)
        raw.send(frame(Opcode.TEXT, b"x" * 1000))
        assert raw.frame() == (Opcode.TEXT, b"x" * 1000, True)


PARAMETERS = {
    "none": {},
    "all four": {
        "server_no_context_takeover": True,
        "client_no_context_takeover": True,
        "server_max_window_bits": 10,
        "client_max_window_bits": 12,
    },
    "server_no_context_takeover": {"server_no_context_takeover": True},
    "client_no_context_takeover": {"client_no_context_takeover": True},
    "server_max_window_bits": {"server_max_window_bits": 9},
    "client_max_window_bits": {"client_max_window_bits": 9},
    "client_max_window_bits without a value": {"client_max_window_bits": True},
    "both windows": {"server_max_window_bits": 15, "client_max_window_bits": 15},
}


@pytest.mark.parametrize("parameters", PARAMETERS.values(), ids=PARAMETERS)
def test_parameters(compressed, parameters):
    # The library itself refuses an answer that does not fit the offer.
    with connect(compressed, **parameters) as ws:
        answer = agreed(ws)
        if bits := parameters.get("server_max_window_bits"):
            # The windows are put to the test below: what was compressed with a larger one does not inflate.
            assert f"server_max_window_bits={bits}" in answer
        for name in ("server_no_context_takeover", "client_no_context_takeover"):
            assert name in answer or name not in parameters
        for message in [prose(40_000), "short", prose(40_000), os.urandom(40_000), prose(300_000)] * 3:
            ws.send(message)
            assert ws.recv(PATIENCE) == message


@pytest.mark.parametrize(
    "offer, answered",
    [
        ("permessage-deflate; server_max_window_bits=8, permessage-deflate", True),
        ("permessage-deflate; client_max_window_bits=16, permessage-deflate; what=ever", False),
        ("x-webkit-deflate-frame, permessage-deflate", True),
        ('permessage-deflate; server_max_window_bits="12"', True),
        ("permessage-deflate; server_max_window_bits", False),
        ("permessage-deflate; server_no_context_takeover=1", False),
        ("permessage-deflate; client_max_window_bits; client_max_window_bits", False),
    ],
)
def test_offers(compressed, offer, answered):
    with Raw(compressed.port) as raw:
        headers = raw.open_websocket("/echo", Sec_WebSocket_Extensions=offer)
        assert headers.get("sec-websocket-extensions", "").startswith("permessage-deflate") == answered
        # Whatever was made of it, the connection works.
        raw.send(frame(Opcode.TEXT, b"hello" * 100))
        assert raw.message() == (Opcode.TEXT, b"hello" * 100)


@pytest.mark.parametrize("make", [prose, lambda size: os.urandom(size), lambda size: bytes(size)], ids=["text", "random", "zeros"])
@pytest.mark.parametrize("size", [1, 125, 126, 127, 65535, 65536, 3_000_000])
def test_sizes(compressed, make, size):
    with connect(compressed, client_max_window_bits=True) as ws:
        message = make(size)
        for _ in range(2):
            ws.send(message)
            assert ws.recv(PATIENCE) == message


def test_compressed_in_fragments(compressed):
    text = prose(100_000)
    parts = [text[at : at + 7001] for at in range(0, len(text), 7001)]
    with connect(compressed) as ws:
        for _ in range(3):
            ws.send(["", *parts, ""])
            assert ws.recv(PATIENCE) == text


# What a client may ask for where the server keeps contexts: who of both keeps one then.
CONTEXTS = {
    "both": ({"client_max_window_bits": True}, True, True),
    "both, small windows": ({"client_max_window_bits": 10, "server_max_window_bits": 10}, True, True),
    "the server alone": ({"client_no_context_takeover": True, "client_max_window_bits": True}, False, True),
    "the client alone": ({"server_no_context_takeover": True, "client_max_window_bits": True}, True, False),
    # Its window cannot be limited to what the server is willing to remember.
    "no window bits offered": ({"client_max_window_bits": None}, False, True),
    "neither": ({"server_no_context_takeover": True, "client_no_context_takeover": True}, False, False),
}


@pytest.mark.parametrize("parameters, from_client, from_server", CONTEXTS.values(), ids=CONTEXTS)
def test_contexts(context, parameters, from_client, from_server):
    messages = of_a_kind(200)
    size = sum(map(len, messages))
    with Wire(context) as wire, connect(context, **parameters) as ws:
        answer = agreed(ws)
        assert ("client_no_context_takeover" in answer) == (not from_client)
        assert ("server_no_context_takeover" in answer) == (not from_server)
        for message in messages:
            ws.send(message)
            assert ws.recv(PATIENCE) == message
    assert (wire.received < size / 4) == from_client
    assert (wire.sent < size / 4) == from_server


@pytest.mark.parametrize("parameters, from_client, from_server", CONTEXTS.values(), ids=CONTEXTS)
def test_contexts_stay_in_step(context, parameters, from_client, from_server):
    """Whatever goes through them: text and binary, what compresses and what does not, empty and large messages, larger
    than any window, fragments, control frames; several messages under way at once."""
    numbers = random.Random(len(parameters))
    messages = []
    for n in range(400):
        length = numbers.choice([0, 1, 60, 300, 1000, 5000, 40_000])
        make = numbers.choice([prose, lambda size: numbers.randbytes(size), lambda size: bytes(size)])
        messages.append(make(length + n))
    with connect(context, **parameters) as ws:
        for at in range(0, len(messages), 8):
            some = messages[at : at + 8]
            for n, message in enumerate(some):
                ws.send(message if n % 3 else [message[:100], message[100:]])
            ws.ping().wait(PATIENCE)
            for message in some:
                assert ws.recv(PATIENCE) == message


def test_a_context_that_a_bomb_has_filled(context):
    """Each message within the limit, all of them together far above it; then the same window still serves."""
    with connect(context, client_max_window_bits=True) as ws:
        for message in [bytes(4_000_000), prose(300), bytes(4_000_000), prose(300)]:
            ws.send(message)
            assert ws.recv(PATIENCE) == message


def test_control_frames_between_compressed_fragments(compressed):
    text = prose(3000).encode()
    payload = deflated(text)
    with Raw(compressed.port) as raw:
        raw.open_websocket("/echo", **OFFER)
        raw.send(frame(Opcode.TEXT, payload[:10], fin=False, rsv=0b100))
        raw.send(frame(Opcode.PING, b"now"))
        assert raw.frame() == (Opcode.PONG, b"now", True)
        raw.send(frame(Opcode.CONT, b"", fin=False) + frame(Opcode.CONT, payload[10:]))
        assert raw.message() == (Opcode.TEXT, text)


def test_compressed_and_plain_messages_in_turn(compressed):
    with Raw(compressed.port) as raw:
        raw.open_websocket("/echo", **OFFER)
        for n in range(10):
            text = f"message {n}, {'again ' * 50}".encode()
            raw.send(frame(Opcode.TEXT, text) if n % 2 else frame(Opcode.TEXT, deflated(text), rsv=0b100))
            assert raw.message() == (Opcode.TEXT, text)


def test_the_wire_is_smaller(compressed):
    text = prose(100_000).encode()
    with Raw(compressed.port) as raw:
        raw.open_websocket("/echo", **OFFER)
        raw.send(frame(Opcode.TEXT, text))
        opcode, payload, _ = raw.frame(rsv=0x40)
        assert opcode is Opcode.TEXT
        assert len(payload) < len(text) / 3
        assert inflated(payload) == text


def test_every_level_of_zlib_and_final_blocks(compressed):
    """Senders may compress as they like, also so that each message ends its deflate stream (§7.2.3.4)."""
    final = bytes([0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00])
    stored = bytes([0x00, 0x05, 0x00, 0xFA, 0xFF]) + b"Hello" + bytes([0x00])
    two_blocks = bytes([0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00])
    with Raw(compressed.port) as raw:
        raw.open_websocket("/echo", **OFFER)
        for payload in [final, stored, two_blocks, final]:
            raw.send(frame(Opcode.TEXT, payload, rsv=0b100))
            assert raw.message() == (Opcode.TEXT, b"Hello")


VIOLATIONS = {
    "no deflate stream": (frame(Opcode.TEXT, b"\xff" * 20, rsv=0b100), 1007),
    "cut short": (frame(Opcode.TEXT, deflated(prose(2000).encode())[:-20], rsv=0b100), 1007),
    "inflates to what is not UTF-8": (frame(Opcode.TEXT, deflated(b"fine\xff"), rsv=0b100), 1007),
    "a bomb": (frame(Opcode.BINARY, deflated(bytes(5_000_000)), rsv=0b100), 1009),
    "RSV1 on a ping": (frame(Opcode.PING, b"x", rsv=0b100), 1002),
    "RSV1 on a close": (frame(Opcode.CLOSE, struct.pack(">H", 1000), rsv=0b100), 1002),
    "RSV1 on a continuation": (frame(Opcode.TEXT, b"x", fin=False) + frame(Opcode.CONT, b"y", rsv=0b100), 1002),
    "RSV2": (frame(Opcode.TEXT, b"x", rsv=0b110), 1002),
}


@pytest.mark.parametrize("data, code", VIOLATIONS.values(), ids=VIOLATIONS)
def test_violations(compressed, data, code):
    with Raw(compressed.port) as raw:
        raw.open_websocket("/echo", **OFFER)
        raw.send(data)
        assert raw.close_code() == code
        assert raw.at_end()
    with connect(compressed) as ws:
        ws.send("the others notice nothing")
        assert ws.recv(PATIENCE) == "the others notice nothing"


def test_fragments_from_the_server(compressed):
    with connect(compressed, "/fragments") as ws:
        assert ws.recv(PATIENCE) == "one two three"


@pytest.mark.parametrize("name", ["server", "compressed"])
def test_one_byte_a_packet(request, name):
    """A client whose every byte travels alone: the handshake, messages of all kinds, the close."""
    server = request.getfixturevalue(name)
    text = ("κόσμε " * 30).encode()
    stream = [
        *[frame(Opcode.TEXT, b"slow"), frame(Opcode.BINARY, bytes(range(200))), frame(Opcode.TEXT)],
        *[frame(Opcode.TEXT, text[:7], fin=False), frame(Opcode.PING, b"now"), frame(Opcode.CONT, text[7:])],
    ]
    expected = [
        *[(Opcode.TEXT, b"slow"), (Opcode.BINARY, bytes(range(200))), (Opcode.TEXT, b"")],
        *[(Opcode.PONG, b"now"), (Opcode.TEXT, text)],
    ]
    if name == "compressed":
        payload = deflated(text)
        stream += [frame(Opcode.TEXT, payload, rsv=0b100)]
        stream += [frame(Opcode.BINARY, payload[:9], fin=False, rsv=0b100), frame(Opcode.CONT, payload[9:])]
        expected += [(Opcode.TEXT, text), (Opcode.BINARY, text)]
    with Raw(server.port) as raw:

        def drip(data):
            for byte in data:
                raw.send(bytes([byte]))

        offer = OFFER["Sec_WebSocket_Extensions"]
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        head = f"GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{key}Sec-WebSocket-Extensions: {offer}\r\n\r\n"
        drip(head.encode())
        status, headers = raw.head()
        assert (status, headers["sec-websocket-accept"]) == (101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        assert ("sec-websocket-extensions" in headers) == (name == "compressed")
        drip(b"".join(stream))
        for message in expected:
            assert raw.message() == message
        drip(frame(Opcode.CLOSE, struct.pack(">H", 4000) + b"bye"))
        assert raw.close_code() in (1000, 4000)
        assert raw.at_end()
