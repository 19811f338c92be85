"""A live site over HTTP: files fetched politely (few connections, bounded rate and size) and compared with sums."""

from __future__ import annotations

import http.client
import re
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from ..core.article.old_addresses import encoded
from ..core.errors import PublishError
from ..core.publishing.http_headers import PRIVATE_NAMES, is_compressible, is_immutable, security_headers, site_path
from ..core.publishing.live_record import OWN_FILES
from ..core.publishing.manifest import FileSum, Manifest
from .backend import Progress
from .server_config import policy_for

CONNECTIONS = 4
"""At once: a verification must not be felt by readers."""
LARGEST = 64_000_000
"""Bytes of one answer, packed or not."""
STRANGERS = 500
"""Unknown addresses that are asked for: what links to more is not ours anyway."""
_LINKS = re.compile(
    rb"""(?:href|src)\s*=\s*["']?([^"'\s>]+)|<(?:loc|link|guid)>([^<]+)<|"(?:url|home_page_url)":\s*"([^"]+)"""
)
_ROOM = 4096
"""Bytes that an answer may have beyond the file: a packed one may be larger than what it packs."""
_AGENT = "dua-nghi-quyet-verify/1.0"


class Checked(NamedTuple):
    """kind: what is wrong with a file, "" for nothing; links: site paths that a changed file leads to."""

    kind: str
    links: frozenset[str] = frozenset()


class Live:
    """The site at `url`, asked at most `rate` times a second."""

    def __init__(self, url: str, rate: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or rate <= 0:
            raise PublishError(f"{url}: không phải địa chỉ http(s)")
        self.url = url
        self._parts = parts
        self._pause = 1 / rate
        self._next = 0.0
        self._turn = threading.Lock()
        self._mine = threading.local()

    def get(self, path: str, limit: int = LARGEST) -> bytes | None:
        """The bytes at a site path, None when there is nothing or it is elsewhere. limit: not more than one byte more
        is read."""
        status, _, body = self._ask(path, "identity", limit)
        return body if status == 200 else None

    def close(self) -> None:
        """Let go of this thread's connection; the next question makes another."""
        self._connection(fresh=False).close()

    def compare(self, manifest: Manifest, progress: Progress) -> list[tuple[str, str]]:
        """(file, kind) of whatever is not as the manifest says."""
        files = {file: entry for file, entry in manifest.files.items() if file not in PRIVATE_NAMES}
        found: list[tuple[str, str]] = []
        with ThreadPoolExecutor(CONNECTIONS) as workers:
            answers = workers.map(lambda row: self._check(row[0], row[1], manifest), files.items())
            leads: set[str] = set()
            for number, (file, checked) in enumerate(zip(files, answers, strict=True), 1):
                if checked.kind:
                    found.append((file, checked.kind))
                leads |= checked.links
                progress("hỏi", number, len(files))
        return [*found, *self._strangers(leads, manifest), *self._headers()]

    def _strangers(self, leads: set[str], manifest: Manifest) -> Iterator[tuple[str, str]]:
        """Pages that nobody published, found where changed files lead."""
        known = {site_path(file) for file in (*manifest.files, *OWN_FILES)} | manifest.redirects.keys()
        for path in sorted(leads - known)[:STRANGERS]:
            if not is_immutable(path[1:]) and self.get(path) is not None:
                yield path, "added"

    def _check(self, file: str, entry: FileSum, manifest: Manifest) -> Checked:
        path = encoded(site_path(file))
        encodings = ["identity"] + (["gzip", "br"] if is_compressible(file, entry.size) else [])
        for encoding in encodings:
            status, headers, body = self._ask(path, encoding, entry.size + _ROOM)
            moved = manifest.redirects.get(self._parts.path + path)
            if status in {301, 302, 308} and moved:
                if urlsplit(headers.get("location", "")).path == moved:
                    continue
                return Checked("changed")
            if status != 200:
                return Checked("removed")
            if sha256(body).hexdigest() != entry.sha256:
                return Checked("changed", self._links(path, body))
        return Checked("")

    def _links(self, path: str, body: bytes) -> frozenset[str]:
        """Site paths that a changed file leads to."""
        found = set()
        for match in _LINKS.finditer(body):
            address = next(filter(None, match.groups())).decode("utf-8", "replace").replace("&amp;", "&")
            try:
                parts = urlsplit(urljoin(f"{self.url}{path}", address.strip()))
            except ValueError:
                continue
            if parts.netloc == self._parts.netloc and parts.path.startswith(f"{self._parts.path}/"):
                found.add(unquote(parts.path[len(self._parts.path) :]))
        return frozenset(found)

    def _headers(self) -> Iterator[tuple[str, str]]:
        """The front page's security headers; a static host or a proxy may have lost them."""
        _, headers, _ = self._ask("/", "identity")
        for name, value in security_headers(policy_for(self.url)).items():
            if headers.get(name.lower()) != value:
                yield f"{name}", "headers"

    def _ask(self, path: str, encoding: str, limit: int = LARGEST) -> tuple[int, dict[str, str], bytes]:
        """(status, headers by lower-case name, decoded body); asked once more when a kept connection has gone."""
        self._wait()
        address = self._parts.path + quote(path, safe="/%~!$&'()*+,;=:@-._")
        for attempt in range(2):
            connection = self._connection(fresh=attempt > 0)
            try:
                connection.request("GET", address, headers={"Accept-Encoding": encoding, "User-Agent": _AGENT})
                answer = connection.getresponse()
                body = answer.read(limit + 1)
                if len(body) > LARGEST:
                    raise PublishError(f"{self.url}{path}: lớn hơn {LARGEST} byte")
                if not answer.isclosed():
                    connection.close()  # there is more than there should be: nobody reads it
                headers = {name.lower(): value for name, value in answer.getheaders()}
                return answer.status, headers, decoded(body, headers.get("content-encoding", ""), limit)
            except (http.client.HTTPException, OSError, ssl.SSLError) as error:
                connection.close()
                if attempt:
                    raise PublishError(f"{self.url}{path}: không hỏi được ({type(error).__name__})") from None
        raise AssertionError  # the second attempt returns or raises

    def _connection(self, *, fresh: bool) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if connection is None or fresh:
            secure = self._parts.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            assert self._parts.hostname
            connection = self._mine.connection = kind(self._parts.hostname, self._parts.port, timeout=20)
        return connection

    def _wait(self) -> None:
        with self._turn:
            now = time.monotonic()
            moment = max(now, self._next)
            self._next = moment + self._pause
        time.sleep(max(0.0, moment - now))


def decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """The bytes behind a content encoding, no more than a little above the limit; damaged ones differ from anything."""
    try:
        if encoding == "gzip":
            unpack = zlib.decompressobj(wbits=31)
            data = unpack.decompress(body, limit + 1)
            return data if unpack.eof and not unpack.unused_data else data + b"damaged"
        if encoding == "br":
            import brotli

            return bytes(brotli.Decompressor().process(body, output_buffer_limit=limit + 1))
        return body
    except zlib.error:
        return b"damaged"
    except Exception as error:  # brotli's own error type has no stable name
        if type(error).__module__.startswith(("brotli", "_brotli")):
            return b"damaged"
        raise
