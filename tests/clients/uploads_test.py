"""Uploads, files and compressed replies as curl sends and reads them."""

import hashlib
import json

import pytest

from support import curl_bytes


def test_fields_and_files(server, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"first\r\n--not a boundary")
    (tmp_path / "empty").write_bytes(b"")
    seen = json.loads(
        curl_bytes(
            "--form", "name=Ada",
            "--form", "list[]=1",
            "--form", f"one=@{tmp_path}/a.txt;type=text/x-mine",
            "--form", f"many[]=@{tmp_path}/a.txt",
            "--form", f"many[]=@{tmp_path}/empty",
            server.url("/upload"),
        )
    )
    assert seen["post"] == {"name": "Ada", "list": ["1"]}
    one = seen["files"]["one"]
    assert (one["type"], one["size"], one["name"], one["error"]) == ("text/x-mine", 23, "a.txt", 0)
    assert [file["size"] for file in seen["files"]["many"]] == [23, 0]
    assert seen["hashes"] == [
        hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.txt", "a.txt", "empty")
    ]


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_file_of_megabytes(server, tmp_path, chunked):
    # More than a megabyte: curl asks with Expect: 100-continue before it sends.
    content = hashlib.shake_256(b"seed").digest(3_000_000)
    (tmp_path / "large").write_bytes(content)
    header = ["--header", "Transfer-Encoding: chunked"] if chunked else []
    seen = json.loads(curl_bytes(*header, "--form", f"f=@{tmp_path}/large", server.url("/upload")))
    assert seen["hashes"] == [hashlib.sha256(content).hexdigest()]


def test_over_the_limit(server, tmp_path):
    (tmp_path / "huge").write_bytes(bytes(5_000_000))
    status = curl_bytes(
        "--form", f"f=@{tmp_path}/huge", "--output", "/dev/null", "--write-out", "%{http_code}", server.url("/upload")
    )
    assert status == b"413"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_compressed(server, coding):
    plain = curl_bytes(server.url("/text"))
    assert len(plain) > 1000
    coded = ["--header", f"Accept-Encoding: {coding}"]
    size = int(curl_bytes(*coded, "--output", "/dev/null", "--write-out", "%{size_download}", server.url("/text")))
    assert size < len(plain) / 2
    assert curl_bytes("--compressed", *coded, server.url("/text")) == plain


def test_file(server):
    assert curl_bytes(server.url("/itself")) == server.script.read_bytes()
