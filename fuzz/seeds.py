#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets: seeds/TARGET/NAME, small files that begin where it is interesting.

The RFCs' own examples, the situations the rules are about, and what browsers send. Each module in src/ says how its
input is laid out. What a fuzz run finds is added by hand, under a name that says what it was, and kept.
"""

import struct
import zlib
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
KEY = b"\x37\xfa\x21\x3d"


def write(target, **seeds):
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    for name, seed in seeds.items():
        (folder / name.replace("_", "-")).write_bytes(seed)


def frame(first, payload=b"", key=KEY, size=None):
    """One frame; `size` is how many bytes the length takes, 0 to 8, where it is not the fewest."""
    length = len(payload)
    if size is None:
        size = 0 if length < 126 else 2 if length < 65536 else 8
    short = length if size == 0 else 126 if size == 2 else 127
    head = bytes([first, short | (0x80 if key else 0)]) + length.to_bytes(size or 1, "big")[: size]
    masked = bytes(byte ^ key[i % 4] for i, byte in enumerate(payload)) if key else payload
    return head + (key or b"") + masked


def deflated(text, level=6, final=False):
    machine = zlib.compressobj(level, zlib.DEFLATED, -15)
    out = machine.compress(text)
    if final:
        return out + machine.flush(zlib.Z_FINISH)
    return (out + machine.flush(zlib.Z_SYNC_FLUSH))[:-4]


def codec():
    write(
        "codec",
        rfc_hello_unmasked=frame(0x81, b"Hello", None),
        rfc_hello_masked=frame(0x81, b"Hello"),
        rfc_hello_first_half=frame(0x01, b"Hel", None),
        rfc_hello_second_half=frame(0x80, b"lo", None),
        rfc_ping=frame(0x89, b"Hello", None),
        rfc_pong_masked=frame(0x8A, b"Hello"),
        rfc_256_bytes=frame(0x82, bytes(256), None),
        rfc_64_kib_head=frame(0x82, bytes(65536), None)[:30],
        length_126=frame(0x82, bytes(range(126))),
        length_not_minimal_2=frame(0x81, b"Hello", size=2),
        length_not_minimal_8=frame(0x81, b"Hello", size=8),
        length_top_bit=b"\x82\xff" + b"\xff" * 8 + KEY,
        reserved_bits=frame(0xF1, b"all of them"),
        reserved_opcode=frame(0x83, b"three"),
        unfinished_head=b"\x81\xfe\x01",
    )


def message():
    def seed(stream, flags=0, choice=0xF6, cuts=0x1234):
        return bytes([flags, choice]) + struct.pack(">H", cuts) + stream

    text = "κόσμε \U0010ffff".encode()
    compressed = deflated(b"Hello, hello, hello!")
    write(
        "message",
        text=seed(frame(0x81, b"Hello")),
        text_in_fragments=seed(frame(0x01, text[:4]) + frame(0x00, text[4:9]) + frame(0x80, text[9:])),
        control_between_fragments=seed(
            frame(0x01, b"Hel") + frame(0x89, b"ping") + frame(0x8A) + frame(0x80, b"lo") + frame(0x88, b"\x03\xe8bye")
        ),
        close_and_more=seed(frame(0x88, b"\x03\xe9") + frame(0x81, b"late")),
        close_of_one_byte=seed(frame(0x88, b"\x03")),
        close_with_bad_code=seed(frame(0x88, b"\x03\xed")),
        close_with_bad_reason=seed(frame(0x88, b"\x03\xe8\xff")),
        close_empty=seed(frame(0x88)),
        unmasked=seed(frame(0x81, b"Hello", None)),
        unmasked_allowed=seed(frame(0x81, b"Hello", None) + frame(0x82, bytes(200), None), flags=1),
        compressed=seed(frame(0xC1, compressed) + frame(0x81, b"plain"), flags=2),
        compressed_in_fragments=seed(frame(0x41, compressed[:5]) + frame(0x80, compressed[5:]), flags=2),
        compressed_not_agreed=seed(frame(0xC1, compressed)),
        compressed_continuation=seed(frame(0x41, compressed[:5]) + frame(0xC0, compressed[5:]), flags=2),
        compressed_ping=seed(frame(0xC9, b"ping"), flags=2),
        surrogate=seed(frame(0x81, b"fine\xed\xa0\x80")),
        sequence_cut_short=seed(frame(0x81, b"fine\xf0\x9f\x98")),
        overlong_across_fragments=seed(frame(0x01, b"\xe0") + frame(0x80, b"\x80\xaf")),
        no_validation=seed(frame(0x81, b"\xff\xfe"), flags=4),
        continuation_of_nothing=seed(frame(0x80, b"lo")),
        message_inside_a_message=seed(frame(0x01, b"Hel") + frame(0x81, b"lo")),
        fragmented_ping=seed(frame(0x09, b"pi") + frame(0x80, b"ng")),
        ping_too_long=seed(frame(0x89, bytes(126))),
        ping_of_125=seed(frame(0x89, bytes(125)) + frame(0x89)),
        reserved_bits=seed(frame(0xA1, b"Hello")),
        reserved_opcode=seed(frame(0x8B, b"eleven")),
        frame_too_big=seed(frame(0x82, bytes(126)), choice=0xD6),
        message_too_big=seed(frame(0x02, bytes(100)) + frame(0x80, bytes(26)), choice=0xF2),
        too_many_fragments=seed(frame(0x02, b"1") + frame(0x00, b"2") + frame(0x80, b"3"), choice=0x76),
        empty_fragments=seed(frame(0x01) + frame(0x00) + frame(0x00) + frame(0x80)),
        binary_of_70000=seed(frame(0x82, bytes(7) * 300) + frame(0x82, b"after")),
        announces_much=seed(b"\x82\xff\x00\x00\x00\x00\x00\x0f\x00\x00" + KEY + b"little"),
        cut_in_the_head=seed(frame(0x81, b"Hello") + b"\x81\xfe\x01"),
    )


def inflate():
    def seed(compressed, limit=1000):
        return struct.pack(">H", limit) + compressed

    hello = b"\xf2\x48\xcd\xc9\xc9\x07\x00"
    write(
        "inflate",
        rfc_hello=seed(hello),
        rfc_hello_limit_5=seed(hello, 5),
        rfc_hello_limit_4=seed(hello, 4),
        rfc_hello_stored=seed(b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"),
        rfc_hello_final=seed(b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00"),
        rfc_hello_two_blocks=seed(b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"),
        rfc_hello_again=seed(b"\xf2\x00\x11\x00\x00"),
        final_twice=seed(b"\xf3\x48\xcd\xc9\xc9\x07\x00" * 2 + b"\x00"),
        final_and_more=seed(deflated(b"the end", final=True) + b"more"),
        dynamic_block=seed(deflated(b"".join(b"%d bottles of beer, " % n for n in range(99)), 9), 65535),
        cut_short=seed(deflated(b"".join(b"%d bottles of beer, " % n for n in range(20)), 9)[:-9]),
        bomb=seed(deflated(bytes(100_000), 9)),
        empty=seed(b""),
        empty_block=seed(b"\x00"),
        broken_block_type=seed(b"\x07"),
        broken_lengths=seed(b"\xf2\x48\xcd\xff\xff\xff\xff\xff"),
    )


def deflate():
    def seed(text, flags=1, choice=0x66, cuts=0x1234):
        return bytes([flags, choice]) + struct.pack(">H", cuts) + text

    write(
        "deflate",
        text=seed(b"".join(b'{"id":%d,"name":"somebody"}' % n for n in range(40)), flags=0),
        text_in_context=seed(b"".join(b'{"id":%d,"name":"somebody"}' % n for n in range(40))),
        level_0=seed(b"stored as it is", choice=0x60),
        level_9_window_9=seed(b"over and over and " * 40, choice=0x09),
        empty=seed(b""),
        long_distance=seed(bytes(range(256)) * 3 + b"x" * 700 + bytes(range(256)), choice=0x66),
    )


def extension():
    write(
        "extension",
        plain=b"\x00permessage-deflate",
        chromium=b"\x03permessage-deflate; client_max_window_bits",
        all_four=b"\x03permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        b"; server_max_window_bits=10; client_max_window_bits=12",
        two_offers=b"\x03permessage-deflate; server_max_window_bits=8, permessage-deflate; client_max_window_bits",
        two_lines=b"\x02x-webkit-deflate-frame\npermessage-deflate",
        quoted=b'\x01permessage-deflate; server_max_window_bits="11"',
        quoted_comma=b'\x01foo; bar="a, b; c", permessage-deflate',
        repeated=b"\x01permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        unknown=b"\x01permessage-deflate; server_max_window_bits=15; what=ever",
        bits_7=b"\x01permessage-deflate; client_max_window_bits=7",
        bits_leading_zero=b"\x01permessage-deflate; server_max_window_bits=09",
        empty_list=b"\x00, ,permessage-deflate;,",
    )


UPGRADE = {
    "Host": "127.0.0.1:9502",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


def request(line="GET /chat HTTP/1.1", *more, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [line, *(f"{name}: {value}" for name, value in headers.items()), *more, "", ""]
    return "\r\n".join(lines).encode()


def upgrade(*more, line="GET /chat HTTP/1.1", without=(), **headers):
    chosen = {name: value for name, value in UPGRADE.items() if name not in without}
    return request(line, *more, **{**chosen, **headers})


def handshake():
    write(
        "handshake",
        rfc=upgrade("Origin: http://example.com", "Sec-WebSocket-Protocol: chat, superchat"),
        firefox=upgrade("Accept: */*", Connection="keep-alive, Upgrade", Upgrade="WebSocket"),
        post=upgrade(line="POST /chat HTTP/1.1"),
        http_1_0=upgrade(line="GET /chat HTTP/1.0"),
        no_upgrade=upgrade(without=["Upgrade"]),
        no_connection=upgrade(without=["Connection"]),
        no_key=upgrade(without=["Sec-WebSocket-Key"]),
        no_version=upgrade(without=["Sec-WebSocket-Version"]),
        version_8=upgrade(**{"Sec-WebSocket-Version": "8"}),
        two_keys=upgrade("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
        short_key=upgrade(**{"Sec-WebSocket-Key": "c2hvcnQ="}),
        two_upgrades=upgrade("Upgrade: h2c", Upgrade="foo, websocket"),
    )


def head():
    write(
        "head",
        get=request(Host="example.com"),
        absolute=request("GET http://user@example.com:80/a?b HTTP/1.1", Host="other"),
        asterisk=request("OPTIONS * HTTP/1.1", Host="x"),
        connect=request("CONNECT example.com:443 HTTP/1.1", Host="example.com:443"),
        http_1_0=request("GET / HTTP/1.0"),
        no_host=request("GET / HTTP/1.1"),
        two_hosts=request("GET / HTTP/1.1", "Host: a", "Host: b"),
        bad_host=request(Host="a/b@c"),
        ipv6_host=request(Host="[::1]:80"),
        chunked=request("POST / HTTP/1.1", Host="x", Transfer_Encoding="chunked"),
        chunked_twice=request("POST / HTTP/1.1", "Transfer-Encoding: chunked", Host="x", Transfer_Encoding="chunked"),
        gzip_chunked=request("POST / HTTP/1.1", Host="x", Transfer_Encoding="gzip, chunked"),
        unknown_method=request("BREW / HTTP/1.1", Host="x"),
        webdav=request("PROPFIND /a HTTP/1.1", Host="x"),
        high_bytes=request("GET /\xe4?\xfc HTTP/1.1", Host="x"),
    )


def form():
    write(
        "form",
        pairs=b"\x40name=Ada&list[]=1&list%5B%5D=2&text=a+b%2Bc",
        over_the_limit=b"\x02a=1&b=2&c=3",
        exactly_the_limit=b"\x02a=1&=x&&b=2",
        limit_0=b"\x00a=1",
        no_names=b"\x40=1&=&&&=2",
        malformed=b"\x40a=100%&b=%4&c=%zz&%=%",
        bytes=b"\x40a=%ff%00&\xff\x00=\xfe",
        path=b"\x40/a%20b+c%2f%zz",
        collisions=b"\x40Ez=1&FY=2&EzEz=3&EzFY=4&FYEz=5&FYFY=6",
    )


def cookie():
    def seed(flags, *parts):
        return bytes([flags, 0x60, 0x00]) + b"\xff".join(parts)

    write(
        "cookie",
        header=b"a=1; b=two%20words;c; =x;; d=\"q\"; e=f=g",
        spaces=b" \t a =1;\x0b\x0cb= 2 ",
        malformed=b"a=%;b=%4;c=%zz;%41=%41",
        session=seed(0x00, b"", b"", b"", b"", b"name", b"value"),
        all_of_it=seed(0xD1, b"/path", b"example.com", b"Lax", b"High", b"name", b"a value & more"),
        raw=seed(0x24, b"/", b"", b"None", b"", b"name", b"raw%20value"),
        deleted=seed(0x00, b"", b"", b"", b"", b"name", b""),
        path_injection=seed(0x00, b"/; HttpOnly", b"", b"", b"", b"name", b"value"),
        domain_injection=seed(0x00, b"", b"a; Secure", b"", b"", b"name", b"value"),
        same_site_injection=seed(0x00, b"", b"", b"Lax\r\nSet-Cookie: b=c", b"", b"name", b"value"),
        priority_injection=seed(0x00, b"", b"", b"", b"High; a", b"name", b"value"),
        name_injection=seed(0x00, b"", b"", b"", b"", b"name; a", b"value"),
        raw_injection=seed(0x20, b"", b"", b"", b"", b"name", b"value; a"),
        far_future=seed(0x1F, b"", b"", b"", b"", b"name", b"value"),
    )


def router():
    write(
        "router",
        longest=b"/abc/d\n/\n/ab\n/abc\n/abc/d",
        case=b"/CHAT/room\n/chat\n/Chat",
        fallback=b"*\n/\n/x",
        empty=b"/x\n\n/",
        nothing=b"/x\nnoslash",
        not_text=b"/\xff\n/\xc3\xbf\n/",
    )


def multipart():
    kind = b"\x12\x34multipart/form-data; boundary="

    def part(*head, content=b"", boundary=b"b"):
        return b"--" + boundary + b"\r\n" + b"\r\n".join([*head, b"", b""]) + content + b"\r\n"

    field = b'Content-Disposition: form-data; name="a"'
    file = b'Content-Disposition: form-data; name="f"; filename="C:\\dir\\\\"quoted\\".txt"'
    whole = part(field, content=b"value") + part(file, b"Content-Type: text/plain", content=b"a\r\n--\r\n-b--b")
    write(
        "multipart",
        field_and_file=kind + b"b\n" + whole + b"--b--\r\n",
        quoted_boundary=kind + b'"a b"\n' + part(field, boundary=b"a b") + b"--a b--",
        empty_contents=kind + b"b\n" + part(field) + part(field) + b"--b--epilogue",
        padding=kind + b"b\n" + whole.replace(b"--b\r\n", b"--b \t\r\n") + b"--b--",
        almost_delimiters=kind + b"b\n" + part(field, content=b"\r\n--\r\n--c\r\n--bb\r\n--b-\r\n--b ") + b"--b--",
        nothing=kind + b"b\n--b--",
        not_begun=kind + b"b\npreamble\r\n--b--",
        unterminated=kind + b"b\n" + whole,
        no_disposition=kind + b"b\n" + part(b"A: b") + b"--b--",
        no_name=kind + b"b\n" + part(b"Content-Disposition: form-data; filename=x") + b"--b--",
        long_name=kind + b"b\n" + part(field.replace(b"a\"", b"a" * 512 + b'"')) + b"--b--",
        long_boundary=kind + b"x" * 71 + b"\n",
    )


def package():
    write(
        "package",
        length=b"N\0\x04\x60\x02" + b"\0\0\0\x05hello" + b"\0\0\0\0" + b"\0\0\0\x02hi",
        length_of_all=b"v\x02\0\x60\x03" + b"HD\x09\0hello" + b"HD\x04\0",
        length_too_long=b"J\0\x08\x60\0" + b"\xff" * 8,
        length_negative=b"q\0\x08\x60\0" + b"\xff" * 8,
        end_mark=b"e\n\x01\x60\0" + b"one\n\ntwo\nthree\n\n",
        end_mark_missing=b"e\n\x01\x08\0" + b"one two three four",
        mqtt=b"m\0\0\xff\0" + b"\xc0\0" + b"\x30\x80\x01" + bytes(128) + b"\x30\xff\xff\xff\xff",
        fastcgi=b"f\0\0\xff\x03" + b"\x01\x06\0\x01\0\x02\x01\0hi\0" + b"\x01\x03\0\x01\0\0\0\0",
    )


def parser():
    def seed(head, body=b"", cuts=0x1234):
        return struct.pack(">H", cuts) + head + body

    def chunked(body, *more, coding="chunked"):
        return seed(request("POST / HTTP/1.1", *more, Host="x", Transfer_Encoding=coding), body)

    write(
        "parser",
        get=seed(request(Host="x"), b"GET /next"),
        length=seed(request("POST /a?b HTTP/1.1", Host="x", Content_Length="5"), b"hello, more"),
        length_0=seed(request("POST / HTTP/1.0", Content_Length="00")),
        length_cut_short=seed(request("POST / HTTP/1.1", Content_Length="50"), b"hello"),
        length_no_number=seed(request("POST / HTTP/1.1", Content_Length="+5"), b"hello"),
        two_lengths=seed(request("POST / HTTP/1.1", "Content-Length: 5", Content_Length="5"), b"hello"),
        length_and_chunks=chunked(b"0\r\n\r\n", "Content-Length: 5"),
        chunks=chunked(b"5\r\nhello\r\n00a;n=v\r\n0123456789\r\n0\r\n\r\nGET"),
        chunks_and_trailers=chunked(b"1 \r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", coding="Chunked"),
        chunk_cut_short=chunked(b"fffffffffffffff0\r\nhello"),
        chunk_too_large=chunked(b"10000000000000000\r\nhello"),
        chunk_longer_than_said=chunked(b"2\r\nhello\r\n0\r\n\r\n"),
        chunk_bare_line_feed=chunked(b"5\nhello\n0\n\n"),
        gzip_chunked=chunked(b"0\r\n\r\n", coding="gzip, chunked"),
        empty_lines_before=seed(b"\r\n\r\n" + request(Host="x")),
        half_a_head=seed(request(Host="x")[:-2]),
        no_request=seed(b"\x16\x03\x01\x02"),
        line_feeds=seed(request(Host="x", Content_Length="1").replace(b"\r\n", b"\n"), b"x"),
    )


def encoding():
    def seed(*values, body=b"", choice=0x05):
        return bytes([choice]) + b"\n".join(values) + b"\n\n" + body

    write(
        "encoding",
        browser=seed(b"gzip, deflate, br, zstd", body=b"hello " * 50),
        weights=seed(b"br;q=0.5, gzip;q=0.8, *;q=0", body=b"{}" * 100, choice=0x26),
        two_lines=seed(b"zstd;q=0.1", b"x-gzip ; Q=0.123", body=b"short", choice=0xFD),
        identity=seed(b"identity, gzip"),
        identity_better=seed(b"identity;q=0.9, gzip;q=0.8"),
        excluded=seed(b"*, br;q=0, gzip;q=0.000"),
        malformed=seed(b"gzip;q=2, br;q=0.1234, deflate;q, zstd;x=1, gzip;q=1;x, ,;"),
        named_twice=seed(b"gzip;q=x, gzip;q=0.2, gzip, br;q=0.3"),
        nothing=seed(b"", body=bytes(range(256)), choice=0x02),
        brotli=seed(b"br", body=b"a body", choice=0x2C),
        zstd=seed(b"zstd", body=b"a body", choice=0x4F),
    )


def dns():
    def seed(kind, *records, name=b"a.example", flags=0x8180, authority=0, additional=0):
        counts = struct.pack(">HHHH", flags, len(records) - authority - additional, authority, additional)
        return struct.pack(">HB", kind, len(name)) + name + counts + b"".join(records)

    def record(kind, data, owner=b"\xc0\x0c", length=None):
        return owner + struct.pack(">HHIH", kind, 1, 60, len(data) if length is None else length) + data

    soa = b"\x02ns\xc0\x0c\x04host\xc0\x0e" + bytes(20)
    write(
        "dns",
        addresses=seed(1, record(1, b"\x01\x02\x03\x04"), record(28, bytes(15) + b"\x01")),
        alias=seed(1, record(5, b"\x04real\xc0\x0c"), record(1, b"\x01\x02\x03\x04", b"\xc0\x28")),
        sections=seed(2, record(2, b"\x02ns\xc0\x0c"), record(6, soa), record(41, b"", b"\x00"), authority=1, additional=1),
        exchanges=seed(15, record(15, b"\x00\x0a\x02mx\xc0\x0c"), record(33, b"\0\x01\0\x02\x1f\x90\xc0\x0e")),
        texts=seed(16, record(16, b"\x02ab\x00\x03c\"d"), record(16, b"\x09short"), record(16, b""), record(13, b"\x03VAX\x04UNIX")),
        pointers_and_rules=seed(35, record(35, b"\0\x64\0\x0a\x01u\x03sip\x04!.*!\x00"), record(257, b"\x80\x05issueca.example")),
        a6=seed(38, record(38, b"\x40" + bytes(8) + b"\x05chain\x00"), record(38, b"\x04" + bytes(16)), record(38, b"\x81")),
        no_such_name=seed(1, flags=0x8183),
        truncated=seed(1, record(1, b"\x01\x02\x03\x04")[:-2], flags=0x8380),
        special_name=seed(1, name=b"\\.\\\\\\000\\255.\\$(."),
        root=seed(2, record(2, b"\x01a\x00", b"\x00"), name=b"."),
        no_name=seed(1, name=b"a..b"),
        loop=seed(5, record(5, b"\xc0\x0c", b"\xc0\x1b")),
        forward=seed(5, record(5, b"\xc0\x0c", b"\xc0\xff")),
        cut_short=seed(1, record(1, b"\x01\x02\x03\x04", length=5)),
        more_than_there_are=b"\0\1\1a\x81\x80" + b"\xff" * 6,
    )


def policy():
    write(
        "policy",
        same=b"oexample.com\nOhttps://Example.com",
        port=b"oexample.com:8443\nOhttps://example.com:8443",
        default_port=b"oexample.com:443\nOhttps://example.com",
        below=b"o*.example.com\nOhttps://a.b.example.com",
        below_but_not_it=b"o*.example.com\nOhttps://example.com",
        looks_alike=b"o*.example.com\nOhttps://evil.com/.example.com\n",
        ends_alike=b"o*.example.com\nOhttps://evilexample.com",
        looks_alike_more=b"oexample.com\nOhttps://user@example.com",
        two=b"oexample.com\nOhttps://example.com\nOhttps://example.com",
        null=b"oexample.com\nOnull",
        slash=b"oexample.com/\nOhttps://example.com/",
        subprotocol=b"sv2.chat\nsv1.chat\nPmqtt, v1.chat\nPv2.chat",
        no_token=b"sa b\ns\nPa b, ,",
    )


for make in (codec, message, deflate, inflate, extension, handshake, head, form, cookie, router, multipart, package, parser, encoding, dns, policy):
    make()
