"""One object after the other from a bucket, with no more than a signed question needs: the library's client spends
three to five times as much on each. What is not plainly answered is left to that client, which knows how to ask again.
"""

from __future__ import annotations

import http.client
import os
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .targets import S3Target

_SECONDS = 20
_OWN_WAYS = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
"""Variables that tell the library's client whom to believe."""


class ObjectReader:
    """Reads over as many connections as there are questions at once, and keeps them. It gives nothing where a proxy or
    certificates of the operator's own stand between, which the client is told of by the environment, and once a
    connection has failed."""

    def __init__(self, target: S3Target) -> None:
        parts = urlsplit(target.endpoint)
        self._host, self._port, self._secure = parts.hostname or "", parts.port, parts.scheme == "https"
        self._base = f"{target.endpoint.rstrip('/')}/{target.bucket}/{target.prefix}".rstrip("/")
        key, secret = (os.environ.get(name, "") for name in (target.access_key_env, target.secret_key_env))
        self._auth = S3SigV4Auth(Credentials(key, secret), "s3", target.region)
        behind = getproxies().get(parts.scheme) and not proxy_bypass(self._host)
        self._works = not behind and not (self._secure and any(map(os.environ.get, _OWN_WAYS)))
        self._idle: list[http.client.HTTPConnection] = []

    def get(self, key: str, size: int) -> bytes | None:
        """The bytes, None when there is another answer than them. size: of what is expected; not more than one byte
        more is read."""
        if not self._works:
            return None
        while True:
            kept = bool(self._idle)
            connection = self._idle.pop() if kept else self._connection()
            try:
                return self._ask(connection, key, size)
            except (http.client.HTTPException, OSError, ValueError):
                connection.close()
                if not kept:  # else the storage has only let go of it
                    self._works = False
                    return None

    def _ask(self, connection: http.client.HTTPConnection, key: str, size: int) -> bytes | None:
        request = AWSRequest("GET", f"{self._base}/{key}")
        self._auth.add_auth(request)
        connection.request("GET", urlsplit(request.url).path, headers=dict(request.headers.items()))
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
