"""TLS as clients see it: curl, Python's ssl and websockets, and records a library would not send."""

import os
import socket
import ssl
import urllib.request

import pytest
from websockets.frames import Opcode
from websockets.sync.client import connect as connect_sync

from support import PATIENCE, ROOT, PhpServer, curl_bytes, frame, handshake, wait_until

VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


@pytest.fixture
def server(encrypted):
    return encrypted


@pytest.fixture(params=VERSIONS)
def context(request, certificates):
    context = ssl.create_default_context(cafile=certificates / "ca.pem")
    context.minimum_version = context.maximum_version = VERSIONS[request.param]
    return context


def open_tls(server, context, **options):
    """A connection on which the end of TCP without TLS's farewell is an error."""
    plain = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False, **options)


def read_head(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        assert more, f"the connection ended after {data!r}"
        data += more
    return data


def open_websocket(server, context, path):
    connection = open_tls(server, context)
    connection.sendall(handshake(path))
    assert read_head(connection).startswith(b"HTTP/1.1 101 ")
    return connection


def connect(server, context, path="/echo"):
    url = server.url(path, "wss").replace("127.0.0.1", "localhost")
    return connect_sync(url, ssl=context, proxy=None, compression=None, open_timeout=PATIENCE, close_timeout=PATIENCE, max_size=None)


def live_handlers(server, context):
    url = server.url("/live", "https")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(url, timeout=PATIENCE) as response:
        return int(response.read())


@pytest.mark.parametrize("version", ["--tls-max 1.2", "--tlsv1.3"])
def test_curl(server, certificates, version):
    output = curl_bytes(
        *("--cacert", certificates / "ca.pem", *version.split(), "--http1.1"),
        *(server.url(path, "https") for path in ("/hello", "/chunks", "/redirect")),
        *("--data-binary", "@" + str(ROOT / "Cargo.lock"), server.url("/request", "https"), "--write-out", "%{num_connects}"),
    )
    assert b"Hello World" in output and b"one,two,three" in output
    assert b'"length":%d' % (ROOT / "Cargo.lock").stat().st_size in output


@pytest.mark.parametrize("size", [0, 1, 125, 65536, 1_000_000, 4_000_000])
def test_echo(server, context, size):
    with connect(server, context) as ws:
        message = os.urandom(size)
        ws.send(message)
        assert ws.recv(PATIENCE) == message


def test_messages_keep_their_order(server, context):
    with connect(server, context) as ws:
        for n in range(1000):
            ws.send(str(n))
        assert [ws.recv(PATIENCE) for _ in range(1000)] == [str(n) for n in range(1000)]


def test_file(server, context, tmp_path):
    content = os.urandom(5_000_000)
    (tmp_path / "file").write_bytes(content)
    connection = open_tls(server, context)
    connection.sendall(f"GET /file?name={tmp_path / 'file'} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    data = read_head(connection)
    while more := connection.recv(1 << 20):
        data += more
    assert data.split(b"\r\n\r\n", 1)[1] == content
    connection.close()


def test_closing_handshake_then_farewell(server, context):
    connection = open_websocket(server, context, "/echo")
    connection.sendall(frame(Opcode.CLOSE, b"\x03\xe8"))
    assert connection.recv(100) == b"\x88\x02\x03\xe8"
    # The end of TLS, then that of TCP: anything else raises.
    assert connection.recv(100) == b""
    connection.close()


def test_last_http_response_ends_with_a_farewell(server, context):
    connection = open_tls(server, context)
    connection.sendall(b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    data = b""
    while more := connection.recv(65536):
        data += more
    assert data.endswith(b"Hello World")
    connection.close()


def test_aborted_response_is_told_from_a_whole_one(server, context):
    connection = open_tls(server, context)
    connection.sendall(b"GET /abort HTTP/1.1\r\nHost: x\r\n\r\n")
    with pytest.raises((ssl.SSLEOFError, ConnectionResetError)):
        while connection.recv(65536):
            pass
    connection.close()


@pytest.mark.parametrize("how", ["farewell", "end of TCP", "reset"])
def test_client_that_leaves(server, context, how):
    connection = open_websocket(server, context, "/echo")
    connection.sendall(frame(Opcode.TEXT, b"hello"))
    assert connection.recv(100) == b"\x81\x05hello"
    wait_until(lambda: live_handlers(server, context) == 1, PATIENCE, "the handler does not run")
    if how == "farewell":
        connection.settimeout(PATIENCE)
        try:
            connection.unwrap()
        except ssl.SSLError:
            pass  # TCP may end without the server's own farewell: ours was first.
    elif how == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()
    wait_until(lambda: live_handlers(server, context) == 0, PATIENCE, "the handler did not end")


def test_single_bytes(server, context):
    """Every record arrives in pieces of one byte, in both directions."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def until_done(action):
            while True:
                try:
                    result = action()
                except ssl.SSLWantReadError:
                    result = None
                for byte in outgoing.read():
                    plain.send(bytes([byte]))
                if result is not None:
                    return result
                incoming.write(plain.recv(1))

        until_done(lambda: tls.do_handshake() or True)
        until_done(lambda: tls.write(handshake("/echo")))
        head = b""
        while b"\r\n\r\n" not in head:
            head += until_done(lambda: tls.read(1))
        assert head.startswith(b"HTTP/1.1 101 ")
        until_done(lambda: tls.write(frame(Opcode.TEXT, b"byte by byte")))
        echoed = b""
        while len(echoed) < 14:
            echoed += until_done(lambda: tls.read(1))
        assert echoed == b"\x81\x0cbyte by byte"


def test_answers_of_a_handler_leave_in_one_record(server, context):
    """Where a handler answers with several frames, they are encrypted together, once it is known to do so."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        received = b""

        def until_done(action):
            nonlocal received
            while True:
                try:
                    result = action()
                except ssl.SSLWantReadError:
                    result = None
                if outgoing.pending:
                    plain.sendall(outgoing.read())
                if result is not None:
                    return result
                data = plain.recv(65536)
                assert data
                received += data
                incoming.write(data)

        until_done(lambda: tls.do_handshake() or True)
        until_done(lambda: tls.write(handshake("/twice")))
        head = b""
        while b"\r\n\r\n" not in head:
            head += until_done(lambda: tls.read(65536))
        records = []
        for _ in range(3):
            received = b""
            until_done(lambda: tls.write(frame(Opcode.TEXT, b"x")))
            answers = b""
            while len(answers) < 19:
                answers += until_done(lambda: tls.read(65536))
            assert answers == b"\x81\x07first x\x81\x08second x"
            kinds = []
            while received:
                kinds.append(received[0])
                received = received[5 + int.from_bytes(received[3:5], "big") :]
            assert set(kinds) == {23}, "something else than application data"
            records.append(len(kinds))
        assert records == [2, 1, 1]


def test_slow_reader_costs_bounded_memory(server, context):
    """Like its plain sister: pushing waits, and what was pushed arrives whole when it is read at last."""
    blocks, size = 400, 65536 + 4
    connection = open_websocket(server, context, "/flood")
    connection.sendall(frame(Opcode.TEXT, str(blocks).encode()))
    before = server.resident_kb()
    with pytest.raises(AssertionError):
        wait_until(lambda: server.resident_kb() > before + 8 * 1024, 1, "as it should be")
    buffer = b""
    for number in range(blocks):
        while len(buffer) < 10 + size:
            more = connection.recv(1 << 20)
            assert more
            buffer += more
        assert buffer[:10] == b"\x82\x7f" + size.to_bytes(8, "big")
        assert int.from_bytes(buffer[10:14], "big") == number
        buffer = buffer[10 + size :]
    assert (buffer or connection.recv(100)) == b"\x88\x02\x03\xe8"
    connection.close()


def test_sessions_are_resumed(server, context):
    def session(resume=None):
        connection = open_tls(server, context, session=resume)
        # Tickets of TLS 1.3 come with the first bytes.
        connection.sendall(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"Hello World" in read_head(connection)
        reused, ticket = connection.session_reused, connection.session
        connection.close()
        return reused, ticket

    reused, ticket = session()
    assert not reused
    assert session(ticket)[0]


@pytest.mark.parametrize("at", ["first", "later"])
def test_garbage_ends_only_its_own_connection(server, context, at):
    other = open_websocket(server, context, "/echo")
    for n in range(50):
        if at == "first":
            plain = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        else:
            connection = open_websocket(server, context, "/echo")
            plain = socket.socket(fileno=connection.detach())
            plain.settimeout(PATIENCE)
        kind = [b"\x16", b"\x17", b"\x15", b"\x14", b"\x47"][n % 5]
        plain.sendall(kind + b"\x03\x03\x00\x20" + os.urandom(300))
        try:
            while plain.recv(65536):
                pass
        except ConnectionResetError:
            pass
        plain.close()
    other.sendall(frame(Opcode.TEXT, b"still here"))
    assert other.recv(100) == b"\x81\x0astill here"
    other.close()
    wait_until(lambda: live_handlers(server, context) == 0, PATIENCE, "handlers of broken connections did not end")


def test_plain_http_is_refused(server, context):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.sendall(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            answer = plain.recv(100)
        except ConnectionResetError:
            answer = b""
        # A TLS alert, or nothing.
        assert answer[:1] in (b"\x15", b"")
    assert live_handlers(server, context) == 0


def test_example(certificates):
    with PhpServer(ROOT / "examples/websocket/wss.php", CERTIFICATES=str(certificates), PORT="0") as example:
        context = ssl.create_default_context(cafile=certificates / "ca.pem")
        with connect(example, context, "/websocket") as ws:
            ws.send("TLS")
            assert ws.recv(PATIENCE) == "Hello TLS!"
