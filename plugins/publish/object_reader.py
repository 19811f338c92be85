"""Objects and listings of a bucket, with no more than a signed question needs: the library's client spends four to
six times as much on each object, and fifteen times as much on a page of a listing. What is not plainly answered is
left to that client, which knows how to ask again.
"""

from __future__ import annotations

import http.client
import os
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from typing import NamedTuple
from urllib.parse import quote, unquote_plus, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from lxml import etree

from .targets import S3Target

_SECONDS = 20
_OWN_WAYS = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
"""Variables that tell the library's client whom to believe."""
_LARGEST_PAGE = 16_000_000
"""Bytes of one page of a listing: a thousand keys of a kilobyte each, escaped, and all that is told of them."""
_METHOD = "AWS4-HMAC-SHA256"
_EMPTY = sha256(b"").hexdigest()
"""Of the body of a question, which has none."""


class Listed(NamedTuple):
    """An object. etag: the storage's checksum; written: POSIX, by the storage's own clock."""

    key: str
    etag: str
    written: float


class ObjectReader:
    """Reads over as many connections as there are questions at once, and keeps them. It gives nothing where a proxy or
    certificates of the operator's own stand between, which the client is told of by the environment, and once a
    connection has failed."""

    def __init__(self, target: S3Target) -> None:
        parts = urlsplit(target.endpoint)
        self._host, self._port, self._secure = parts.hostname or "", parts.port, parts.scheme == "https"
        self._bucket = f"{target.endpoint.rstrip('/')}/{target.bucket}"
        self._base = f"{self._bucket}/{target.prefix}".rstrip("/")
        self._name = parts.netloc.rpartition("@")[2].removesuffix(":443" if self._secure else ":80").lower()
        self._region = target.region
        self._key, self._secret = (os.environ.get(name, "") for name in (target.access_key_env, target.secret_key_env))
        behind = getproxies().get(parts.scheme) and not proxy_bypass(self._host)
        self._works = not behind and not (self._secure and any(map(os.environ.get, _OWN_WAYS)))
        self._idle: list[http.client.HTTPConnection] = []

    def get(self, key: str, size: int) -> bytes | None:
        """The bytes, None when there is another answer than them. size: of what is expected; not more than one byte
        more is read."""
        return self._body(f"{self._base}/{key}", size)

    def listed(self, beginning: str) -> list[Listed] | None:
        """Every object whose whole key begins so; None when a page of the listing is not plainly answered."""
        found: list[Listed] = []
        asked = {"encoding-type": "url", "list-type": "2", "prefix": beginning}
        while True:
            query = urlencode(sorted(asked.items()), quote_via=quote, safe="-_.~")
            data = self._body(f"{self._bucket}?{query}", _LARGEST_PAGE)
            try:
                rows, following = _page(data or b"")
            except (etree.XMLSyntaxError, ValueError):
                return None
            found += rows
            if not following or following == asked.get("continuation-token"):
                return None if following else found
            asked["continuation-token"] = following

    def _body(self, url: str, size: int) -> bytes | None:
        if not self._works:
            return None
        while True:
            try:
                connection, kept = self._idle.pop(), True
            except IndexError:  # others may ask at the same time
                connection, kept = self._connection(), False
            try:
                return self._ask(connection, url, size)
            except (http.client.HTTPException, OSError, ValueError):
                connection.close()
                if not kept:  # else the storage has only let go of it
                    self._works = False
                    return None

    def _ask(self, connection: http.client.HTTPConnection, url: str, size: int) -> bytes | None:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", path, headers=self.signed(parts.path, parts.query, datetime.now(UTC)))
        answer = connection.getresponse()
        body = answer.read(size + 1)
        if answer.length and len(body) <= size:
            raise http.client.IncompleteRead(body, answer.length)
        if not answer.isclosed():
            connection.close()  # there is more than there should be: nobody reads it
        self._idle.append(connection)
        return body if answer.status == 200 else None

    def signed(self, path: str, query: str, now: datetime) -> dict[str, str]:
        """The headers of a question, by AWS Signature Version 4. query: sorted and quoted."""
        moment = now.strftime("%Y%m%dT%H%M%SZ")
        headers = {"host": self._name, "x-amz-content-sha256": _EMPTY, "x-amz-date": moment}
        names = ";".join(headers)
        asked = "\n".join(
            ["GET", path, query, *(f"{name}:{value}" for name, value in headers.items()), "", names, _EMPTY]
        )
        scope = f"{moment[:8]}/{self._region}/s3/aws4_request"
        text = f"{_METHOD}\n{moment}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
        signature = digest(_signing_key(self._secret, scope), text.encode(), "sha256").hex()
        credential = f"Credential={self._key}/{scope}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "authorization": f"{_METHOD} {credential}"}

    def close(self) -> None:
        """Let go of the connections; the next question makes another."""
        while self._idle:
            self._idle.pop().close()

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, self._port, timeout=_SECONDS)


@lru_cache(maxsize=4)
def _signing_key(secret: str, scope: str) -> bytes:
    """The key of a day: made from the secret and each part of the scope in turn."""
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = digest(key, part.encode(), "sha256")
    return key


def _page(data: bytes) -> tuple[list[Listed], str]:
    """(objects, what to ask for the next page with, "" for none); ValueError or XMLSyntaxError for what is no page."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if etree.QName(root).localname != "ListBucketResult":
        raise ValueError(root.tag)
    space = root.tag.removesuffix("ListBucketResult")

    def text(within: etree._Element, name: str) -> str:
        return within.findtext(f"{space}{name}") or ""

    rows = []
    for row in root.iterfind(f"{space}Contents"):
        key, etag, written = (text(row, name) for name in ("Key", "ETag", "LastModified"))
        if not key or not etag:
            raise ValueError("an object without name or checksum")
        key = unquote_plus(key) if text(root, "EncodingType") == "url" else key
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise ValueError("a time of no zone")
        rows.append(Listed(key, etag.strip('"'), moment.timestamp()))
    more = text(root, "IsTruncated") == "true"
    following = text(root, "NextContinuationToken")
    if more and not following:
        raise ValueError("a page that does not say how it goes on")
    return rows, following if more else ""
