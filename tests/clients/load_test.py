"""Clients made for load: wrk, h2load, nghttp and curl with several transfers at once. How fast is not asked: that nothing
fails, nothing hangs and every response is counted, by the client and by the server.

What is not on the machine is left out (scripts/setup.sh installs it, scripts/test-clients.sh says so).
"""

import json
import re
import shutil
import subprocess

import pytest

from support import PATIENCE, ROOT, PhpServer, Raw

SERVER = ROOT / "tests/clients/servers/server.php"


def needs(tool):
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not on this machine")


@pytest.fixture(scope="module")
def offering():
    """Cleartext, with open_http2_protocol: `Upgrade: h2c` is answered."""
    with PhpServer(SERVER, SETTINGS=json.dumps({"open_http2_protocol": True})) as server:
        yield server


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=3 * PATIENCE)
    output = done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")
    assert done.returncode == 0, output
    return output


def requests_served(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /stats HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return json.loads(raw.response()[2])["request_count"]


def counted_by(output, pattern):
    found = re.search(pattern, output)
    assert found, output
    return int(found[1])


# wrk stops when its time is over, with requests under way: the server may have served more than were counted.
def wrk(server, path, connections, *script, depth=1):
    before = requests_served(server)
    output = run("wrk", "--threads", 1, "--connections", connections, "--duration", "1s", "--timeout", f"{PATIENCE}s", *script, server.url(path))
    served = requests_served(server) - before - 1
    assert "Socket errors" not in output and "Non-2xx" not in output, output
    counted = counted_by(output, r"(\d+) requests in")
    assert connections <= counted <= served <= counted + connections * depth, output


@needs("wrk")
@pytest.mark.parametrize("path", ["/hello", "/chunks", "/itself", "/sleep?seconds=0.01"])
def test_wrk(server, path):
    wrk(server, path, 16)


@needs("wrk")
def test_wrk_pipelines(server, tmp_path):
    script = tmp_path / "pipeline.lua"
    script.write_text(
        """
        init = function(args)
            local requests = {}
            for i = 1, 16 do
                requests[i] = wrk.format(nil, i % 2 == 0 and "/hello" or "/request?i=" .. i)
            end
            all = table.concat(requests)
        end
        request = function() return all end
        """
    )
    wrk(server, "/", 8, "--script", script, depth=32)


@needs("wrk")
def test_wrk_posts(server, tmp_path):
    script = tmp_path / "post.lua"
    script.write_text('wrk.method = "POST"\nwrk.body = string.rep("x", 100000)\nwrk.headers["Content-Type"] = "text/plain"\n')
    wrk(server, "/request", 8, "--script", script)


def h2load(server, path, *options, requests=2000, scheme="http"):
    before = requests_served(server) if scheme == "http" else None
    output = run("h2load", "--requests", requests, *options, server.url(path, scheme))
    wanted = f"requests: {requests} total, {requests} started, {requests} done, {requests} succeeded, 0 failed, 0 errored, 0 timeout"
    assert wanted in output, output
    assert f"status codes: {requests} 2xx" in output, output
    if before is not None:
        assert requests_served(server) - before - 1 == requests
    return output


@needs("h2load")
@pytest.mark.parametrize("streams", [1, 10, 128])
def test_h2load(server, streams):
    output = h2load(server, "/hello", "--clients", 8, "--max-concurrent-streams", streams)
    assert counted_by(output, r"\((\d+)\) data") == 2000 * len("Hello World")


@needs("h2load")
@pytest.mark.parametrize("path", ["/chunks", "/request", "/text", "/sleep?seconds=0.05"])
def test_h2load_of_other_responses(server, path):
    h2load(server, path, "--clients", 4, "--max-concurrent-streams", 32, requests=1000)


@needs("h2load")
def test_h2load_of_files(server, tmp_path):
    (tmp_path / "file").write_bytes(b"f" * 1_000_000)
    output = h2load(server, f"/file?name={tmp_path / 'file'}", "--clients", 4, "--max-concurrent-streams", 16, requests=200)
    assert counted_by(output, r"\((\d+)\) data") == 200 * 1_000_000


@needs("h2load")
def test_h2load_with_small_windows(server, tmp_path):
    (tmp_path / "file").write_bytes(b"f" * 300_000)
    # 2^10 - 1 bytes for a stream, 2^14 - 1 for the connection.
    options = ("--window-bits", 10, "--connection-window-bits", 14, "--clients", 2, "--max-concurrent-streams", 8)
    output = h2load(server, f"/file?name={tmp_path / 'file'}", *options, requests=50)
    assert counted_by(output, r"\((\d+)\) data") == 50 * 300_000


@needs("h2load")
def test_h2load_posts(server):
    h2load(server, "/request", "--clients", 4, "--max-concurrent-streams", 32, "--data", ROOT / "Cargo.lock", requests=400)


@needs("h2load")
def test_h2load_over_tls(encrypted):
    output = h2load(encrypted, "/hello", "--clients", 8, "--max-concurrent-streams", 32, scheme="https")
    assert "Application protocol: h2" in output


@needs("h2load")
def test_h2load_speaks_http_1_as_well(server):
    h2load(server, "/hello", "--h1", "--clients", 8, "--max-concurrent-streams", 4)


@needs("nghttp")
def test_nghttp(server, offering):
    assert run("nghttp", server.url("/chunks")) == "one,two,three"
    assert run("nghttp", "--window-bits=5", server.url("/text")) == "the same again\n" * 100
    assert json.loads(run("nghttp", "--data", ROOT / "Cargo.lock", server.url("/request")))["length"] == (ROOT / "Cargo.lock").stat().st_size
    # What comes after the body of a request is no part of it.
    assert json.loads(run("nghttp", "--data", ROOT / "Cargo.lock", "--trailer", "x-sum: 1", server.url("/request")))["header"].get("x-sum") is None
    assert "x-sum: two" in run("nghttp", "--verbose", "--null-out", server.url("/trailers"))
    # The same request many times, on one connection.
    shown = run("nghttp", "--stat", "--null-out", "--multiply=50", server.url("/hello"))
    assert len(re.findall(r"200 +11 /hello", shown)) == 50, shown


@needs("nghttp")
def test_nghttp_upgrades(server, offering):
    shown = run("nghttp", "--upgrade", "--verbose", offering.url("/request"))
    assert "101 Switching Protocols" in shown and '"server_protocol":"HTTP\\/2"' in shown, shown
    refused = subprocess.run(["nghttp", "--upgrade", "--null-out", server.url("/request")], capture_output=True, timeout=PATIENCE)
    assert b"Upgrade" in refused.stderr + refused.stdout


def curl(*arguments):
    return run("curl", "--silent", "--show-error", "--noproxy", "*", "--globoff", "--max-time", PATIENCE, *arguments)


def test_curl_upgrades(server, offering):
    version = ("--write-out", " %{http_version}")
    assert curl("--http2", offering.url("/hello"), *version) == "Hello World 2"
    assert curl("--http2", offering.url("/hello"), offering.url("/chunks"), *version) == "Hello World 2one,two,three 2"
    assert curl("--http2", "--head", "--output", "/dev/null", offering.url("/hello"), *version) == " 2"
    assert json.loads(curl("--http2", "--header", f"X-Long: {'x' * 30000}", offering.url("/request")))["header"]["x-long"] == "x" * 30000
    # A request with a body is answered as it is.
    assert json.loads(curl("--http2", "--data", "a=b", offering.url("/request")))["post"] == {"a": "b"}
    assert curl("--http2", server.url("/hello"), *version) == "Hello World 1.1"
    assert curl("--http1.1", offering.url("/hello"), *version) == "Hello World 1.1"


# Over TLS: of several transfers with prior knowledge curl 7.88 sends the first and calls the rest an error.
def test_curl_with_many_transfers_at_once(encrypted, certificates):
    count = 100
    tls = ["--http2", "--cacert", certificates / "ca.pem", "--parallel", "--parallel-max", 50]
    assert curl(*tls, *[encrypted.url("/hello", "https")] * count).count("Hello World") == count


def test_pipelining_of_mixed_requests(server, tmp_path):
    """Files, streams, bodies and refusals one after the other, in pieces of every size."""
    (tmp_path / "file").write_bytes(b"f" * 100_000)
    requests = [
        (b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", b"Hello World"),
        (b"GET /file?name=%s HTTP/1.1\r\nHost: x\r\n\r\n" % str(tmp_path / "file").encode(), b"f" * 100_000),
        (b"POST /request HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab\r\nc", None),
        (b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", b""),
        (b"GET /sleep?seconds=0.01 HTTP/1.1\r\nHost: x\r\n\r\n", b"0 x HTTP/1.1"),
    ]
    for piece in (1, 7, 64, 4096):
        with Raw(server.port) as raw:
            rounds = 1 if piece == 1 else 10
            bytes_ = b"".join(request for request, _ in requests) * rounds
            for at in range(0, len(bytes_), piece):
                raw.send(bytes_[at : at + piece])
            for _ in range(rounds):
                for request, body in requests:
                    status, _, answered = raw.response()
                    assert status == (404 if b"nowhere" in request else 200)
                    assert body is None or answered == body
