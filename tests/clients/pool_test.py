"""examples/websocket/pool.php: one server on several processes."""

import os
import re
import signal
import socket
import urllib.request
from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from support import PATIENCE, ROOT, PhpServer, wait_until

WORKERS = 3


@pytest.fixture
def pool():
    # Holds a port that only those can have who share it, and does not listen itself.
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        with PhpServer(ROOT / "examples/websocket/pool.php", port, PORT=str(port), WORKERS=str(WORKERS)) as server:
            wait_until(lambda: len(workers(server)) == WORKERS, PATIENCE, "not all workers listen")
            yield server
        # It was ended in order, and its workers with it.
        assert server.process.returncode == 0
        for pid in workers(server).values():
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)


def workers(server):
    """The process of each worker that has said that it listens, the last one."""
    return {int(number): int(pid) for number, pid in re.findall(r"^worker (\d+), process (\d+):", server.output(), re.M)}


def ask(server):
    with urllib.request.urlopen(server.url("/"), timeout=PATIENCE) as answer:
        number, pid = re.fullmatch(r"worker (\d+), process (\d+)\n", answer.read().decode()).groups()
        return int(number), int(pid)


def one_of_each(server, stack):
    """A WebSocket to each worker. Which one is connected to, the kernel decides."""
    found = {}
    for _ in range(1000):
        ws = connect(server.url("/websocket", "ws"), proxy=None)
        ws.send("who")
        number = re.match(r"worker (\d+)", ws.recv(PATIENCE))[1]
        if number in found:
            ws.close()
        else:
            found[number] = stack.enter_context(ws)
        if len(found) == WORKERS:
            return found
    raise AssertionError(f"only workers {sorted(found)} were reached")


def drain(sockets):
    """Takes what others have said before: a mark that everybody has seen ends it."""
    for number, ws in sockets.items():
        ws.send(f"mark of {number}")
    for ws in sockets.values():
        missing = {f"worker {number}: mark of {number}" for number in sockets}
        while missing:
            missing.discard(ws.recv(PATIENCE))


def test_what_one_says_reaches_those_of_all_processes(pool):
    with ExitStack() as stack:
        sockets = one_of_each(pool, stack)
        drain(sockets)
        for number, ws in sockets.items():
            # More than a message between processes can be.
            text = f"from {number} " + "x" * 1_000_000
            ws.send(text)
            for other in sockets.values():
                assert other.recv(PATIENCE) == f"worker {number}: {text}"


def test_a_worker_that_crashes_is_replaced_and_the_others_go_on(pool):
    with ExitStack() as stack:
        sockets = one_of_each(pool, stack)
        drain(sockets)
        before = workers(pool)
        os.kill(before[0], signal.SIGKILL)
        wait_until(lambda: workers(pool)[0] != before[0], PATIENCE, "no other worker")
        with pytest.raises(ConnectionClosed):
            sockets.pop("0").recv(PATIENCE)
        sockets["1"].send("still here")
        for ws in sockets.values():
            assert ws.recv(PATIENCE) == "worker 1: still here"
        wait_until(lambda: ask(pool)[0] == 0, PATIENCE, "the other worker is not connected to")


def test_workers_are_exchanged_in_order(pool):
    with ExitStack() as stack:
        sockets = one_of_each(pool, stack)
        before = workers(pool)
        pool.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: not set(workers(pool).values()) & set(before.values()), PATIENCE, "workers were not exchanged")
        for ws in sockets.values():
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    ws.recv(PATIENCE)
            assert closed.value.rcvd.code == 1001
