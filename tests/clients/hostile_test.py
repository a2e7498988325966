"""Hostile HTTP clients, byte for byte: what they send, and all that comes back, in clear and over TLS.

The server may refuse or understand, but never in a way another server on the path could see differently: what is
refused ends the connection, and what follows an understood request begins exactly where its body ends.
"""

import json
import re
import socket
import ssl
import time
import urllib.request

import pytest

from support import PATIENCE, ROOT, PhpServer, Raw, wait_until

# Behind each request: if it is taken for one of its own, there is a second answer.
HIDDEN = b"GET /hello HTTP/1.1\r\nHost: x\r\nX-Hidden: yes\r\n\r\n"


def post(*lines, body=b"", version=b"1.1"):
    return b"\r\n".join([b"POST /request HTTP/" + version, b"Host: x", *lines, b"", b""]) + body


@pytest.fixture(params=["plain", "tls"])
def peer(request):
    """A server in clear or over TLS: the fixture's connect() makes a connection to it."""
    if request.param == "plain":
        server = request.getfixturevalue("server")
        server.connect = lambda: Raw(server.port)
    else:
        server, context = request.getfixturevalue("encrypted"), request.getfixturevalue("trusting")
        server.connect = lambda: Raw(server.port, context)
    return server


# A refusal, to the last byte. It ends the connection, so nothing follows.
REFUSAL = re.compile(
    rb"HTTP/1\.1 (4\d\d|501) [A-Z][A-Za-z -]+\r\nServer: swoole-http-server\r\n"
    rb"Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n"
    rb"Connection: close\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
)


def answers(peer, data):
    """The answers as (status, length of the body the handler saw), until the connection was ended."""
    with peer.connect() as raw:
        raw.socket.settimeout(PATIENCE)
        raw.send(data)
        # No more will come: a server that waits for the rest of a body answers this with 4xx or nothing.
        raw.end()
        while raw._more():
            pass
        seen = []
        if refusal := re.search(rb"HTTP/1\.1 [45]\d\d (?s:.*)", raw.buffer):
            assert REFUSAL.fullmatch(refusal[0]), refusal[0]
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
    "length, then a longer one in another case": (post(b"Content-Length: 3", b"content-length: 4", body=b"abcd"), [400]),
    "length that overflows": (post(b"Content-Length: 18446744073709551619", body=b"abc"), [400]),
    "length with a comma in front": (post(b"Content-Length: ,3", body=b"abc"), [400]),
    "length in other digits": (post("Content-Length: ３".encode(), body=b"abc"), [400]),
    "length behind a line feed": (post(b"X: a\nContent-Length: 3", body=b"abc"), [(OK, 3), HELLO]),
    "CR CR LF": (post(b"X: a\r\r\nContent-Length: 3", body=b"abc"), [400]),
    "folded first line": (b"POST /request HTTP/1.1\r\n Host: x\r\nContent-Length: 3\r\n\r\nabc", [400]),
    "tab before the colon": (post(b"Content-Length\t: 3", body=b"abc"), [400]),
    "form feed after the colon": (post(b"Transfer-Encoding:\x0cchunked", body=b"0\r\n\r\n"), [{400, 501}]),
    "chunked; parameter": (post(b"Transfer-Encoding: chunked;q=1", body=b"0\r\n\r\n"), [{400, 501}]),
    "chunked, then identity": (post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", body=b"0\r\n\r\n"), [{400, 501}]),
    "chunked, empty": (post(b"Transfer-Encoding: chunked,", body=b"0\r\n\r\n"), [{400, 501}]),
    "name that is not ASCII": (post("Tränsfer-Encoding: chunked".encode(), body=b"0\r\n\r\n"), [400]),
    "length in a trailer": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\nContent-Length: 99\r\n\r\n"), [(OK, 3), HELLO]),
    "chunk size with spaces in front": (post(b"Transfer-Encoding: chunked", body=b"  3\r\nabc\r\n0\r\n\r\n"), [400]),
    "chunk size with an underscore": (post(b"Transfer-Encoding: chunked", body=b"1_0\r\nabc\r\n0\r\n\r\n"), [400]),
    "chunk size empty": (post(b"Transfer-Encoding: chunked", body=b"\r\nabc\r\n0\r\n\r\n"), [400]),
    "CR in a chunk extension": (post(b"Transfer-Encoding: chunked", body=b"3;a\rb\r\nabc\r\n0\r\n\r\n"), [400]),
    "trailer without a colon": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\nGET / HTTP/1.1\r\n\r\n"), [400]),
    "two spaces in the request line": (b"GET  /request HTTP/1.1\r\nHost: x\r\n\r\n", [400]),
    "tab in the request line": (b"GET\t/request\tHTTP/1.1\r\nHost: x\r\n\r\n", [400]),
    "space behind the version": (b"GET /request HTTP/1.1 \r\nHost: x\r\n\r\n", [400]),
    "request in the target": (b"GET /request HTTP/1.1\r\nHost: x HTTP/1.1\r\n\r\n", [400]),
    "user in Host": (b"GET /request HTTP/1.1\r\nHost: a@b/c\r\n\r\n", [400]),
    "two hosts": (b"GET /request HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", [400]),
    "length named in Connection": (post(b"Connection: Content-Length", b"Content-Length: 3", body=b"abc"), [(OK, 3), HELLO]),
    "h2c": (post(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAA", b"Content-Length: 3", body=b"abc"), [(OK, 3), HELLO]),
    "chunk ended by a line feed": (post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\n0\r\n\r\n"), [400]),
}


@pytest.mark.parametrize("data, expected", SMUGGLING.values(), ids=SMUGGLING)
def test_smuggling(peer, data, expected):
    seen = answers(peer, data + HIDDEN)
    assert len(seen) == len(expected), seen
    for answer, wanted in zip(seen, expected):
        match wanted:
            case tuple():
                assert answer == wanted
            case set():
                assert answer[0] in wanted
            case _:
                assert answer[0] == wanted


def hello(peer):
    with peer.connect() as raw:
        raw.send(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        status, _, body = raw.response()
        return status, body


def test_pipelining_without_reading(peer):
    """100,000 requests and not one answer read: the server stops reading instead of keeping answers."""
    with peer.connect() as raw:
        before = peer.resident_kb()
        raw.socket.settimeout(1)
        request = b"GET /request HTTP/1.1\r\nHost: x\r\n\r\n" * 1000
        sent = 0
        try:
            while sent < 100:
                raw.send(request)
                sent += 1
        except TimeoutError:
            pass
        assert hello(peer) == (200, b"Hello World")
        assert peer.resident_kb() - before < 16 * 1024


def test_pipelining_that_is_read(peer):
    """10,000 requests in one go, each answered, in order; nobody else waits for them."""
    count = 10_000
    with peer.connect() as raw:
        raw.send_while_reading(b"".join(b"GET /request?n=%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(count)))
        for n in range(count):
            status, _, body = raw.response()
            assert (status, json.loads(body)["get"]) == (200, {"n": str(n)})
            if n % 1000 == 0:
                assert hello(peer) == (200, b"Hello World")
        assert not raw.unsent


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


def test_colliding_names_in_a_multipart_form(server):
    names = colliding(4000)
    body = b"".join(b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n1\r\n' % name.encode() for name in names)
    body += b"--x--\r\n"
    start = time.monotonic()
    with Raw(server.port) as raw:
        raw.send(post(b"Content-Type: multipart/form-data; boundary=x", b"Content-Length: %d" % len(body), body=body))
        status, _, answer = raw.response()
        assert status == 200
        assert len(json.loads(answer)["post"]) == 1000
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


@pytest.mark.parametrize("part", ["head", "body"])
@pytest.mark.parametrize("encrypts", [False, True], ids=["plain", "tls"])
def test_slowloris_ends(certificates, trusting, encrypts, part):
    """However often something of a request comes: there is an end to it."""
    environment = {"CERTIFICATES": str(certificates)} if encrypts else {}
    settings = {"handshake_timeout": 1} if part == "head" else {"body_min_rate": 1_000_000_000}
    # A body has the time of one pause for itself, here that of a head.
    script = ROOT / "tests/clients/servers/server.php"
    with PhpServer(script, SETTINGS=json.dumps(settings), READ_TIMEOUT="1", **environment) as server:
        with Raw(server.port, trusting if encrypts else None) as raw:
            raw.send(b"POST /request HTTP/1.1\r\nHost: x\r\n" + (b"Content-Length: 1000\r\n\r\n" if part == "body" else b""))
            raw.socket.settimeout(0.1)
            deadline = time.monotonic() + PATIENCE
            while not raw.buffer:
                assert time.monotonic() < deadline, "it goes on for ever"
                try:
                    raw.send(b"x" if part == "body" else b"A: b\r\n")
                    raw._more()
                except (TimeoutError, ssl.SSLWantReadError):
                    pass
            raw.socket.settimeout(PATIENCE)
            assert raw.response()[0] == 408
            assert raw.at_end()


@pytest.mark.parametrize("encrypts", [False, True], ids=["plain", "tls"])
def test_slow_reading_ends(certificates, trusting, encrypts):
    """650 MB asked for, and taken a kilobyte at a time: they are never all in memory, and there is an end to it."""
    environment = {"CERTIFICATES": str(certificates)} if encrypts else {}
    script = ROOT / "tests/clients/servers/server.php"
    settings = json.dumps({"response_min_rate": 1_000_000_000_000})
    with PhpServer(script, SETTINGS=settings, WRITE_TIMEOUT="1", **environment) as server:
        server.connect = lambda: Raw(server.port, trusting if encrypts else None)
        assert hello(server) == (200, b"Hello World")
        before = server.resident_kb()
        with server.connect() as raw, server.connect() as other:
            raw.send(b"GET /stream?blocks=10000 HTTP/1.1\r\nHost: x\r\n\r\n")
            taken = 0

            def ended():
                nonlocal taken
                taken += len(raw.socket.recv(1024))
                other.send(b"GET /stats HTTP/1.1\r\nHost: x\r\n\r\n")
                assert server.resident_kb() - before < 16 * 1024
                return json.loads(other.response()[2])["connection_num"] == 1

            wait_until(ended, PATIENCE, "it goes on for ever")
            try:
                while data := raw.socket.recv(65536):
                    taken += len(data)
            except (ConnectionResetError, ssl.SSLError):
                pass
            assert taken < 650_000_000
        assert hello(server) == (200, b"Hello World")


@pytest.mark.parametrize("encrypts", [False, True], ids=["plain", "tls"])
def test_connections_up_to_the_descriptor_limit(certificates, trusting, encrypts):
    """The process may have 64 descriptors: the server says so in the log, waits, and serves again when some are free.
    Over TLS most of the connections never finish a handshake: their time is soon over, and others get in."""
    environment = {"CERTIFICATES": str(certificates), "SETTINGS": '{"ssl_handshake_timeout": 1}'} if encrypts else {}
    with PhpServer(ROOT / "tests/clients/servers/server.php", descriptors=64, **environment) as server:
        context = trusting if encrypts else None
        server.connect = lambda: Raw(server.port, context)
        flood = []
        try:
            # One of those that got in.
            early = server.connect()
            for _ in range(130):
                flood.append(socket.create_connection(("127.0.0.1", server.port), PATIENCE))
            early.send(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            assert early.response()[0] == 200
            wait_until(lambda: "Too many open files" in server.output(), PATIENCE, "the log says nothing")
            busy = server.cpu_seconds()
            time.sleep(1)
            assert server.cpu_seconds() - busy < 0.5, "it must not try again and again"
            if encrypts:
                assert hello(server) == (200, b"Hello World"), "the flood has locked the others out"
            early.send(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            assert early.response()[0] == 200
        finally:
            for connection in flood:
                connection.close()

        def serves():
            try:
                return hello(server) == (200, b"Hello World")
            except (OSError, AssertionError):
                return False

        wait_until(serves, PATIENCE, "the server has not recovered")
        assert len(re.findall("Too many open files", server.output())) < 100, "one line a second at most"
