"""A desk of a test's own: a small newsroom's repository, the desk as a process, and who talks to it as a page does."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.client import HTTPMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import Error

from plugins.desk.files import key_of
from tests.helpers.building import ROOT, warm
from tests.helpers.plans import plan_text, row

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAN = plan_text(
    "ke-hoach-mau",
    number="01-KH/MAU",
    title="Kế hoạch mẫu để thử",
    issuer="Đơn vị mẫu",
    summary="Kế hoạch mẫu.",
    source="Tệp thử",
    phases=[
        row("giai-doan-mot", "Giai đoạn một", last=dt.date(2035, 12, 31), quote="giai đoạn một"),
    ],
    topics=[
        row("xay-dung", "Xây dựng", quote="Tuyên truyền về công tác xây dựng.", phases=["giai-doan-mot"]),
        row("van-hoa", "Văn hóa", quote="Tuyên truyền về văn hóa, con người.", phases=["giai-doan-mot"]),
    ],
    forms=[
        row("tin-bai", "Tin, bài", quote="Đăng tin, bài trên trang."),
    ],
    units=[
        row("don-vi-mau", "Đơn vị mẫu"),
    ],
    items=[
        row("muc-mot", "Mở chuyên mục", topic="xay-dung", quote="Mở chuyên mục trên trang thông tin."),
        row("muc-hai", "Giới thiệu cách làm hay", topic="van-hoa", quote="Giới thiệu những cách làm hay."),
    ],
)
"""A plan of nobody's."""

SITE = 'name = "Chuyên mục mẫu"\n'

LIVE = """Title: Bài đang đăng để thử
Date: 2021-03-01 07:30
Category: xay-dung
Summary: Sapo của bài đang đăng, đủ dài để đọc.
Tags: thử nghiệm

Đoạn thứ nhất của bài mẫu, có mười hai đại biểu dự.

Đoạn thứ hai của bài mẫu, nói về việc khác.

Đoạn thứ ba của bài mẫu, để kết thúc.
"""

DRAFT = """Title: Bài nháp để thử
Date: 2030-01-02 07:30
Category: van-hoa
Summary: Sapo của bài nháp.
Status: draft

Đoạn thứ nhất của bài nháp.

Đoạn thứ hai của bài nháp.
"""

LIVE_FILE, DRAFT_FILE = "articles/2021/2021-03-01-bai-dang.md", "articles/2030/2030-01-02-bai-nhap.md"


LEAVE = """async () => {
  const own = window.fetch, sent = [];
  window.fetch = (...asked) => { sent.push(own(...asked)); return sent.at(-1); };
  dispatchEvent(new Event("pagehide"));
  await Promise.allSettled(sent);
}"""
"""What a page does when its tab is closed, to the end, for the next test may open the same article: a browser that is
closed from outside has no time for it."""


def git(folder: Path, *arguments: str) -> str:
    """What git says; fails when it refuses."""
    own = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Hòa",
        "GIT_AUTHOR_EMAIL": "hoa@example.vn",
        "GIT_COMMITTER_NAME": "Hòa",
        "GIT_COMMITTER_EMAIL": "hoa@example.vn",
    }
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **own}, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def newsroom(folder: Path, *, more: dict[str, str] | None = None) -> Path:
    """A repository with content/, and beside it the bare one that it is sent to; returns content/."""
    content = folder / "kho" / "content"
    files = {"plan.toml": PLAN, "site.toml": SITE, LIVE_FILE: LIVE, DRAFT_FILE: DRAFT, **(more or {})}
    for name, text in files.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8", newline="\n")
    (content.parent / "code.py").write_text("print(1)\n")
    git(folder, "init", "-q", "--bare", "-b", "main", "xa.git")
    git(content.parent, "init", "-q", "-b", "main")
    git(content.parent, "config", "user.name", "Hòa")
    git(content.parent, "config", "user.email", "hoa@example.vn")
    git(content.parent, "add", "-A")
    git(content.parent, "commit", "-qm", "Bắt đầu")
    git(content.parent, "remote", "add", "origin", str(folder / "xa.git"))
    git(content.parent, "push", "-q", "-u", "origin", "main")
    return content


class Answer(NamedTuple):
    """What the desk answered."""

    code: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body as a value."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """Asks as a browser's page would; every part of a request may be another."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.origin = re.match(r"https?://[^/]+", address)[0]  # type: ignore[index]
        self._opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
        self.cookie = self.token = ""
        if "khoa=" in address:
            entered = self.ask("GET", address.removeprefix(self.origin))
            self.cookie = entered.headers["Set-Cookie"].partition(";")[0]

    def ask(self, method: str, path: str, data: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One request."""
        if method != "GET" and not self.token:
            found = re.search(r'name="csrf" content="(\w+)"', self.ask("GET", "/").text)
            self.token = found[1] if found else ""
        own = {"Cookie": self.cookie, "Origin": self.origin, "Sec-Fetch-Site": "same-origin", "X-CSRF": self.token}
        own["Content-Type"] = "application/json"
        sent = {name: value for name, value in {**own, **(headers or {})}.items() if value}
        body = data if isinstance(data, bytes) else json.dumps(data).encode() if data is not None else None
        request = urllib.request.Request(self.origin + path, body, sent, method=method)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def upload(self, path: str, name: str, data: bytes, **fields: str) -> Answer:
        """Send a file as a form does, "" for none; with other fields of the form."""
        rows = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in fields.items()]
        if name:
            rows.append(f'name="tep"; filename="{name}"\r\nContent-Type: application/x\r\n\r\n'.encode() + data)
        body = b"".join(b"--x-x\r\nContent-Disposition: form-data; " + row + b"\r\n" for row in rows) + b"--x-x--\r\n"
        return self.ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=x-x"})

    def key(self, source: str) -> str:
        """The desk's name for a file."""
        return key_of(source)

    def opened(self, source: str) -> dict[str, Any]:
        """What the screen of an article hands out: head, body, base."""
        html = self.ask("GET", f"/bai/{self.key(source)}").text
        head = json.loads(re.search(r'id="dau">(.*?)</script>', html, re.DOTALL)[1])  # type: ignore[index]
        base = re.search(r'data-base="(\w*)"', html)[1]  # type: ignore[index]
        body = unescape(re.search(r'<textarea id="chu"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)[1])  # type: ignore[index]
        return {"head": head, "changes": {}, "body": body, "base": base}

    def save(self, source: str, **values: Any) -> Answer:
        """Open an article and save it with something else in it."""
        return self.ask("PUT", f"/bai/{self.key(source)}", {**self.opened(source), **values})


class Desk:
    """A desk that runs. process: its own session; address: as it printed it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def kill(self) -> None:
        """As a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(content: Path, cache: Path, *options: str, **environment: str) -> Desk:
    """Start a desk and wait until it says where it is."""
    command = [sys.executable, "-m", "plugins.command", "desk", "--content", str(content), "--port", "0", *options]
    own = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "COLUMN_CACHE": str(warm(cache)),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **environment,
    }
    process = subprocess.Popen(
        command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Bàn biên tập: "):
            return Desk(process, line.split()[3])
    raise AssertionError("".join(said))


@contextmanager
def running(content: Path, cache: Path, *options: str, **environment: str) -> Iterator[Desk]:
    """A desk for as long as a test goes on."""
    desk = start(content, cache, *options, **environment)
    try:
        yield desk
    finally:
        if desk.process.poll() is None:
            desk.kill()
        if desk.process.stdout:
            desk.process.stdout.close()


def leave(page: Page) -> None:
    """Does what the closing of a tab does. A page whose article was just saved or changed may be on its way to load
    itself anew, which is right; then the new one is left."""
    while True:
        try:
            page.evaluate(LEAVE)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            page.wait_for_load_state()
        else:
            return
