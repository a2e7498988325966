"""The two documented scripts: unchanged, and doing what the document says."""

import hashlib
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest
from websockets.frames import Opcode
from websockets.sync.client import connect

from support import PATIENCE, ROOT, PhpServer, Raw, frame

EXAMPLES = ROOT / "examples/websocket"
PORT = 9502
URL = f"ws://127.0.0.1:{PORT}/websocket"


# Both scripts listen on the same port: each server ends with its class.
@pytest.fixture(scope="class")
def greeter():
    with PhpServer(EXAMPLES / "server.php", PORT) as server:
        yield server


@pytest.fixture(scope="class")
def broadcaster():
    with PhpServer(EXAMPLES / "broadcast.php", PORT) as server:
        yield server


@pytest.mark.parametrize(
    "name, sha256",
    [
        ("server.php", "8500bc76e830b347490cba903f3550858b3616d466289bf6c4097a3a16b2a99f"),
        ("broadcast.php", "ae7a65582bf4f15c7648142093a3a9b020f76f352998a399e279e8a9cdeecc72"),
    ],
)
def test_the_script_is_the_documents(name, sha256):
    """Byte for byte after the opening line: it is the extension that has to fit the document."""
    opening, _, script = (EXAMPLES / name).read_bytes().partition(b"\n")
    assert opening == b"<?php"
    assert hashlib.sha256(script).hexdigest() == sha256


class TestGreeter:
    def test_replies_twice(self, greeter):
        with connect(URL, proxy=None) as ws:
            for name in ["hello", "世界", ""]:
                ws.send(name)
                assert ws.recv(PATIENCE) == f"Hello {name}!"
                assert ws.recv(PATIENCE) == f"How are you, {name}?"

    def test_closes_when_asked(self, greeter):
        with Raw(PORT) as raw:
            raw.open_websocket("/websocket")
            raw.send(frame(Opcode.TEXT, b"close"))
            assert raw.close_code() == 1000
            raw.send(frame(Opcode.CLOSE, b"\x03\xe8"))
            assert raw.at_end()

    def test_goes_on_after_a_client_left(self, greeter):
        for goodbye in (True, False):
            with Raw(PORT) as raw:
                raw.open_websocket("/websocket")
                if goodbye:
                    raw.send(frame(Opcode.CLOSE))
                    assert raw.frame()[0] is Opcode.CLOSE
        self.test_replies_twice(greeter)

    @pytest.mark.parametrize("path", ["/", "/index.html", "/any/where"])
    def test_serves_its_page(self, greeter, path):
        with urllib.request.urlopen(greeter.url(path), timeout=PATIENCE) as response:
            page = response.read().decode()
            assert response.headers["Content-Type"] == "text/html"
        assert page.startswith("    <h1>Swoole WebSocket Server</h1>\n")
        assert page.endswith("</script>")
        assert f"'{URL}'" in page


class TestBroadcast:
    def test_reaches_everybody(self, broadcaster):
        with ExitStack() as stack:
            clients = [stack.enter_context(connect(URL, proxy=None)) for _ in range(20)]
            # upgrade() and the entry in the list are two steps; hearing its own first message tells
            # a client that it is in.
            for n, client in enumerate(clients):
                client.send(f"I am {n}")
                while client.recv(PATIENCE) != f"Server：I am {n}":
                    pass
            clients[3].send("to all")
            for client in clients:
                while (message := client.recv(PATIENCE)) != "Server：to all":
                    assert message.startswith("Server：I am ")

            clients.pop(0).close()
            clients[5].send("to the others")
            for client in clients:
                assert client.recv(PATIENCE) == "Server：to the others"

    def test_has_no_page(self, broadcaster):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(broadcaster.url("/"), timeout=PATIENCE)
        assert refused.value.code == 404
