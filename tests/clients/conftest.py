import pytest

from support import ROOT, PhpServer


@pytest.fixture(scope="module")
def server():
    """servers/server.php on a free port."""
    with PhpServer(ROOT / "tests/clients/servers/server.php") as server:
        yield server


@pytest.fixture(scope="module")
def compressed():
    """The same with websocket_compression on."""
    with PhpServer(ROOT / "tests/clients/servers/server.php", arguments=["compressed"]) as server:
        yield server
