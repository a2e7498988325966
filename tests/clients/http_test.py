"""Plain HTTP as clients see it: curl where curl can show it, raw sockets where it cannot."""

import json

import pytest

from support import Raw, curl


def request_seen(server, *arguments, path="/request"):
    """What PHP saw of a request made with these arguments of curl's."""
    return json.loads(curl(*arguments, server.url(path)))


def test_get(server):
    assert curl(server.url("/hello"), "--write-out", " %{http_code}") == "Hello World 200"


def test_not_found(server):
    assert curl(server.url("/nowhere"), "--write-out", "%{http_code}") == "404"


@pytest.mark.parametrize("path", ["/hello", "/HELLO", "/hello/", "/hello-more", "/hello?x=/request"])
def test_routes_are_prefixes_without_case(server, path):
    assert curl(server.url(path)) == "Hello World"


def test_head_has_the_length_and_no_body(server):
    with Raw(server.port) as raw:
        raw.send(b"HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers = raw.head()
        assert (status, headers["content-length"]) == (200, "11")
        # Had there been a body, the second response would not begin here.
        assert raw.response()[2] == b"Hello World"


def test_keep_alive_uses_one_connection(server):
    output = curl(server.url("/hello"), server.url("/nowhere"), server.url("/hello"), "--write-out", "\n%{num_connects}\n")
    assert [line for line in output.splitlines() if line in ("0", "1")] == ["1", "0", "0"]


def test_connection_close_is_honoured(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        _, headers, body = raw.response()
        assert body == b"Hello World"
        assert headers["connection"] == "close"
        assert raw.at_end()


def test_http_1_0_closes(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /hello HTTP/1.0\r\n\r\n")
        assert raw.response()[2] == b"Hello World"
        assert raw.at_end()


def test_pipelined_requests_are_answered_in_order(server):
    with Raw(server.port) as raw:
        raw.send(b"".join(b"GET /request?n=%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(50)))
        for n in range(50):
            status, _, body = raw.response()
            assert status == 200
            assert json.loads(body)["get"] == {"n": str(n)}


def test_request_in_single_bytes(server):
    with Raw(server.port) as raw:
        for byte in b"POST /request HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde":
            raw.send(bytes([byte]))
        assert json.loads(raw.response()[2])["length"] == 5


def test_post_form(server):
    seen = request_seen(server, "--data", "name=Ada&list[]=1&list[]=2", "--data-urlencode", "text=a b+c&d=é")
    assert seen["post"] == {"name": "Ada", "list": ["1", "2"], "text": "a b+c&d=é"}
    assert seen["server"]["request_method"] == "POST"


def test_large_body(server):
    seen = request_seen(server, "--header", "Content-Type: application/octet-stream", "--data-binary", "x" * 100_000)
    assert seen["length"] == 100_000
    assert seen["post"] is None


def test_chunked_body(server):
    seen = request_seen(server, "--header", "Transfer-Encoding: chunked", "--data", "a=1&b=2")
    assert seen["post"] == {"a": "1", "b": "2"}


def test_query_headers_and_cookies(server):
    seen = request_seen(server, "--header", "X-Some-Thing: Value", "--cookie", "a=1; b=two%20words", path="/request?q=a%20b&r[k]=v")
    assert seen["get"] == {"q": "a b", "r": {"k": "v"}}
    assert seen["header"]["x-some-thing"] == "Value"
    assert seen["cookie"] == {"a": "1", "b": "two words"}
    assert seen["server"]["request_uri"] == "/request"
    assert seen["server"]["query_string"] == "q=a%20b&r[k]=v"
    assert seen["server"]["server_port"] == server.port


def test_nothing_sent_is_null(server):
    seen = request_seen(server)
    assert (seen["get"], seen["post"], seen["cookie"], seen["length"]) == (None, None, None, 0)


def test_status_and_header(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /status?code=418 HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers, body = raw.response()
        assert (status, headers["x-test"], body) == (418, "yes", b"body")


def test_no_content_has_no_body(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /status?code=204 HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers = raw.head()
        assert status == 204
        assert "content-length" not in headers
        assert raw.response()[2] == b"Hello World"


def test_write_is_chunked(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /chunks HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.head()[1]["transfer-encoding"] == "chunked"
    assert curl(server.url("/chunks")) == "one,two,three"


def test_redirect(server):
    assert curl("--location", server.url("/redirect"), "--write-out", " %{num_redirects}") == "Hello World 1"


def test_set_cookie(server):
    with Raw(server.port) as raw:
        raw.send(b"GET /cookie HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.response()[1]["set-cookie"].startswith("flavour=oat+%26+raisin")


def test_handler_that_says_nothing(server):
    assert curl(server.url("/silent"), "--write-out", "%{http_code}") == "500"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /hello HTTP/1.1\r\nHost: x\r\nBad Name: x\r\n\r\n",
        b"POST /request HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST /request HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /request HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["no request line", "space in a name", "two lengths", "negative length", "bad chunk"],
)
def test_bad_requests_are_refused_and_closed(server, request_bytes):
    with Raw(server.port) as raw:
        raw.send(request_bytes)
        assert raw.head()[0] == 400
        raw.at_end()
    assert curl(server.url("/hello")) == "Hello World"


def test_length_and_chunked_together_end_the_connection(server):
    """Two ends for one body is how requests are smuggled: refuse it, or believe the chunks and close
    (RFC 9112, section 6.3)."""
    with Raw(server.port) as raw:
        raw.send(
            b"POST /request HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"0\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        status, headers, _ = raw.response()
        assert status in (200, 400)
        assert headers["connection"] == "close"
        assert raw.at_end()
