"""Starting PHP servers for the tests, and talking to them below the level of a WebSocket library."""

import base64
import json
import os
import random
import re
import resource
import select
import socket
import ssl
import struct
import subprocess
import time
import urllib.request
import zlib
from pathlib import Path

from websockets.frames import Opcode, apply_mask

ROOT = Path(__file__).resolve().parents[2]
PHP = os.environ.get("PHP_COMMAND", "php")
EXTENSION = os.environ.get("EXTENSION_SO", str(ROOT / "target/release/swoole.so"))
RESULTS = Path(os.environ.get("RESULTS", ROOT / "target/test-results"))

# Nothing here takes a second on an idle machine; a test machine is not always idle.
PATIENCE = 20


def curl_bytes(*arguments):
    """What curl gets, which has to succeed."""
    run = subprocess.run(
        ["curl", "--silent", "--show-error", "--noproxy", "*", "--globoff", "--max-time", str(PATIENCE), *arguments],
        capture_output=True,
        timeout=2 * PATIENCE,
    )
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def curl(*arguments):
    """The same as text."""
    return curl_bytes(*arguments).decode()


def ended(process):
    """Ends a process with SIGTERM. False when it took no notice, and had to be killed."""
    process.terminate()
    try:
        process.wait(PATIENCE)
        return True
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


class PhpServer:
    """A PHP script with the extension loaded, running until the end of the `with` block.

    The script either prints "listening on PORT" or listens on the port given here. Leaving the block
    stops it and raises if it had died before, or if PHP or Rust had something to complain about.
    `descriptors` is how many the process may have open.
    """

    def __init__(self, script, port=None, arguments=(), descriptors=None, **environment):
        self.script = Path(script)
        self.descriptors = descriptors
        self.arguments = arguments
        self.port = port
        self.fixed_port = port is not None
        self.environment = environment
        self.log = RESULTS / "servers" / ("-".join([self.script.stem, *arguments, *environment]) + ".log")

    def __enter__(self):
        if self.fixed_port:
            # Another run on this machine may still be using it.
            wait_until(lambda: not accepts(self.port), 60, f"port {self.port} is in use by another program")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [PHP, "-n", "-d", f"extension={EXTENSION}", str(self.script), *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                preexec_fn=self._limit if self.descriptors else None,
                env=os.environ | self.environment,
            )
        try:
            wait_until(self._ready, PATIENCE, f"{self.script.name} does not listen")
        except AssertionError:
            self.process.kill()
            status = self.process.wait()
            raise AssertionError(f"{self.script.name} did not start (status {status}):\n{self.output()}") from None
        return self

    def __exit__(self, *exception):
        alive = self.process.poll() is None
        assert ended(self.process), f"{self.script.name} did not stop at SIGTERM"
        output = self.output()
        assert alive, f"{self.script.name} died with status {self.process.returncode}:\n{output}"
        assert not re.search(r"^(PHP )?(Warning|Notice|Deprecated|Fatal error)|panicked", output, re.M), output

    def _limit(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))

    def _ready(self):
        if self.process.poll() is not None:
            raise AssertionError("it ended")
        if self.port is None:
            found = re.search(r"^listening on (\d+)$", self.output(), re.M)
            self.port = int(found[1]) if found else None
        return self.port is not None and accepts(self.port)

    def output(self):
        return self.log.read_text(errors="replace")

    def url(self, path, scheme="http"):
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    def stats(self):
        """The server's own counters, of scripts that have a route for them."""
        with urllib.request.urlopen(self.url("/stats"), timeout=PATIENCE) as answer:
            return json.load(answer)

    def resident_kb(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition, seconds, otherwise):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def handshake(path, **overrides):
    """The bytes of an opening handshake. A header is replaced, or left out with None:
    handshake("/", Sec_WebSocket_Version="12")."""
    headers = {
        "Host": "127.0.0.1",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec_WebSocket_Version": "13",
    } | overrides
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


def frame(opcode, data=b"", fin=True, rsv=0, mask=True):
    """The bytes of one frame, right or wrong: a library would refuse to write the wrong ones."""
    head = bytes([fin << 7 | rsv << 4 | opcode])
    if len(data) < 126:
        head += bytes([mask << 7 | len(data)])
    elif len(data) < 65536:
        head += struct.pack(">BH", mask << 7 | 126, len(data))
    else:
        head += struct.pack(">BQ", mask << 7 | 127, len(data))
    if mask:
        key = os.urandom(4)
        head += key
        data = apply_mask(data, key)
    return head + data


def deflated(data):
    """The payload of a compressed message (RFC 7692)."""
    machine = zlib.compressobj(wbits=-15)
    return (machine.compress(data) + machine.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\0\0\xff\xff")


def inflated(payload):
    return zlib.decompressobj(-15).decompress(payload + b"\0\0\xff\xff")


class Wire:
    """How many bytes go over the wire during a `with` block, counted by the server itself: that a client's messages come
    back says nothing of whether contexts were kept, their size does."""

    def __init__(self, server):
        self.server = server

    def __enter__(self):
        self.before = self.server.stats()
        return self

    def __exit__(self, *exception):
        after = self.server.stats()
        self.received, self.sent = (
            after[name] - self.before[name] for name in ("total_recv_bytes", "total_send_bytes")
        )


# Messages of a kind that only a context makes small: each a part of what no compressor makes smaller by itself.
def of_a_kind(count):
    secret = base64.b64encode(random.Random(7).randbytes(300)).decode()
    return [f"{n:05}{secret}" for n in range(count)]


def unless_it_blocks(call, argument):
    """The result of a call on a socket that does not wait, None where it would have to."""
    try:
        return call(argument)
    except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return None


class Raw:
    """A TCP connection, or with a context one over TLS, with the few reads a test needs."""

    def __init__(self, port, context=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self.buffer = b""
        self.unsent = memoryview(b"")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def send_while_reading(self, data):
        """For more than the buffers on the way hold: sends it as the following reads go on. A second thread for the sending
        will not do, for OpenSSL's connections are not to be used by two at once."""
        self.unsent = memoryview(data)

    def end(self):
        """Nothing more will be sent; reading goes on. An SSLSocket's own shutdown() would end both."""
        socket.socket.shutdown(self.socket, socket.SHUT_WR)

    def _more(self):
        """False at the end of the stream; a reset counts as one."""
        try:
            data = self._recv()
        except ConnectionResetError:
            data = b""
        self.buffer += data
        return bool(data)

    def _recv(self):
        """What comes next; what is `unsent` goes meanwhile."""
        timeout = self.socket.gettimeout()
        while self.unsent:
            self.socket.setblocking(False)
            data = unless_it_blocks(self.socket.recv, 65536)
            sent = unless_it_blocks(self.socket.send, self.unsent[:65536])
            self.socket.settimeout(timeout)
            self.unsent = self.unsent[sent or 0 :]
            if data is not None:
                return data
            if sent is None:
                assert any(select.select([self.socket], [self.socket], [], timeout)), "nothing comes and nothing goes"
        return self.socket.recv(65536)

    def exactly(self, count):
        while len(self.buffer) < count:
            assert self._more(), f"the connection ended after {self.buffer!r}"
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def head(self):
        """Status code and headers (lower-case names) of one response."""
        while b"\r\n\r\n" not in self.buffer:
            assert self._more(), f"the connection ended after {self.buffer!r}"
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return int(status.split()[1]), headers

    def response(self):
        """Status code, headers and body of one response that carries a Content-Length."""
        status, headers = self.head()
        return status, headers, self.exactly(int(headers["content-length"]))

    def open_websocket(self, path, **headers):
        self.send(handshake(path, **headers))
        status, answer = self.head()
        assert status == 101
        return answer

    def message(self):
        """One message of the server's, in one frame, inflated if it is compressed: (opcode, payload)."""
        while not self.buffer:
            assert self._more(), "the connection ended"
        compressed = bool(self.buffer[0] & 0x40)
        opcode, payload, fin = self.frame(0x40 if compressed else 0)
        assert fin
        return opcode, inflated(payload) if compressed else payload

    def frame(self, rsv=0):
        """One frame of the server's: (opcode, payload, fin). It must have just the RSV bits given."""
        first, second = self.exactly(2)
        assert first & 0x70 == rsv, "the wrong RSV bits are set"
        assert second & 0x80 == 0, "a server must not mask"
        length = second & 0x7F
        if length == 126:
            length = int.from_bytes(self.exactly(2), "big")
            assert length > 125, "the length is not in its shortest form"
        elif length == 127:
            length = int.from_bytes(self.exactly(8), "big")
            assert length > 65535, "the length is not in its shortest form"
        return Opcode(first & 0x0F), self.exactly(length), bool(first & 0x80)

    def close_code(self):
        """The code of the close frame that must come next."""
        opcode, payload, _ = self.frame()
        assert opcode is Opcode.CLOSE
        return int.from_bytes(payload[:2], "big")

    def at_end(self):
        """Waits for the end of the stream and says whether nothing more came before it."""
        while self._more():
            pass
        return self.buffer == b""
