"""HTTP/2 as clients see it: curl, and Python's h2 for what curl would not do."""

import socket
import time

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import pytest

from support import PATIENCE, ROOT, PhpServer, curl, wait_until


@pytest.fixture(scope="module")
def encrypted(certificates):
    with PhpServer(ROOT / "tests/clients/servers/server.php", CERTIFICATES=str(certificates)) as server:
        yield server


class Client:
    """One cleartext HTTP/2 connection. `take` says whether windows are opened again as data comes."""

    def __init__(self, port, take=True):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        self.take = take
        self.events = []
        self.h2.initiate_connection()
        self.flush()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.socket.close()

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def open(self, path, method="GET", headers=(), body=None):
        stream = self.h2.get_next_available_stream_id()
        head = [(":method", method), (":path", path), (":scheme", "http"), (":authority", "example.org"), *headers]
        self.h2.send_headers(stream, head, end_stream=body is None)
        self.flush()
        return stream

    def more(self):
        """Reads once. False at the end of the connection."""
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        if not data:
            return False
        for event in self.h2.receive_data(data):
            self.events.append(event)
            if isinstance(event, h2.events.DataReceived) and self.take:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        self.flush()
        return True

    def until(self, kind, stream=None):
        while True:
            for event in self.events:
                if isinstance(event, kind) and (stream is None or event.stream_id == stream):
                    return event
            assert self.more(), "the connection ended"

    def response(self, stream):
        self.until(h2.events.StreamEnded, stream)
        head = dict(self.until(h2.events.ResponseReceived, stream).headers)
        data = [event.data for event in self.events if isinstance(event, h2.events.DataReceived) and event.stream_id == stream]
        return int(head[":status"]), head, b"".join(data)


def test_curl_agrees_by_alpn(encrypted, certificates):
    ca = ["--cacert", str(certificates / "ca.pem")]
    url = encrypted.url("/hello", "https")
    assert curl(*ca, "--http2", url, "-w", " %{http_version}") == "Hello World 2"
    assert curl(*ca, "--http1.1", url, "-w", " %{http_version}") == "Hello World 1.1"
    assert curl(*ca, "--http2", "-L", encrypted.url("/redirect", "https"), "-w", " %{num_connects}") == "Hello World 1"
    url = encrypted.url("/request", "https")
    assert f'"length":{(ROOT / "Cargo.lock").stat().st_size}' in curl(*ca, "--http2", "--data-binary", f"@{ROOT / 'Cargo.lock'}", url)


def test_curl_with_prior_knowledge(server):
    knowing = "--http2-prior-knowledge"
    assert curl(knowing, server.url("/hello"), "-w", " %{http_version}") == "Hello World 2"
    assert curl(knowing, server.url("/chunks")) == "one,two,three"
    assert curl(knowing, server.url("/nowhere"), "-w", "%{http_code}") == "404"
    assert curl(knowing, server.url("/silent"), "-w", "%{http_code}") == "500"
    assert curl(knowing, "-I", server.url("/hello")).lower().startswith("http/2 200")
    # Upgrade is not answered: the request is.
    assert curl("--http2", server.url("/hello"), "-w", " %{http_version}") == "Hello World 1.1"


def test_file(server, tmp_path):
    (tmp_path / "file").write_bytes(bytes(range(256)) * 4000)
    with Client(server.port) as client:
        assert client.response(client.open(f"/file?name={tmp_path / 'file'}"))[2] == bytes(range(256)) * 4000


def test_head_of_a_response(server):
    with Client(server.port) as client:
        status, head, body = client.response(client.open("/hello", headers=[("cookie", "a=1"), ("cookie", "b=2")]))
        assert (status, body) == (200, b"Hello World")
        assert head["content-length"] == "11" and head["server"] == "swoole-http-server"
        assert "connection" not in head and "transfer-encoding" not in head
        status, _, body = client.response(client.open("/status?code=204"))
        assert (status, body) == (204, b"")


def test_request_seen_by_php(server):
    with Client(server.port) as client:
        stream = client.open("/sleep?seconds=0.01")
        assert client.response(stream)[2] == f"{stream} example.org HTTP/2".encode()


def test_streams_are_served_at_the_same_time(server):
    with Client(server.port) as client:
        began = time.monotonic()
        slow = client.open("/sleep?seconds=2")
        fast = client.open("/hello")
        assert client.response(fast)[2] == b"Hello World"
        assert time.monotonic() - began < 1.9
        assert client.response(slow)[0] == 200


def test_preface_in_single_bytes(server):
    h2_ = h2.connection.H2Connection()
    h2_.initiate_connection()
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in h2_.data_to_send():
            plain.send(bytes([byte]))
            time.sleep(0.001)
        events = []
        while not any(isinstance(event, h2.events.SettingsAcknowledged) for event in events):
            data = plain.recv(65536)
            assert data
            events += h2_.receive_data(data)


@pytest.mark.parametrize("start", [b"P", b"PR", b"PRI"])
def test_what_begins_alike_is_http_1(server, start):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.sendall(start)
        time.sleep(0.05)
        rest = b"OPFIND" if start == b"PR" else b"UT" if start == b"P" else b"NT"
        plain.sendall(rest + b" /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = plain.recv(65536)
        assert answer.startswith(b"HTTP/1.1 501 " if start == b"PRI" else b"HTTP/1.1 200 ")


def test_writing_waits_for_the_window(server):
    with Client(server.port, take=False) as client, Client(server.port) as other:
        client.open("/stream?blocks=1000")
        client.until(h2.events.DataReceived)

        def written():
            return int(other.response(other.open("/written"))[2])

        seen = -1
        while (now := written()) != seen:
            seen = now
            time.sleep(0.2)
        # 64 KiB of window, 256 KiB that may wait, and a block on its way.
        assert seen < 10


def test_a_reset_stream_ends_its_handler(server):
    with Client(server.port, take=False) as client, Client(server.port) as other:
        stream = client.open("/stream?blocks=100000")
        client.until(h2.events.DataReceived)
        client.h2.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
        client.flush()
        # The connection goes on.
        assert client.response(client.open("/hello"))[2] == b"Hello World"
        before = int(other.response(other.open("/written"))[2])
        time.sleep(0.2)
        assert int(other.response(other.open("/written"))[2]) == before


def test_goaway(server):
    # Python's h2 takes no frames after a GOAWAY, curl does.
    assert curl("--http2-prior-knowledge", server.url("/goaway")) == "[true,true]"


def test_rapid_reset_ends_the_connection(server):
    """CVE-2023-44487: streams are opened and reset at once."""
    with Client(server.port) as client:
        try:
            for _ in range(5000):
                stream = client.h2.get_next_available_stream_id()
                head = [(":method", "GET"), (":path", "/sleep?seconds=1"), (":scheme", "http"), (":authority", "x")]
                client.h2.send_headers(stream, head, end_stream=True)
                client.h2.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
            client.flush()
            while client.more():
                pass
        except (ConnectionError, h2.exceptions.ProtocolError):
            pass
        ended = [event for event in client.events if isinstance(event, h2.events.ConnectionTerminated)]
        assert not ended or ended[0].error_code == h2.errors.ErrorCodes.ENHANCE_YOUR_CALM
    with Client(server.port) as other:
        assert other.response(other.open("/hello"))[2] == b"Hello World"


def test_too_many_header_fields(server):
    with Client(server.port) as client:
        stream = client.open("/hello", headers=[(f"x-{n}", "v" * 1000) for n in range(15)])
        assert client.response(stream)[0] == 200
    with Client(server.port) as client:
        try:
            status = client.response(client.open("/hello", headers=[(f"x-{n}", "v" * 1000) for n in range(100)]))[0]
            assert status == 431
        except (AssertionError, ConnectionError) as ended:
            assert "connection ended" in str(ended) or isinstance(ended, ConnectionError)


def test_body_over_the_limit(server):
    with Client(server.port) as client:
        stream = client.open("/request", method="POST", headers=[("content-length", "5000000")], body=b"")
        assert client.response(stream)[0] == 413
        assert client.response(client.open("/hello"))[2] == b"Hello World"


def test_garbage_after_the_preface(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 200)
        try:
            while plain.recv(65536):
                pass
        except ConnectionResetError:
            pass
    assert curl(server.url("/hello")) == "Hello World"
