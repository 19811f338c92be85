"""Readers on loopback: keep-alive connections that ask for pages and their assets, and remember every answer."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

_ASSET = re.compile(rb"""(?:href|src)="?(/theme/[^">\s]+)""")


@dataclass
class Readers:
    """Start with `with Readers(port, paths) as readers:`; look at `answers` and `errors` afterwards.

    answers: per reader, (path, SHA-256) in the order received; errors: whatever was not a whole 200.
    """

    port: int
    paths: Sequence[str]
    connections: int = 6
    answers: list[list[tuple[str, str]]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __enter__(self) -> Readers:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def count(self) -> int:
        """Answers so far."""
        return sum(map(len, self.answers))

    async def _all(self) -> None:
        self.answers = [[] for _ in range(self.connections)]
        await asyncio.gather(*(self._one(number) for number in range(self.connections)))

    async def _one(self, number: int) -> None:
        draw = random.Random(number)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while not self._stop.is_set():
            path = draw.choice(self.paths)
            try:
                body = await self._ask(reader, writer, path, number)
                for asset in set(_ASSET.findall(body)):
                    await self._ask(reader, writer, asset.decode(), number)
            except (OSError, asyncio.IncompleteReadError, ValueError) as error:
                self.errors.append(f"{path}: {type(error).__name__}")
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, number: int) -> bytes:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = head.split(b" ", 2)[1]
        (length,) = re.findall(rb"\r\ncontent-length: (\d+)", head)
        body = await reader.readexactly(int(length))
        if status != b"200":
            self.errors.append(f"{path}: {status.decode()}")
            return b""
        self.answers[number].append((path, sha256(body).hexdigest()))
        return body

    def mixed(self, releases: Sequence[Mapping[str, str]], file_of: Mapping[str, str]) -> list[str]:
        """Answers that belong to no release, or to one older than what the same reader had seen before.

        releases: sums of each release in the order published; file_of: path → file, else the path without "/".
        """
        bad = []
        when: dict[tuple[str, str], list[int]] = {}
        for index, sums in enumerate(releases):
            for file, digest in sums.items():
                when.setdefault((file, digest), []).append(index)
        for answers in self.answers:
            seen = 0
            for path, digest in answers:
                file = file_of.get(path, path.lstrip("/"))
                found = when.get((file, digest))
                if found is None:
                    bad.append(f"{path}: of no release")
                elif found[-1] < seen:
                    bad.append(f"{path}: of release {found[-1]} after {seen}")
                else:
                    seen = max(seen, found[0]) if not file.startswith("theme/") else seen
        return bad
