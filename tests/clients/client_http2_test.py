"""`Swoole\\Coroutine\\Http2\\Client` against nginx."""

import hashlib
import json
import random

import pytest

from peers import PlainServer, nginx_with_files, requested

BIG = random.Random(2).randbytes(3 << 20)
TEXT = b"".join(b"line %d of a text that becomes smaller\n" % n for n in range(20_000))
FILES = {"small.txt": b"small", "empty.txt": b"", "big.bin": BIG, "text.txt": TEXT}


@pytest.fixture(scope="module")
def files(tmp_path_factory, certificates):
    with PlainServer() as plain, nginx_with_files(tmp_path_factory.mktemp("nginx"), certificates, plain.port, FILES) as server:
        yield server


@pytest.fixture(params=["clear", "TLS"])
def web(request, files, certificates):
    """Responses of nginx's, in clear and over TLS with the certificate verified, in the order of the requests."""
    if request.param == "clear":
        where = {"port": files.http2_port}
    else:
        where = {"port": files.tls_port, "ssl": True, "host": "localhost"}
        where |= {"ssl_verify_peer": True, "ssl_cafile": str(certificates / "ca.pem")}
    return lambda *requests: sorted(requested(where["port"], *requests, **{k: v for k, v in where.items() if k != "port"}), key=lambda r: r.number)


def test_files_side_by_side(web):
    wanted = {f"/{name}": data for name, data in FILES.items()}
    answers = web(*({"path": path} for path in wanted))
    for answer, data in zip(answers, wanted.values(), strict=True):
        assert (answer.status, answer.error) == (200, 0)
        assert answer.body == data
        assert int(vars(answer.headers)["content-length"]) == len(data)
    # One connection.
    assert len({vars(answer.headers)["x-connection"].split()[0] for answer in answers}) == 1


def test_gzip_head_and_errors(web):
    packed, head, nowhere, unmodified = web(
        {"path": "/gzip/text.txt", "headers": {"accept-encoding": "gzip"}},
        {"path": "/big.bin", "method": "HEAD"},
        {"path": "/nowhere"},
        {"path": "/small.txt", "headers": {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}},
    )
    assert packed.body == TEXT and vars(packed.headers)["content-encoding"] == "gzip"
    assert (head.status, head.body, vars(head.headers)["content-length"]) == (200, b"", str(len(BIG)))
    assert nowhere.status == 404 and b"404" in nowhere.body
    assert (unmodified.status, unmodified.body) == (200, b"small") or unmodified.status == 304


def test_bodies(web):
    small, big = web(
        {"path": "/behind/", "method": "POST", "data": {"a": "b c"}},
        {"path": "/behind/", "method": "POST", "data": BIG},
    )
    assert json.loads(small.body)["body"] == "a=b+c"
    assert json.loads(small.body)["type"] == "application/x-www-form-urlencoded"
    assert json.loads(big.body)["sha256"] == hashlib.sha256(BIG).hexdigest()


def test_the_server_goes_away(web):
    # nginx ends a connection with its fifth request: what it has not looked at may be sent again elsewhere.
    answers = web(*[{"path": "/small.txt"}] * 8)
    assert [answer.body for answer in answers[:5]] == [b"small"] * 5
    assert [(answer.status, answer.error) for answer in answers[5:]] == [(-3, 7)] * 3
