"""A server for a protocol of one's own (Coroutine\\Server), in clear and over TLS: many clients, one too many, the end."""

import json
import signal
import socket
import ssl

import pytest

from support import PATIENCE, ROOT, PhpServer, accepts, wait_until

MOST = 50


@pytest.fixture(params=["plain", "tls"])
def lines(request, certificates, trusting):
    """servers/lines.php with max_connection, and how to connect to it."""
    encrypts = request.param == "tls"
    environment = {"CERTIFICATES": str(certificates)} if encrypts else {}
    server = PhpServer(
        ROOT / "tests/clients/servers/lines.php", SETTINGS=json.dumps({"max_connection": MOST}), **environment
    )

    def connect():
        connection = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
        try:
            return trusting.wrap_socket(connection, server_hostname="localhost") if encrypts else connection
        except OSError:
            connection.close()
            raise

    server.connect = connect
    return server


def says(connection, line):
    """What comes back for a line; nothing when the server has closed."""
    answer = b""
    try:
        connection.sendall(line)
        while not answer.endswith(b"\n") and (piece := connection.recv(65536)):
            answer += piece
    except (ConnectionError, ssl.SSLError):
        pass
    return answer


def served(server):
    """A new connection that is served, if there is room for it."""
    try:
        connection = server.connect()
    except (ConnectionError, ssl.SSLError):
        return None
    if says(connection, b"hello\n") == b"HELLO\n":
        return connection
    connection.close()
    return None


def test_as_many_as_may_be_and_no_more(lines):
    with lines as server:
        connections = []

        def one_more():
            # The look whether it listens was a connection, too.
            if connection := served(server):
                connections.append(connection)
            return len(connections) == MOST

        wait_until(one_more, PATIENCE, "there is no room")
        assert served(server) is None
        for index, connection in enumerate(connections):
            assert says(connection, b"line %d in pieces\n" % index) == b"LINE %d IN PIECES\n" % index
        assert says(connections[0], b"x" * 300_000 + b"\n") == b"X" * 300_000 + b"\n"
        connections.pop().close()
        wait_until(one_more, PATIENCE, "no place was given back")
        for connection in connections:
            connection.close()
        assert server.output().count("max_connection") <= 2


def test_what_has_begun_goes_on_after_sigterm(lines):
    server = lines.__enter__()
    # It is to end by itself, which leaving a `with` block takes for a fault.
    try:
        connection = server.connect()
        assert says(connection, b"before\n") == b"BEFORE\n"
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "start() has returned" in server.output(), PATIENCE, "it goes on accepting")
        assert not accepts(server.port)
        assert says(connection, b"after\n") == b"AFTER\n"
        assert server.process.poll() is None
        connection.close()
        assert server.process.wait(PATIENCE) == 0
        assert server.output().endswith("the script is over\n")
    finally:
        server.process.kill()
        server.process.wait()
