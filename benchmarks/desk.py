"""How fast the desk answers: `python -m benchmarks.desk [ARTICLES] [PEOPLE]` on a generated corpus, cache warm.

Told beside the bars of docs/decisions/desk.md. The desk runs as a process, as `tasks.py desk` starts it; people are
connections that stay open, asked over by a client of a few microseconds a request, so that its own work on the same
cores is none of the figures. A person who types asks for messages `REST` ms after a key, and keys come as people's do:
not in step with anybody's.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path
from typing import Any

from plugins.desk.files import key_of
from plugins.system import build_inputs

from .corpus import Corpus, write_column

_TIMES = 60
_TYPING_SECONDS = 20.0
PAUSE = 0.3
"""Median seconds between two rests of somebody who types without ever stopping to think; they vary as people's do."""
REST, PAGE_REST, TIMES_AS_LONG, LONGEST_REST = 0.06, 0.08, 2, 0.5
"""As theme/desk/desk.js: how long after a key messages are asked for, how long after them the page, and how much longer
when it takes long."""


def main(articles: int, people: int) -> None:
    """Make a corpus, open a desk on it, and tell the times."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        content = newsroom(Path(name), articles)
        with Server(content):
            pass  # fills the cache
        with Server(content) as server:
            tell("open, with the start of Python", [server.opened])
            print(f"{'memory, opened':40} {server.megabytes('VmRSS'):8.0f} MB")
            asyncio.run(_measure(server, content, people))
            print(f"{'memory, after use: now and at most':40} "
                  f"{server.megabytes('VmRSS'):8.0f} MB  {server.megabytes('VmHWM'):8.0f} MB")  # fmt: skip


def newsroom(folder: Path, articles: int) -> Path:
    """A repository with a generated column; returns content/."""
    content = folder / "content"
    write_column(Corpus(), content, articles)
    who = ("-c", "user.name=t", "-c", "user.email=t@localhost")
    for command in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", "-C", str(folder), *command], check=True, capture_output=True)
    return content


class Server:
    """A desk as a process. opened: seconds until it said where it is."""

    def __init__(self, content: Path) -> None:
        command = [sys.executable, "-m", "plugins.command", "desk", "--content", str(content), "--port", "0"]
        own = {**os.environ, "PYTHONPATH": str(build_inputs.ROOT), "PYTHONUTF8": "1"}
        own["COLUMN_CACHE"] = str(content.parent / "cache")
        started = time.perf_counter()
        self._process = subprocess.Popen(command, env=own, stdout=subprocess.PIPE, text=True, cwd=build_inputs.ROOT)
        assert self._process.stdout
        line = next(line for line in self._process.stdout if line.startswith("Bàn biên tập: "))
        self.opened = time.perf_counter() - started
        self.address = line.split()[3]
        self.port = int(re.search(r":(\d+)/", self.address)[1])  # type: ignore[index]

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def megabytes(self, field: str) -> float:
        """A figure of the process's own, as Linux tells it."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii", errors="replace")
        return int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


class Person:
    """One connection that stays open, and what a page of the desk knows."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._cookie = self._token = ""

    async def enter(self) -> Person:
        """Come in by the printed address."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._server.port)
        head, _ = await self._asked("GET", "/" + self._server.address.rpartition("/")[2])
        self._cookie = re.search(r"(?i)set-cookie: ([^;]+)", head)[1]  # type: ignore[index]
        page = await self.ask("GET", "/moi")
        self._token = re.search(r'name="csrf" content="(\w+)"', page)[1]  # type: ignore[index]
        return self

    async def beside(self) -> Person:
        """Another connection of the same page."""
        other = Person(self._server)
        other._reader, other._writer = await asyncio.open_connection("127.0.0.1", self._server.port)
        other._cookie, other._token = self._cookie, self._token
        return other

    async def ask(self, method: str, path: str, given: object = None) -> str:
        """What is answered. Fails on anything but success."""
        head, body = await self._asked(method, path, given)
        assert " 200 " in head.partition("\r\n")[0], (head, body[:300])
        return body

    async def _asked(self, method: str, path: str, given: object = None) -> tuple[str, str]:
        body = json.dumps(given).encode() if given is not None else b""
        here = f"127.0.0.1:{self._server.port}"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nCookie: {self._cookie}\r\n"
            f"X-CSRF: {self._token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = int(re.search(r"(?i)content-length: (\d+)", told)[1])  # type: ignore[index]
        return told, (await self._reader.readexactly(length)).decode()

    async def open(self, source: str) -> dict[str, Any]:
        """What the screen of an article hands out."""
        html = await self.ask("GET", f"/bai/{key_of(source)}")
        head = json.loads(re.search(r'id="dau">(.*?)</script>', html, re.DOTALL)[1])  # type: ignore[index]
        base = re.search(r'data-base="(\w*)"', html)[1]  # type: ignore[index]
        body = re.search(r'<textarea id="chu"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)[1]  # type: ignore[index]
        return {"head": head, "changes": {}, "body": unescape(body), "base": base}


async def _measure(server: Server, content: Path, people: int) -> None:
    sources = [path.relative_to(content).as_posix() for path in sorted(content.glob("articles/*/*.md"))]
    draw = random.Random(1)
    own = draw.sample(sources, people)
    one = await Person(server).enter()
    opened = await one.open(own[0])
    at = f"/bai/{key_of(own[0])}"

    async def look(number: int, *, page: bool) -> None:
        body = f"{opened['body']}\nThêm {number}.\n"
        await one.ask("POST", f"{at}/xem", {**opened, "body": body, "page": page})

    async def saved(number: int) -> None:
        edit = {**await one.open(own[0]), "correction": "typo"}
        edit["body"] += f"\nLưu {number}.\n"
        started = time.perf_counter()
        await one.ask("PUT", at, edit)
        times.append(time.perf_counter() - started)

    await look(-1, page=True)
    tell("messages", await _timed(lambda number: look(number, page=False)))
    tell("messages and page", await _timed(lambda number: look(number, page=True)))
    tell("list and filter", await _timed(lambda number: one.ask("GET", f"/?chu=b%C3%A0i+{number % 9}")))
    times: list[float] = []
    for number in range(10):
        await saved(number)
    tell("saved and committed", times)
    everybody = [await Person(server).enter() for _ in own]
    texts = [await person.open(source) for person, source in zip(everybody, own, strict=True)]
    alone, together = [], []
    for turn in range(2):
        told = await _typing(everybody[:1], own, texts, draw)
        alone += told
        tell(f"  one types, turn {turn + 1}", told)
        told = await _typing(everybody, own, texts, draw)
        together += told
        tell(f"  {people} type, turn {turn + 1}", told)
    tell("messages, one types", alone)
    tell(f"messages, {people} people type", together)
    for what, told in (("one types", alone), (f"{people} people type", together)):
        tell(f"key to messages, {what}", [REST + value for value in told])


async def _typing(
    people: list[Person], sources: list[str], texts: list[dict[str, Any]], draw: random.Random
) -> list[float]:
    """Everybody types for some seconds; returns how long after its rest each answer with messages came."""
    found: list[float] = []
    until = time.perf_counter() + _TYPING_SECONDS

    async def draws(person: Person, at: str, edit: dict[str, Any]) -> None:
        asked = time.perf_counter()
        await person.ask("POST", at, {**edit, "page": True})
        paces[person] = min(max(PAGE_REST, TIMES_AS_LONG * (time.perf_counter() - asked)), LONGEST_REST)

    async def types(person: Person, source: str, text: dict[str, Any]) -> None:
        at, number, drawing = f"/bai/{key_of(source)}/xem", 0, None
        other = await person.beside()
        due = time.perf_counter() + draw.uniform(0, PAUSE)
        while due < until:
            await asyncio.sleep(due - time.perf_counter())
            number += 1
            edit = {**text, "body": f"{text['body']}\nThêm {number}.\n"}
            await person.ask("POST", at, edit)
            came = time.perf_counter()
            found.append(came - due)
            due += PAUSE * draw.lognormvariate(0, 0.35)
            rest = paces.get(other, PAGE_REST)
            if came + rest < due and (drawing is None or drawing.done()):
                await asyncio.sleep(rest)
                drawing = asyncio.create_task(draws(other, at, edit))
        if drawing:
            await drawing

    paces: dict[Person, float] = {}
    await asyncio.gather(*(types(*row) for row in zip(people, sources, texts, strict=False)))
    return found


async def _timed(act: Callable[[int], Awaitable[object]], times: int = _TIMES) -> list[float]:
    found = []
    for number in range(times):
        started = time.perf_counter()
        await act(number)
        found.append(time.perf_counter() - started)
    return found


def tell(what: str, seconds: list[float]) -> None:
    """One line: the median and the 95th of a hundred."""
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{what:40} {1000 * statistics.median(ordered):8.1f} ms   p95 {1000 * late:8.1f} ms", flush=True)


if __name__ == "__main__":
    asked = [int(value) for value in sys.argv[1:]]
    main(*(asked + [10_000, 30][len(asked) :]))
