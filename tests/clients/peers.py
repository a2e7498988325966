"""The other side of `Swoole\\Coroutine\\Http\\Client`: servers that are not ours, and client.php, which talks to them."""

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from support import EXTENSION, PATIENCE, PHP, ROOT, wait_until


def _encoded(value):
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple)):
        return [_encoded(item) for item in value]
    if isinstance(value, dict):
        return {key: _encoded(item) for key, item in value.items()}
    return value


def _decoded(value):
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else SimpleNamespace(**value)


def _played(script, job):
    """The lines that a script of ours prints for `job`."""
    run = subprocess.run(
        [PHP, "-n", "-d", f"extension={EXTENSION}", str(ROOT / "tests/clients" / script)],
        input=json.dumps(job).encode(),
        capture_output=True,
        timeout=3 * PATIENCE,
    )
    assert run.returncode == 0, (run.stdout[-2000:] + run.stderr[-2000:]).decode(errors="replace")
    return [json.loads(line, object_hook=_decoded) for line in run.stdout.splitlines()]


def requested(port, *requests, host="127.0.0.1", ssl=False, **settings):
    """The responses to `requests`, which are properties of Swoole\\Http2\\Request, all sent at once over one connection: objects
    with the `number` of the request, `status`, `error`, `headers` and `body`, in the order in which they have come."""
    job = {"host": host, "port": port, "ssl": ssl, "settings": settings, "requests": [_encoded(request) for request in requests]}
    return _played("client_http2.php", job)


def called(port, *calls, host="127.0.0.1", ssl=False, **settings):
    """What became of `calls`, which are ("get", "/path") and the like, of one client: objects with `returned`, `status`,
    `error`, `message`, `connected`, `headers`, `cookies` and `body`, as they were after each. Bytes are given and come as bytes."""
    job = {
        "host": host,
        "port": port,
        "ssl": ssl,
        "settings": settings,
        "calls": [[method, _encoded(arguments)] for method, *arguments in calls],
    }
    lines = _played("client.php", job)
    assert len(lines) == len(calls)
    return lines


def nginx():
    """Where nginx is; None without one."""
    return shutil.which("nginx", path=os.environ["PATH"] + os.pathsep + "/usr/sbin")


@contextmanager
def nginx_with_files(folder, certificates, behind, files):
    """An `Nginx` with these files, by name. Skips the test where there is no nginx."""
    if nginx() is None:
        pytest.skip("no nginx on this machine")
    (folder / "files").mkdir()
    for name, data in files.items():
        (folder / "files" / name).write_bytes(data)
    with Nginx(folder, certificates, behind) as server:
        yield server


class Nginx:
    """nginx with the files in `folder`/files, plain, over TLS, and with HTTP/2 in clear, and behind it the server at the port `behind`."""

    def __init__(self, folder, certificates, behind):
        self.folder = folder
        self.certificates = certificates
        self.behind = behind

    def __enter__(self):
        # nginx takes listeners from whoever has started it, as it does when it is exchanged while running: no port is
        # given up for another program to take in between.
        listeners = [socket.create_server(("127.0.0.1", 0), backlog=511) for _ in range(3)]
        self.port, self.tls_port, self.http2_port = (listener.getsockname()[1] for listener in listeners)
        (self.folder / "logs").mkdir()
        (self.folder / "nginx.conf").write_text(self._configuration())
        numbers = [listener.fileno() for listener in listeners]
        self.process = subprocess.Popen(
            [nginx(), "-p", str(self.folder), "-c", "nginx.conf", "-e", "logs/error.log"],
            pass_fds=numbers,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"NGINX": "".join(f"{number};" for number in numbers)},
        )
        for listener in listeners:
            listener.close()
        wait_until(self._ready, PATIENCE, "nginx does not start")
        return self

    def _ready(self):
        assert self.process.poll() is None, (self.folder / "logs/error.log").read_text()
        return (self.folder / "logs/nginx.pid").exists()

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def _configuration(self):
        temporary = "\n".join(
            f"{name}_temp_path temporary_{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # The files are of whoever runs the tests; root's workers would be another user's.
        user = "user root;" if os.geteuid() == 0 else ""
        return f"""
            daemon off;
            worker_processes 1;
            {user}
            pid logs/nginx.pid;
            error_log logs/error.log;
            events {{ worker_connections 64; }}
            http {{
                {temporary}
                access_log off;
                client_max_body_size 16m;
                default_type text/plain;
                keepalive_requests 5;
                server {{
                    listen 127.0.0.1:{self.port};
                    listen 127.0.0.1:{self.tls_port} ssl http2;
                    listen 127.0.0.1:{self.http2_port} http2;
                    ssl_certificate {self.certificates}/cert.pem;
                    ssl_certificate_key {self.certificates}/key.pem;
                    root {self.folder}/files;
                    add_header X-Connection "$connection $connection_requests";
                    location /gzip/ {{ alias {self.folder}/files/; gzip on; gzip_types text/plain; }}
                    location /once/ {{ alias {self.folder}/files/; keepalive_timeout 0; }}
                    location = /moved {{ return 302 /small.txt; }}
                    location = /gone {{ return 444; }}
                    location /behind/ {{ proxy_pass http://127.0.0.1:{self.behind}/; proxy_http_version 1.1; }}
                }}
            }}"""


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def _answer(self, body, status=200, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/hello":
            self._answer(b"hello", Set_Cookie="seen=a+b%26c; Path=/; HttpOnly")
        elif self.path == "/cookie":
            self._answer((self.headers["Cookie"] or "none").encode())
        elif self.path == "/until-close":
            self.send_response(200)
            self.end_headers()
            for n in range(100):
                self.wfile.write(b"%d\n" % n * 100)
                self.wfile.flush()
            self.close_connection = True
        elif self.path.startswith("/chunked"):
            data = b"".join(b"chunk %d\n" % n for n in range(1000))
            if self.path.endswith("-gzip"):
                data = gzip.compress(data)
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            if self.path.endswith("-gzip"):
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            for start in range(0, len(data), 777):
                piece = data[start : start + 777]
                self.wfile.write(b"%x;name=value\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\nX-Trailer: yes\r\n\r\n")
        else:
            self._answer(b"nothing here", 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        seen = {"type": self.headers["Content-Type"], "length": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        if len(body) < 1000:
            seen["body"] = body.decode()
        elif (self.headers["Content-Type"] or "").startswith("multipart/"):
            seen["names"] = re.findall(rb' name="([^"]*)"', body)
            seen["names"] = [name.decode() for name in seen["names"]]
        self._answer(json.dumps(seen).encode(), 201, Content_Type="application/json")

    do_PUT = do_POST
    do_DELETE = do_HEAD = do_GET


class PlainServer:
    """Python's http.server: with HTTP/1.0 every response ends its connection."""

    def __init__(self, version="HTTP/1.1"):
        handler = type("Handler", (_Handler,), {"protocol_version": version})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()
