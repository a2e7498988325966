"""Headless Chromium, told and overheard through the DevTools protocol: the documented page, compression, TLS.

Needs no WebDriver: Chromium's own debugging socket is a WebSocket, and the tests have a client.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import tempfile
import time
from contextlib import ExitStack

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate
from websockets.sync.client import connect

from support import PATIENCE, RESULTS, ROOT, PhpServer, Wire, ended, wait_until

PORT = 9502
EXPECTED = [
    "Connected to WebSocket server.",
    "Retrieved data from server: Hello hello!",
    "Retrieved data from server: How are you, hello?",
]

FLAGS = [
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--remote-debugging-port=0",
]


class Browser:
    """A Chromium with a profile of its own, and one page in it."""

    def __init__(self, profile, *more):
        flags = [*FLAGS, *more, f"--user-data-dir={profile}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to run as root with it
        # What it leaves there when it is ended goes with this object.
        self.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.log = RESULTS / "browser.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [os.environ.get("CHROME", "chromium"), *flags, "about:blank"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"TMPDIR": self.temporary.name},
            )
        self.session = None
        self.events = []
        self.commands = 0

    def __enter__(self):
        with ExitStack() as stack:
            stack.callback(self._stop)
            self.devtools = stack.enter_context(
                connect(self._address(), proxy=None, compression=None, max_size=None)
            )
            target = self("Target.createTarget", url="about:blank")["targetId"]
            self.session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *exception):
        self.stack.close()

    def _stop(self):
        ended(self.process)
        self.temporary.cleanup()

    def _address(self):
        pattern = r"^DevTools listening on (ws://\S+)"
        found = None

        def look():
            nonlocal found
            output = self.log.read_text(errors="replace")
            assert self.process.poll() is None, f"Chromium ended:\n{output}"
            found = re.search(pattern, output, re.M)
            return found

        wait_until(look, 3 * PATIENCE, "Chromium does not start")
        return found[1]

    def __call__(self, method, **parameters):
        """Sends a command and returns its result; events that come meanwhile are kept."""
        self.commands += 1
        message = {"id": self.commands, "method": method, "params": parameters}
        if self.session is not None:
            message["sessionId"] = self.session
        self.devtools.send(json.dumps(message))
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = json.loads(self.devtools.recv(max(0.1, deadline - time.monotonic())))
            if answer.get("id") == self.commands:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def run(self, script):
        """What the body of an async function returns, run in the page."""
        answer = self("Runtime.evaluate", expression=f"(async () => {{ {script} }})()", awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def open(self, url):
        """Goes to a page and waits until all of it is there."""
        assert "errorText" not in self("Page.navigate", url=url)
        self.run("if (document.readyState !== 'complete') { await new Promise((loaded) => addEventListener('load', loaded)); }")

    def listen(self, seconds):
        """Waits for the next event."""
        try:
            self.events.append(json.loads(self.devtools.recv(seconds)))
        except TimeoutError:
            pass

    def console(self):
        """What the page has written to its console."""
        return [
            " ".join(str(argument.get("value")) for argument in event["params"]["args"])
            for event in self.events
            if event.get("method") == "Runtime.consoleAPICalled"
        ]

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self("Page.captureScreenshot")["data"]))


def test_the_page_connects_and_hears_both_replies(tmp_path):
    with PhpServer(ROOT / "examples/websocket/server.php", PORT) as server, Browser(tmp_path / "profile") as browser:
        browser("Runtime.enable")
        browser("Network.enable")
        browser("Page.enable")
        assert "errorText" not in browser("Page.navigate", url=server.url("/"))

        deadline = time.monotonic() + PATIENCE
        while len(browser.console()) < len(EXPECTED) and time.monotonic() < deadline:
            browser.listen(1)
        title = browser("Runtime.evaluate", expression="document.querySelector('h1').textContent")
        browser.screenshot(RESULTS / "browser.png")

        assert browser.console() == EXPECTED
        assert title["result"]["value"] == "Swoole WebSocket Server"

        # The other end: the page says "close" and hears that it was.
        browser("Runtime.evaluate", expression="websocket.send('close')")
        while len(browser.console()) == len(EXPECTED) and time.monotonic() < deadline + PATIENCE:
            browser.listen(1)
        assert browser.console() == [*EXPECTED, "Disconnected"]

        sockets = [event["method"] for event in browser.events if event.get("method", "").startswith("Network.webSocket")]
        assert "Network.webSocketFrameError" not in sockets, "the browser found fault with a frame"


# Opens a WebSocket whose messages and close can be awaited one after the other.
OPEN = """
function open(path) {
    return new Promise((resolve, reject) => {
        const ws = new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}${path}`);
        const events = [], waiting = [];
        const tell = (event) => waiting.length ? waiting.shift()(event) : events.push(event);
        ws.binaryType = 'arraybuffer';
        ws.onmessage = (event) => tell(event.data);
        ws.onclose = (event) => { reject(event.code); tell([event.code, event.reason, event.wasClean]); };
        ws.next = () => events.length ? Promise.resolve(events.shift()) : new Promise((resolve) => waiting.push(resolve));
        ws.onopen = () => resolve(ws);
    });
}
const bytes = (size, make) => Uint8Array.from({ length: size }, make);
const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
"""

ECHO = """
const ws = await open('/echo');
let echoed = 0;
for (const size of [0, 1, 125, 126, 65535, 65536, 1000000]) {
    const text = 'Grüße, 世界 🦀 '.repeat(size / 12 + 1).slice(0, size);
    ws.send(text);
    const answer = await ws.next();
    if (answer !== text.toWellFormed()) { return `text of ${size}: ${answer.length}`; }
    for (const make of [() => 0, () => Math.random() * 256]) {
        const message = bytes(size, make);
        ws.send(message);
        if (!equal(message, new Uint8Array(await ws.next()))) { return `binary of ${size}`; }
    }
    echoed++;
}
ws.close(4001, 'Grüße');
return [ws.extensions.split(';')[0], echoed, await ws.next()];
"""

# Messages of a kind, one after the other, then many and various under way at once.
CONTEXTS = """
const ws = await open('/echo');
const kind = [...bytes(600, () => Math.random() * 94 + 33)].map((code) => String.fromCharCode(code)).join('');
for (let n = 0; n < 200; n++) {
    ws.send(n + kind);
    if (await ws.next() !== n + kind) { return `number ${n} of a kind`; }
}
return [ws.extensions, 200 * kind.length];
"""

VARIOUS = """
const ws = await open('/echo');
const lengths = [0, 1, 60, 300, 1000, 5000, 40000];
let echoed = 0;
for (let round = 0; round < 40; round++) {
    const messages = [];
    for (let n = 0; n < 8; n++) {
        const size = lengths[(round * 3 + n * 5) % 7] + round;
        messages.push([
            `${n}: Grüße, 世界 🦀 `.repeat(size / 12 + 1),
            bytes(size, () => 0),
            bytes(size, () => Math.random() * 256),
        ][(round + n) % 3]);
    }
    messages.forEach((message) => ws.send(message));
    for (const message of messages) {
        const answer = await ws.next();
        const same = typeof message === 'string' ? answer === message : equal(message, new Uint8Array(answer));
        if (!same) { return `message ${echoed}`; }
        echoed++;
    }
}
ws.close();
return [echoed, (await ws.next())[2]];
"""

BYE = """
const ws = await open('/bye?how=%s');
return [await ws.next(), await ws.next()];
"""

FRAGMENTS = """
const ws = await open('/fragments');
return await ws.next();
"""


def trust(certificates):
    """The flag that makes Chromium trust the key in cert.pem, and nothing else that it would not trust anyway."""
    certificate = load_pem_x509_certificate((certificates / "cert.pem").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "--ignore-certificate-errors-spki-list=" + base64.b64encode(hashlib.sha256(key).digest()).decode()


@pytest.mark.parametrize("name, extension", [("server", ""), ("compressed", "permessage-deflate"), ("encrypted", "")])
def test_messages_and_closes(request, certificates, tmp_path, name, extension):
    server = request.getfixturevalue(name)
    scheme = "https" if name == "encrypted" else "http"
    with Browser(tmp_path / "profile", trust(certificates)) as browser:
        browser("Network.enable")
        browser("Page.enable")
        browser.open(server.url("/hello", scheme))
        assert browser.run("return document.body.textContent") == "Hello World"

        agreed, echoed, closed = browser.run(OPEN + ECHO)
        assert (agreed, echoed) == (extension, 7)
        assert (closed[0], closed[2]) == (4001, True)
        assert browser.run(OPEN + BYE % "frame") == ["last words", [4000, "enough", True]]
        assert browser.run(OPEN + BYE % "return") == ["last words", [1000, "", True]]
        assert browser.run(OPEN + FRAGMENTS) == "one two three"

        events = [event["method"] for event in browser.events]
        assert "Network.webSocketFrameError" not in events, "the browser found fault with a frame"


def test_contexts(context, tmp_path):
    """Chromium always offers to keep contexts: it does, and so does the server."""
    with Browser(tmp_path / "profile") as browser:
        browser("Network.enable")
        browser("Page.enable")
        browser.open(context.url("/hello"))
        with Wire(context) as wire:
            extensions, size = browser.run(OPEN + CONTEXTS)
        assert extensions.startswith("permessage-deflate")
        assert "no_context_takeover" not in extensions
        assert wire.received < size / 4
        assert wire.sent < size / 4
        assert browser.run(OPEN + VARIOUS) == [320, True]

        events = [event["method"] for event in browser.events]
        assert "Network.webSocketFrameError" not in events, "the browser found fault with a frame"


def test_websockets_over_http2(certificates, tmp_path):
    """With http2_websocket they share the page's connection (RFC 8441)."""
    settings = json.dumps({"http2_websocket": True, "websocket_compression": True})
    script = ROOT / "tests/clients/servers/server.php"
    with PhpServer(script, CERTIFICATES=str(certificates), SETTINGS=settings) as server, Browser(tmp_path / "profile", trust(certificates)) as browser:
        browser("Network.enable")
        browser("Page.enable")
        browser.open(server.url("/hello", "https"))
        assert browser.run("return performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"

        stats = browser.run(OPEN + "const two = [await open('/echo'), await open('/echo')]; return await (await fetch('/stats')).json();")
        # One connection of HTTP/2 for all; Chromium may have opened another to spare.
        assert (stats["websocket_num"], stats["http2_num"]) == (2, 1)
        handshakes = [event["params"]["response"] for event in browser.events if event["method"] == "Network.webSocketHandshakeResponseReceived"]
        assert [handshake["status"] for handshake in handshakes] == [200, 200], "101 would be HTTP/1.1"
        agreed, echoed, closed = browser.run(OPEN + ECHO)
        assert (agreed, echoed) == ("permessage-deflate", 7)
        assert (closed[0], closed[2]) == (4001, True)
        assert browser.run(OPEN + BYE % "frame") == ["last words", [4000, "enough", True]]
        assert browser.run(OPEN + BYE % "return") == ["last words", [1000, "", True]]
        assert browser.run(OPEN + VARIOUS) == [320, True]

        events = [event["method"] for event in browser.events]
        assert "Network.webSocketFrameError" not in events, "the browser found fault with a frame"
