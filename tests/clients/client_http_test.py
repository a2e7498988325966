"""`Swoole\\Coroutine\\Http\\Client` against nginx and Python's http.server."""

import hashlib
import json
import random

import pytest

from peers import PlainServer, called, nginx_with_files

BIG = random.Random(1).randbytes(1 << 20)
TEXT = b"".join(b"line %d of a text that becomes smaller\n" % n for n in range(20_000))
FILES = {"small.txt": b"small", "empty.txt": b"", "big.bin": BIG, "text.txt": TEXT}


@pytest.fixture(scope="module")
def plain():
    with PlainServer() as server:
        yield server


@pytest.fixture(scope="module")
def old():
    with PlainServer("HTTP/1.0") as server:
        yield server


@pytest.fixture(scope="module")
def files(tmp_path_factory, certificates, plain):
    with nginx_with_files(tmp_path_factory.mktemp("nginx"), certificates, plain.port, FILES) as server:
        yield server


@pytest.fixture(params=["plain", "TLS"])
def web(request, files, certificates):
    """Calls of a client of nginx's, plain and over TLS with the certificate verified."""
    if request.param == "plain":
        return lambda *calls, **settings: called(files.port, *calls, **settings)
    trust = {"ssl": True, "host": "localhost", "ssl_verify_peer": True, "ssl_cafile": str(certificates / "ca.pem")}
    return lambda *calls, **settings: called(files.tls_port, *calls, **trust | settings)


def test_files(web):
    wanted = {f"/{name}": data for name, data in FILES.items()}
    for answer, data in zip(web(*(("get", path) for path in wanted)), wanted.values(), strict=True):
        assert (answer.returned, answer.status, answer.error) == (True, 200, 0)
        assert answer.body == data
        assert int(vars(answer.headers)["content-length"]) == len(data)


def connections(answers):
    return [tuple(map(int, vars(answer.headers)["x-connection"].split())) for answer in answers]


def test_keep_alive_and_its_end(web):
    # nginx ends a connection with its fifth request, and says so.
    answers = web(*[("get", "/small.txt")] * 7)
    assert [answer.body for answer in answers] == [b"small"] * 7
    seen = connections(answers)
    assert len({number for number, _ in seen[:5]}) == 1 and len({number for number, _ in seen}) == 2
    assert [count for _, count in seen] == [1, 2, 3, 4, 5, 1, 2]
    assert [answer.connected for answer in answers] == [True] * 4 + [False] + [True] * 2


def test_without_keep_alive(web):
    for settings, path in [({"keep_alive": False}, "/small.txt"), ({}, "/once/small.txt")]:
        answers = web(*[("get", path)] * 3, **settings)
        assert [answer.body for answer in answers] == [b"small"] * 3
        assert [count for _, count in connections(answers)] == [1, 1, 1]
        assert not any(answer.connected for answer in answers)


def test_gzip(web):
    # What nginx compresses on the way has no length: it comes in chunks.
    packed, kept, raw = (
        web(*calls, **settings)[-1]
        for calls, settings in [
            ([("get", "/gzip/text.txt")], {}),
            ([("get", "/gzip/text.txt")], {"http_compression": False}),
            ([("get", "/gzip/text.txt")], {"body_decompression": False}),
        ]
    )
    assert packed.body == TEXT and vars(packed.headers)["content-encoding"] == "gzip"
    assert vars(packed.headers)["transfer-encoding"] == "chunked"
    assert kept.body == TEXT and "content-encoding" not in vars(kept.headers)
    assert raw.body[:2] == b"\x1f\x8b" and len(raw.body) < len(TEXT)


def test_ranges(web):
    one, last, two, beyond = web(
        *(
            call
            for value in ("bytes=10-19", "bytes=-5", "bytes=0-1,5-6", f"bytes={len(BIG)}-")
            for call in [("setHeaders", {"Range": value}), ("get", "/big.bin")]
        )
    )[1::2]
    assert (one.status, one.body) == (206, BIG[10:20])
    assert vars(one.headers)["content-range"] == f"bytes 10-19/{len(BIG)}"
    assert (last.status, last.body) == (206, BIG[-5:])
    assert two.status == 206 and vars(two.headers)["content-type"].startswith("multipart/byteranges")
    assert BIG[:2] in two.body and BIG[5:7] in two.body
    assert beyond.status == 416 and beyond.returned is True


def test_head_and_what_has_no_body(web):
    answers = web(
        ("setMethod", "HEAD"),
        ("execute", "/big.bin"),
        ("get", "/moved"),
        ("get", "/nowhere"),
        ("get", "/small.txt"),
    )[1:]
    assert [(answer.status, len(answer.body) > 0) for answer in answers] == [(200, False), (302, True), (404, True), (200, True)]
    assert vars(answers[0].headers)["content-length"] == str(len(BIG))
    # All on one connection: no answer was mistaken for another's end.
    assert [count for _, count in connections(answers[:2] + answers[3:])] == [1, 2, 4]


def test_unmodified(web):
    first = web(("get", "/small.txt"))[0]
    again = web(("setHeaders", {"If-None-Match": vars(first.headers)["etag"]}), ("get", "/small.txt"), ("get", "/small.txt"))
    assert [(answer.status, answer.body) for answer in again[1:]] == [(304, b"")] * 2


def test_the_server_hangs_up(web):
    gone, after = web(("get", "/gone"), ("get", "/small.txt"))
    assert (gone.returned, gone.status, gone.error) == (False, -3, 104)
    assert (after.returned, after.body) == (True, b"small")


def test_download(web, tmp_path):
    target = tmp_path / "big.bin"
    target.write_bytes(b"x" * (2 << 20))
    answer = web(("download", "/big.bin", str(target)))[0]
    assert (answer.returned, answer.status, answer.body) == (True, 200, b"")
    assert target.read_bytes() == BIG
    # The rest of one that was cut off.
    target.write_bytes(BIG[:1000])
    answer = web(("setHeaders", {"Range": "bytes=1000-"}), ("download", "/big.bin", str(target), 1000))[1]
    assert answer.status == 206 and target.read_bytes() == BIG
    # What was compressed on the way is not in the file.
    web(("download", "/gzip/text.txt", str(target)))
    assert target.read_bytes() == TEXT


def posted(answer):
    assert (answer.returned, answer.status) == (True, 201)
    return json.loads(answer.body)


def test_bodies_through_a_proxy(web, tmp_path):
    file = tmp_path / "file.txt"
    file.write_bytes(TEXT)
    answers = web(
        ("post", "/behind/", {"a": "1 2", "b[]": "ü&"}),
        ("post", "/behind/", b"text"),
        ("post", "/behind/", BIG),
        ("addFile", str(file), "file"),
        ("addData", b"data", "data"),
        ("post", "/behind/", {"field": "value"}),
    )
    form, text, big, uploaded = posted(answers[0]), posted(answers[1]), posted(answers[2]), posted(answers[5])
    assert form["body"] == "a=1+2&b%5B%5D=%C3%BC%26"
    assert form["type"] == "application/x-www-form-urlencoded"
    assert (text["type"], text["body"]) == (None, "text")
    assert big["sha256"] == hashlib.sha256(BIG).hexdigest()
    assert uploaded["type"].startswith("multipart/form-data; boundary=")
    assert sorted(uploaded["names"]) == ["data", "field", "file"]


def test_chunks(web):
    data = b"".join(b"chunk %d\n" % n for n in range(1000))
    answers = web(*(("get", f"/behind/{name}") for name in ("chunked", "chunked-gzip", "hello", "chunked")))
    assert [answer.status for answer in answers] == [200] * 4
    assert [answer.body == data for answer in answers] == [True, True, False, True]
    assert answers[2].body == b"hello"


def test_a_certificate_nobody_knows(files, certificates):
    for host, settings in [
        ("localhost", {}),
        ("127.0.0.1", {"ssl_cafile": str(certificates / "ca.pem"), "ssl_host_name": "example.com"}),
    ]:
        answer = called(files.tls_port, ("get", "/small.txt"), host=host, ssl=True, ssl_verify_peer=True, **settings)[0]
        assert (answer.returned, answer.status, answer.error) == (False, -1, 1014)


def test_what_is_no_tls(files):
    # nginx answers HTTP on its TLS port with a 400 in plain; the other way round is no handshake.
    answer = called(files.tls_port, ("get", "/small.txt"))[0]
    assert (answer.returned, answer.status) == (True, 400)
    answer = called(files.port, ("get", "/small.txt"), ssl=True)[0]
    assert (answer.returned, answer.status) == (False, -1)


@pytest.mark.parametrize("version", ["plain", "old"])
def test_http_server(request, version):
    server = request.getfixturevalue(version)
    data = b"".join(b"chunk %d\n" % n for n in range(1000))
    hello, cookie, chunked, packed, head, until_close, big, again = called(
        server.port,
        ("get", "/hello"),
        ("get", "/cookie"),
        ("get", "/chunked"),
        ("get", "/chunked-gzip"),
        ("get", "/nowhere"),
        ("get", "/until-close"),
        ("post", "/", BIG),
        ("get", "/hello"),
    )
    assert (hello.body, hello.connected) == (b"hello", version == "plain")
    assert vars(hello.cookies) == {"seen": "a b&c"}
    assert cookie.body == b"seen=a+b%26c"
    if version == "plain":
        assert (chunked.body, packed.body) == (data, data)
    assert (head.status, head.body) == (404, b"nothing here")
    assert until_close.body == b"".join(b"%d\n" % n * 100 for n in range(100)) and not until_close.connected
    assert posted(big)["sha256"] == hashlib.sha256(BIG).hexdigest()
    assert again.body == b"hello"
