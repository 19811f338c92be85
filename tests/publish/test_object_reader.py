"""Objects are read as the library's own client reads them, or not at all, so that this client is asked instead."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlencode

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.publishing.manifest import FileSum
from plugins.publish.bucket import Bucket
from plugins.publish.object_reader import ObjectReader
from plugins.publish.s3 import S3Place
from plugins.publish.targets import S3Target

from .servers import Storage, free_port

BODY = bytes(range(256)) * 90


def _target(endpoint: str, bucket: str = "tep", prefix: str = "") -> S3Target:
    return S3Target(name="kho", url="http://127.0.0.1:9", endpoint=endpoint, bucket=bucket, prefix=prefix)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in Storage.credentials.items():
        monkeypatch.setenv(name, value)


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "trang/a_b"])
def test_objects_are_read_whole(storage: Storage, prefix: str) -> None:
    target = storage.target("doc-tep")
    key = ".releases/objects/0123abcd"
    storage.put("doc-tep", f"{prefix}/{key}" if prefix else key, BODY)
    with closing(ObjectReader(_target(target["endpoint"], "doc-tep", prefix))) as reader:
        for _ in range(3):
            assert reader.get(key, len(BODY)) == BODY
        assert reader.get("khong-co", 5) is None
        assert reader.get(key, 10) == BODY[:11]  # more than there should be is seen, and no more of it is read
        assert reader.get(key, len(BODY)) == BODY


@given(
    st.sampled_from(["http://127.0.0.1:9000", "https://kho.example", "https://Kho.example:443", "http://[::1]:80"]),
    st.text(st.sampled_from("abz09-_.~/"), max_size=30),
    st.dictionaries(st.sampled_from(["prefix", "list-type", "a b"]), st.text(max_size=8)),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)),
)
def test_questions_are_signed_as_the_library_signs_them(
    endpoint: str, key: str, asked: dict[str, str], now: datetime
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in Storage.credentials.items():
            patch.setenv(name, value)
        reader = ObjectReader(_target(endpoint))
    query = urlencode(sorted(asked.items()), quote_via=quote, safe="-_.~")
    ours = reader.signed(f"/tep/{key}", query, now)
    request = AWSRequest("GET", f"{endpoint}/tep/{key}?{query}")
    request.context["timestamp"] = ours["x-amz-date"]
    judge = S3SigV4Auth(Credentials(*Storage.credentials.values()), "s3", _target(endpoint).region)
    judge._modify_request_before_signing(request)
    signature = judge.signature(judge.string_to_sign(request, judge.canonical_request(request)), request)
    assert ours["authorization"].endswith(f"Signature={signature}")
    assert ours["x-amz-content-sha256"] == request.headers["X-Amz-Content-SHA256"]


@pytest.mark.slow
def test_a_wrong_key_gets_nothing(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = storage.target("doc-tep")["endpoint"]
    storage.put("doc-tep", "a", BODY)
    for secret in ("sai", "sai\nHost: x", ""):
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
        assert _asked_once(endpoint, "doc-tep") is None
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "sai\nHost: x")
    assert _asked_once(endpoint, "doc-tep") is None


def _asked_once(endpoint: str, bucket: str = "tep") -> bytes | None:
    with closing(ObjectReader(_target(endpoint, bucket))) as reader:
        return reader.get("a", len(BODY))


@contextmanager
def _answering(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives every connection these bytes and closes it: its address, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(65536))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"xin ch\xc3\xa0o\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_a_broken_answer_is_none_and_nobody_is_asked_again(answer: bytes) -> None:
    with _answering(answer) as (endpoint, asked), closing(ObjectReader(_target(endpoint))) as reader:
        assert [reader.get("a", 90) for _ in range(3)] == [None, None, None]
    assert len(asked) == 1
    assert asked[0].startswith(b"GET /tep/a HTTP/1.1\r\n")


@pytest.mark.parametrize("status", ["204 No Content", "301 Moved", "307 Elsewhere", "403 Forbidden", "503 Slow Down"])
def test_another_answer_than_the_bytes_is_none(status: str) -> None:
    told = f"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with _answering(told.encode()) as (endpoint, asked), closing(ObjectReader(_target(endpoint))) as reader:
        assert [reader.get("a", 9) for _ in range(2)] == [None, None]
    assert len(asked) == 2


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "trang/a_b"])
def test_a_listing_is_what_the_client_lists(storage: Storage, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page of it, and names that mean something in addresses or XML."""
    name = f"liet-ke-{len(prefix)}"
    target = storage.target(name)
    names = ["a b", "a+b", "a%20b", "a&b<c>", "đường/dẫn.html", "a=b?c#d", *(f"tep/{number}" for number in range(1205))]
    for number, file in enumerate(names):
        path = storage.folder / name / prefix / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * number)
    bucket = Bucket(_target(target["endpoint"], name, prefix))
    with closing(bucket.reader) as reader:
        beginning = f"{prefix}/" if prefix else ""
        found = reader.listed(beginning)
        assert found is not None
        assert {row.key.removeprefix(beginning) for row in found} == set(names)
        assert reader.listed(f"{beginning}tep/120") == [row for row in found if "tep/120" in row.key]
        assert reader.listed(f"{beginning}nothing") == []
        rows = list(bucket.listed(""))
        monkeypatch.setattr(reader, "listed", lambda _: None)
        assert sorted(rows) == sorted(bucket.listed(""))


_TIME = "2021-01-01T00:00:00.000Z"
_ROW = f"<Contents><Key>a</Key><LastModified>{_TIME}</LastModified><ETag>&quot;0f&quot;</ETag></Contents>"


def _listing(rows: str, space: str = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"') -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><ListBucketResult{space}>{rows}</ListBucketResult>"


@pytest.mark.parametrize("space", ["", ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'])
def test_a_listing_says_name_checksum_and_time(space: str) -> None:
    with _saying(_listing(f"<IsTruncated>false</IsTruncated>{_ROW}", space)) as reader:
        assert reader.listed("") == [("a", "0f", 1609459200.0)]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html><body>Log in</body></html>",
        "<Error><Code>AccessDenied</Code></Error>",
        _listing(_ROW)[:-30],
        _listing(_ROW.replace("<ETag>&quot;0f&quot;</ETag>", "")),
        _listing(_ROW.replace("<Key>a</Key>", "")),
        _listing(_ROW.replace(_TIME, _TIME[:19])),
        _listing(_ROW.replace(_TIME, "yesterday")),
        _listing(f"<IsTruncated>true</IsTruncated>{_ROW}"),
        _listing(f"<IsTruncated>true</IsTruncated><NextContinuationToken>n</NextContinuationToken>{_ROW}"),
        f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>{_listing(_ROW.replace('<Key>a', '<Key>&e;'))[38:]}",
    ],
)
def test_what_is_no_plain_listing_is_none(body: str) -> None:
    """The library's client is asked then. One that begins again and again is none either."""
    with _saying(body) as reader:
        assert reader.listed("") is None


@contextmanager
def _saying(body: str) -> Iterator[ObjectReader]:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body.encode())}\r\nConnection: close\r\n\r\n"
    with _answering(head.encode() + body.encode()) as (endpoint, _), closing(ObjectReader(_target(endpoint))) as reader:
        yield reader


def test_a_kept_connection_that_the_storage_let_go_of_is_made_anew() -> None:
    told = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"  # and closes it without having said so
    with _answering(told) as (endpoint, asked), closing(ObjectReader(_target(endpoint))) as reader:
        assert [reader.get("a", 1) for _ in range(3)] == [b"a"] * 3
    assert len(asked) == 3


def test_nobody_there_is_none() -> None:
    assert _asked_once(f"http://127.0.0.1:{free_port()}") is None


def test_what_the_client_is_told_by_the_environment_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with _answering(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na") as (endpoint, asked):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "")
        assert _asked_once(endpoint) is None
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert _asked_once(endpoint) == b"a"
        assert len(asked) == 1


class _Slow(BaseHTTPRequestHandler):
    """Answers after a while; counts how many wait at once."""

    protocol_version = "HTTP/1.1"
    seconds = 0.0
    waiting = most = 0
    counting = threading.Lock()

    def do_GET(self) -> None:
        kind = type(self)
        with kind.counting:
            kind.waiting += 1
            kind.most = max(kind.most, kind.waiting)
        time.sleep(kind.seconds)
        with kind.counting:
            kind.waiting -= 1
        self.send_response(200)
        self.send_header("Content-Length", "1")
        self.end_headers()
        self.wfile.write(b"a")

    def log_message(self, *_: object) -> None:
        """Nothing to tell."""


@pytest.mark.parametrize("seconds", [0.0, 0.03])
def test_a_storage_far_away_is_asked_several_questions_at_once(seconds: float) -> None:
    kind = type("Kind", (_Slow,), {"seconds": seconds, "counting": threading.Lock()})
    entry = FileSum(sha256=sha256(b"a").hexdigest(), size=1)
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        place = S3Place(_target(f"http://127.0.0.1:{server.server_port}"))
        try:
            for count in (0, 2, 40, 5):
                wanted = {f"{number}.jpg": entry for number in range(count)}
                assert list(place.read_many("", wanted)) == [(file, b"a") for file in wanted]
        finally:
            place.bucket.reader.close()
            server.shutdown()
            thread.join()
    if seconds:
        assert kind.most > 2  # type: ignore[attr-defined]
