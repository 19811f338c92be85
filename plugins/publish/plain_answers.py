"""Questions over one kept connection whose answers are plain: 200, some bytes, their number told before them.

The standard library reads the headers of every answer as those of a mail, which takes longer than all else together.
Whatever is not so plain is no answer here, and left to a client that knows all of HTTP.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from typing import BinaryIO

_HEADERS = 100
_LINE = 8_192


class PlainConnection:
    """Raises OSError when it fails, ValueError when what comes is no plain answer; then it is of no more use."""

    def __init__(self, host: str, port: int, *, secure: bool, seconds: float) -> None:
        plain = socket.create_connection((host, port), seconds)
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        except BaseException:
            plain.close()
            raise
        self._answers: BinaryIO = self._socket.makefile("rb")
        self.usable = True

    def get(self, target: str, headers: Mapping[str, str], most: int) -> bytes | None:
        """The bytes, of more than `most` one more than that, None of another answer than 200; `usable` says whether
        one may ask again. target: path and query."""
        if not "".join((target, *headers.values())).isprintable():
            raise ValueError("a sign that ends a header")
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._socket.sendall(f"GET {target} HTTP/1.1\r\n{lines}Accept-Encoding: identity\r\n\r\n".encode("ascii"))
        version, _, status = self._line().partition(b" ")
        told = self._headers()
        length = told.get(b"content-length", b"")
        if not version.startswith(b"HTTP/1."):
            raise ValueError(version)
        if status[:3] != b"200":
            self.close()
            return None
        if not length.isdigit() or told.keys() & _OTHERWISE:
            raise ValueError("bytes of another form")
        wanted = min(int(length), most + 1)
        body = self._answers.read(wanted)
        if len(body) < wanted:
            raise ValueError("the answer breaks off")
        if wanted < int(length) or version == b"HTTP/1.0" or told.get(b"connection", b"").lower() == b"close":
            self.close()
        return body

    def close(self) -> None:
        """Let go of it."""
        self.usable = False
        self._answers.close()
        self._socket.close()

    def _headers(self) -> dict[bytes, bytes]:
        """By names in small letters."""
        told: dict[bytes, bytes] = {}
        for _ in range(_HEADERS):
            line = self._line()
            if not line:
                return told
            name, _, value = line.partition(b":")
            told[name.strip().lower()] = value.strip()
        raise ValueError("too many headers")

    def _line(self) -> bytes:
        line = self._answers.readline(_LINE)
        if not line.endswith(b"\n"):
            raise ValueError("the answer breaks off")
        return line.rstrip(b"\r\n")


_OTHERWISE = {b"transfer-encoding", b"content-encoding"}
"""Headers of bytes that are others than what is meant."""
