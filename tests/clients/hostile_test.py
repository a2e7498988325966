"""Hostile HTTP clients, byte for byte: what they send, and all that comes back.

The server may refuse or understand, but never in a way another server on the path could see differently: what is
refused ends the connection, and what follows an understood request begins exactly where its body ends.
"""

import json
import re
import socket
import time
import urllib.request

import pytest

from support import PATIENCE, ROOT, PhpServer, Raw, wait_until

# Behind each request: if it is taken for one of its own, there is a second answer.
HIDDEN = b"GET /hello HTTP/1.1\r\nHost: x\r\nX-Hidden: yes\r\n\r\n"


def post(*lines, body=b"", version=b"1.1"):
    return b"\r\n".join([b"POST /request HTTP/" + version, b"Host: x", *lines, b"", b""]) + body


def answers(server, data):
    """The answers as (status, length of the body the handler saw), and whether the connection was ended."""
    with Raw(server.port) as raw:
        raw.socket.settimeout(PATIENCE)
        raw.send(data)
        # No more will come: a server that waits for the rest of a body answers this with 4xx or nothing.
        raw.socket.shutdown(socket.SHUT_WR)
        while raw._more():
            pass
        seen = []
        while raw.buffer:
            status, headers, body = raw.response()
            seen.append((status, json.loads(body)["length"] if body.startswith(b"{") else body.decode()))
        return seen


OK, HELLO = 200, (200, "Hello World")
SMUGGLING = {
    # Understood: the length is what it says, the next request begins after it.
    "length": (post(b"Content-Length: 3", body=b"abc"), [(OK, 3), HELLO]),
    "the same length twice": (post(b"Content-Length: 3", b"Content-Length: 3", body=b"abc"), [(OK, 3), HELLO]),
    "chunked": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\n\r\n"), [(OK, 3), HELLO]),
    "Chunked after a tab": (post(b"Transfer-Encoding:\tChunked", body=b"3\r\nabc\r\n0\r\n\r\n"), [(OK, 3), HELLO]),
    "chunk extension": (post(b"Transfer-Encoding: chunked", body=b"3;a=b\r\nabc\r\n0\r\n\r\n"), [(OK, 3), HELLO]),
    "trailers": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\nX-Trailer: a\r\n\r\n"), [(OK, 3), HELLO]),
    "leading zeros": (post(b"Content-Length: 003", body=b"abc"), [(OK, 3), HELLO]),
    "GET with a body": (b"GET /request HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", [(OK, 3), HELLO]),
    # Understood by the chunks, and the end of the connection (RFC 9112 §6.1).
    "length and chunked": (post(b"Content-Length: 3", b"Transfer-Encoding: chunked", body=b"2\r\nab\r\n0\r\n\r\n"), [(OK, 2)]),
    "chunked and length": (post(b"Transfer-Encoding: chunked", b"Content-Length: 3", body=b"2\r\nab\r\n0\r\n\r\n"), [(OK, 2)]),
    # Refused.
    "lengths that differ": (post(b"Content-Length: 3", b"Content-Length: 0", body=b"abc"), [400]),
    "list of lengths": (post(b"Content-Length: 3, 3", body=b"abc"), [400]),
    "length with a plus": (post(b"Content-Length: +3", body=b"abc"), [400]),
    "length with a space inside": (post(b"Content-Length: 1 0", body=b"abc"), [400]),
    "length in hex": (post(b"Content-Length: 0x3", body=b"abc"), [400]),
    "negative length": (post(b"Content-Length: -1", body=b"abc"), [400]),
    "space before the colon, length": (post(b"Content-Length : 3", body=b"abc"), [400]),
    "space before the colon, chunked": (post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n"), [400]),
    "space before the name": (post(b" Content-Length: 3", body=b"abc"), [400]),
    "folded length": (post(b"Content-Length:\r\n 3", body=b"abc"), [400]),
    "folded coding": (post(b"Transfer-Encoding:\r\n chunked", body=b"0\r\n\r\n"), [400]),
    "folded other header": (post(b"X: a\r\n Content-Length: 3", body=b"abc"), [400]),
    "xchunked": (post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"), [{400, 501}]),
    "chunked in quotes": (post(b'Transfer-Encoding: "chunked"', body=b"0\r\n\r\n"), [{400, 501}]),
    "chunked, identity": (post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"), [{400, 501}]),
    "identity, then chunked": (post(b"Transfer-Encoding: identity", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), [{400, 501}]),
    "chunked twice": (post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), [{400, 501}]),
    "empty coding": (post(b"Transfer-Encoding:", body=b"0\r\n\r\n"), [{400, 501}]),
    "vertical tab": (post(b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n"), [{400, 501}]),
    "NUL in the coding": (post(b"Transfer-Encoding: chunked\0", body=b"0\r\n\r\n"), [{400, 501}]),
    "NUL in a name": (post(b"Content\0-Length: 3", body=b"abc"), [400]),
    "underscore is another name": (post(b"Content_Length: 3"), [(OK, 0), HELLO]),
    "CR alone ends no line": (post(b"X: a\rContent-Length: 3", body=b"abc"), [400]),
    "chunked in HTTP/1.0": (post(b"Transfer-Encoding: chunked", body=b"0\r\n\r\n", version=b"1.0"), [400]),
    "chunk size with a sign": (post(b"Transfer-Encoding: chunked", body=b"+3\r\nabc\r\n0\r\n\r\n"), [400]),
    "chunk size with 0x": (post(b"Transfer-Encoding: chunked", body=b"0x3\r\nabc\r\n0\r\n\r\n"), [400]),
    "chunk size that overflows": (post(b"Transfer-Encoding: chunked", body=b"10000000000000003\r\nabc\r\n0\r\n\r\n"), [400]),
    "chunk longer than its size": (post(b"Transfer-Encoding: chunked", body=b"2\r\nabc\r\n0\r\n\r\n"), [400]),
    "chunk without its end": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc0\r\n\r\n"), [400]),
    "line feeds in chunks": (post(b"Transfer-Encoding: chunked", body=b"3\nabc\n0\n\n"), [400]),
    "line feed in a chunk extension": (post(b"Transfer-Encoding: chunked", body=b"3;a\nabc\r\n0\r\n\r\n"), [400]),
    "chunk ended by a line feed": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\n0\r\n\r\n"), [400]),
}


@pytest.mark.parametrize("data, expected", SMUGGLING.values(), ids=SMUGGLING)
def test_smuggling(server, data, expected):
    seen = answers(server, data + HIDDEN)
    assert len(seen) == len(expected), seen
    for answer, wanted in zip(seen, expected):
        match wanted:
            case tuple():
                assert answer == wanted
            case set():
                assert answer[0] in wanted
            case _:
                assert answer[0] == wanted


def test_pipelining_without_reading(server):
    """100,000 requests and not one answer read: the server stops reading instead of keeping answers."""
    with Raw(server.port) as raw:
        before = server.resident_kb()
        raw.socket.settimeout(1)
        request = b"GET /request HTTP/1.1\r\nHost: x\r\n\r\n" * 1000
        sent = 0
        try:
            while sent < 100:
                raw.send(request)
                sent += 1
        except TimeoutError:
            pass
        with urllib.request.urlopen(server.url("/hello"), timeout=PATIENCE) as response:
            assert response.read() == b"Hello World"
        assert server.resident_kb() - before < 16 * 1024


# Strings of equal hash in PHP's tables (DJB33): any sequence of these pairs.
def colliding(count):
    names = [""]
    while len(names) < count:
        names = [name + pair for name in names for pair in ("Ez", "FY")]
    return names[:count]


def test_colliding_names(server):
    """PHP's hash can be made to collide: max_input_vars keeps it to a thousand names."""
    names = colliding(8000)
    assert len({sum(ord(c) * 33 ** (len(name) - i) for i, c in enumerate(name)) for name in names}) == 1
    start = time.monotonic()
    with Raw(server.port) as raw:
        pairs = "&".join(f"{name}=1" for name in names[:1050])
        body = "&".join(f"{name}=1" for name in names)
        cookies = "; ".join(f"{name}=1" for name in names[:1050])
        raw.send(
            f"POST /request?{pairs} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Cookie: {cookies}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        status, _, body = raw.response()
        assert status == 200
        seen = json.loads(body)
        assert len(seen["get"]) == 1000
        assert len(seen["post"]) == 1000
        assert len(seen["cookie"]) == 1000
    # A guard against minutes, not a measurement.
    assert time.monotonic() - start < PATIENCE


def test_deeply_nested_names(server):
    """max_input_nesting_level is PHP's, 64: what is deeper is left out."""
    with Raw(server.port) as raw:
        raw.send(f"GET /request?a{'[b]' * 2000}=1&c{'[d]' * 10}=1 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        status, _, body = raw.response()
        assert status == 200
        assert list(json.loads(body)["get"]) == ["c"]


def test_slow_heads_and_bodies_do_not_keep_others_waiting(server):
    """Many connections that send a byte now and then: everybody else is served at once."""
    slow = [socket.create_connection(("127.0.0.1", server.port), PATIENCE) for _ in range(300)]
    try:
        for n, connection in enumerate(slow):
            connection.sendall(b"POST /request HTTP/1.1\r\nHost: x\r\n" + (b"Content-Length: 100\r\n\r\n" if n % 2 else b""))
        for _ in range(10):
            for n, connection in enumerate(slow):
                connection.sendall(b"x" if n % 2 else b"A: b\r\n")
            with urllib.request.urlopen(server.url("/hello"), timeout=PATIENCE) as response:
                assert response.read() == b"Hello World"
    finally:
        for connection in slow:
            connection.close()


def test_connections_up_to_the_descriptor_limit():
    """The process may have 64 descriptors: the server says so in the log, waits, and serves again when some are free."""
    with PhpServer(ROOT / "tests/clients/servers/server.php", descriptors=64) as server:
        flood = []
        try:
            for _ in range(200):
                flood.append(socket.create_connection(("127.0.0.1", server.port), PATIENCE))
            # Those that got in are served.
            flood[0].sendall(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            flood[0].settimeout(PATIENCE)
            assert b"Hello World" in flood[0].recv(4096)
            wait_until(lambda: "Too many open files" in server.output(), PATIENCE, "the log says nothing")
            busy = server.cpu_seconds()
            time.sleep(1)
            assert server.cpu_seconds() - busy < 0.5, "it must not try again and again"
        finally:
            for connection in flood:
                connection.close()

        def serves():
            try:
                with urllib.request.urlopen(server.url("/hello"), timeout=PATIENCE) as response:
                    return response.read() == b"Hello World"
            except OSError:
                return False

        wait_until(serves, PATIENCE, "the server has not recovered")
        assert len(re.findall("Too many open files", server.output())) < 100, "one line a second at most"
