import ssl

import pytest
import trustme

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


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A folder with cert.pem and key.pem for localhost, and ca.pem of the authority that has signed them."""
    directory = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(directory / "ca.pem")
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.private_key_pem.write_to_path(directory / "key.pem")
    for part in issued.cert_chain_pems:
        part.write_to_path(directory / "cert.pem", append=True)
    return directory


@pytest.fixture(scope="session")
def trusting(certificates):
    """What a client needs to trust them."""
    return ssl.create_default_context(cafile=certificates / "ca.pem")


@pytest.fixture(scope="module")
def encrypted(certificates):
    """servers/server.php over TLS."""
    with PhpServer(ROOT / "tests/clients/servers/server.php", CERTIFICATES=str(certificates)) as server:
        yield server


@pytest.fixture(scope="module")
def context():
    """The same, and messages refer to those before them, in both directions."""
    with PhpServer(ROOT / "tests/clients/servers/server.php", arguments=["context"]) as server:
        yield server
