"""Objects and listings of a bucket, with no more than a signed question needs: the library's client spends three to
five times as much on each object, and fifteen times as much on a page of a listing. What is not plainly answered is
left to that client, which knows how to ask again.
"""

from __future__ import annotations

import http.client
import os
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, unquote_plus, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from lxml import etree

from .targets import S3Target

_SECONDS = 20
_OWN_WAYS = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
"""Variables that tell the library's client whom to believe."""
_LARGEST_PAGE = 16_000_000
"""Bytes of one page of a listing: a thousand keys of a kilobyte each, escaped, and all that is told of them."""


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
        key, secret = (os.environ.get(name, "") for name in (target.access_key_env, target.secret_key_env))
        self._auth = S3SigV4Auth(Credentials(key, secret), "s3", target.region)
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
        request = AWSRequest("GET", url)
        self._auth.add_auth(request)
        parts = urlsplit(request.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", path, headers=dict(request.headers.items()))
        answer = connection.getresponse()
        body = answer.read(size + 1)
        if answer.length and len(body) <= size:
            raise http.client.IncompleteRead(body, answer.length)
        if not answer.isclosed():
            connection.close()  # there is more than there should be: nobody reads it
        self._idle.append(connection)
        return body if answer.status == 200 else None

    def close(self) -> None:
        """Let go of the connections; the next question makes another."""
        while self._idle:
            self._idle.pop().close()

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, self._port, timeout=_SECONDS)


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
