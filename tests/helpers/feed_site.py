"""A small site for tests of feeds: written to a folder, built by the command in a process of its own."""

from __future__ import annotations

import atexit
import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.helpers.building import ROOT, warm
from tests.helpers.plans import plan_text, row
from tests.helpers.processes import run_module

URL = "https://chuyen-muc.example"
PLAN = plan_text(
    "ke-hoach-mau",
    number="01-KH/MAU",
    title="Kế hoạch mẫu",
    issuer="Cơ quan mẫu",
    date=dt.date(2021, 6, 1),
    phases=[
        row("giai-doan-mot", "Giai đoạn một", last=dt.date(2030, 12, 31), quote="giai đoạn một"),
    ],
    topics=[
        row("chu-de-a", "Chủ đề A & B", phases=["giai-doan-mot"], quote="chủ đề A"),
        row("chu-de-trong", "Chủ đề trống", phases=["giai-doan-mot"], quote="chủ đề trống"),
    ],
    forms=[
        row("truyen-thong", "Truyền thông", quote="truyền thông"),
    ],
    units=[
        row("don-vi-mau", "Đơn vị mẫu", group="đảng ủy trực thuộc"),
    ],
)
SITE = """
name = "Chuyên mục mẫu"
description = "Chuyên mục để thử nguồn tin."
authority = "chuyen-muc.example,2021-01-01"
copyright = "© Cơ quan mẫu"
"""


@dataclass(frozen=True, slots=True)
class FeedSite:
    """A content folder and its output."""

    content: Path
    output: Path
    cache: Path

    def article(
        self, slug: str, *, day: str = "2021-07-05", title: str = "", body: str = "Nội dung bài.", **more: str
    ) -> Path:
        """Write one article; `more` are further headers."""
        path = self.content / "articles" / day[:4] / f"{day[:10]}-{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        headers = {
            "Title": title or f"Bài {slug}",
            "Date": day if "T" in day else f"{day}T07:30",
            "Category": "chu-de-a",
            "Form": "truyen-thong",
            "Summary": f"Tóm tắt bài {slug} để thử nguồn tin của chuyên mục.",
            "Tags": "nguồn tin",
            "Authors": "Ban biên tập mẫu",
            **{name.capitalize(): value for name, value in more.items()},
        }
        head = "\n".join(f"{name}: {value}" for name, value in headers.items() if value)
        path.write_text(f"{head}\n\n{body}\n", encoding="utf-8")
        return path

    def edit(self, path: Path, pattern: str, replacement: str) -> None:
        """Change an article's text."""
        path.write_text(re.sub(pattern, replacement, path.read_text(encoding="utf-8")), encoding="utf-8")

    def build(self, *, url: str = URL, at: str = "2026-11-24T12:00+07:00", ok: bool = True) -> str:
        """Build; returns what it said."""
        done = self.run("build", "--site-url", url, "--at", at)
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        return done.stdout + done.stderr

    def run(
        self, verb: str, *arguments: str, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a verb on this site."""
        folders = ["--content", str(self.content)]
        if verb not in {"feed-preview", "letters"}:
            folders += ["--output", str(self.output)]
        own = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(self.cache), **(environment or {})}
        return run_module("plugins.command", verb, *folders, *arguments, cwd=ROOT, env=own)

    def read(self, file: str) -> bytes:
        """A file of the output."""
        return (self.output / file).read_bytes()


def feed_site(folder: Path, *, site: str = SITE, plan: str = PLAN) -> FeedSite:
    """An empty site: plan and site data, no article yet."""
    content = folder / "content"
    content.mkdir(parents=True)
    (content / "plan.toml").write_text(plan, encoding="utf-8")
    (content / "site.toml").write_text(site, encoding="utf-8")
    return FeedSite(content, folder / "output", warm(folder / "cache"))


AWKWARD = 'Tựa <b>đậm</b> & "ngoặc" ]]> 😀 5 < 6 &copy; &#38;'
"""A title with everything that breaks feeds."""
_BODY = """Đoạn có [liên kết](/rss/), [neo](#phan-hai) và [nơi khác](https://example.org/?a=1&b=2).

## Phần hai

So sánh: 5 < 6 và ]]> cũng là chữ. 😀

| Cột | Số |
|---|---|
| a | 1 |
"""


@cache
def sample_site() -> FeedSite:
    """Built once for all tests that only look: an awkward article, a corrected English one, one of a unit, one that
    is two hours old at the instant the site shows. Not to be changed."""
    folder = Path(tempfile.mkdtemp(prefix="feeds-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = feed_site(folder, site=SITE + 'hub = "https://hub.example/"\n')
    made.article("la-ky", title=AWKWARD, body=_BODY)
    made.article("sua", day="2021-07-06", modified="2021-07-09T09:00", lang="en", title="Corrected")
    made.article("don-vi", day="2021-07-07", units="don-vi-mau", tags="nguồn tin; thứ hai")
    made.article("moi", day="2026-11-24T10:00", sample="yes")
    made.build()
    return made
