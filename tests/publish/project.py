"""A small project in a folder of its own, driven through its command line."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests.helpers.building import ROOT, warm
from tests.helpers.processes import run_module, start_module

_PLAN = """\
[[plans]]
slug = "ke-hoach-thu"
number = "01-KH/THU"
title = "Kế hoạch dùng để thử"
issuer = "Cơ quan dùng để thử"

[[plans.phases]]
slug = "giai-doan-mot"
name = "Giai đoạn một"
last = 2030-12-31
quote = "giai đoạn một"

[[plans.topics]]
slug = "chu-de-mot"
name = "Chủ đề một"
phases = ["giai-doan-mot"]
quote = "chủ đề một"

[[plans.topics]]
slug = "chu-de-hai"
name = "Chủ đề hai"
phases = ["giai-doan-mot"]
quote = "chủ đề hai"
"""
"""Small: every topic and unit has pages and feeds, and what is tested here is how files travel."""
_ARTICLE = """\
Title: {title}
Date: 2021-0{month}-01 07:30
Category: {topic}
Summary: Tóm tắt của {title}.
{more}
{body}
"""
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "t",
    "GIT_AUTHOR_EMAIL": "t@localhost",
    "GIT_COMMITTER_NAME": "t",
    "GIT_COMMITTER_EMAIL": "t@localhost",
}


_NOT_PASSED_ON = ("COLUMN_", "GIT_", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")


@cache
def _beginning() -> tuple[Path, Path]:
    """What every project begins as: this one's code, what Python makes of it (compiling takes longer than most verbs),
    theme and settings, and all that in git. A folder of what each gets a copy of and one of what is shared. One for
    each process that runs tests."""
    made = Path(tempfile.mkdtemp(prefix="column-project-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    folder = made / "copied"
    folder.mkdir()
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name)  # with what is compiled already
    for name in ("pelicanconf.py", "requirements.lock", "tasks.py"):
        shutil.copy2(ROOT / name, folder / name)
    (folder / ".gitignore").write_text("/.cache/\n__pycache__/\n/targets.toml\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
    for command in (
        [sys.executable, "-m", "compileall", "-q", "-o", "0", "plugins"],
        ["git", "init", "-q", "-b", "main", "--template="],
        ["git", "add", "-A"],
        ["git", "repack", "-q", "-d"],
    ):
        subprocess.run(command, check=True, cwd=folder, env={**environment, **_GIT})
    for place in [*folder.rglob("__pycache__"), folder / ".git/objects"]:
        shared = made / "shared" / place.relative_to(folder)
        shared.parent.mkdir(parents=True, exist_ok=True)
        place.rename(shared)
    return folder, made / "shared"


@cache
def _drawn() -> Path:
    """Content of the same name and plan: its card is the one that every project draws."""
    made = Path(tempfile.mkdtemp(prefix="column-drawn-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    articles = made / "published" / "content" / "articles"
    articles.mkdir(parents=True)
    (articles.parent / "plan.toml").write_text(_PLAN, encoding="utf-8")
    (articles / "bai.md").write_text(_ARTICLE.format(title="Bài", month=1, topic=Project.topic, more="", body="Bài."))
    return articles.parent


def _begin(root: Path) -> None:
    copied, shared = _beginning()
    root.mkdir(parents=True)
    subprocess.run(["cp", "-a", f"{copied}/.", str(root)], check=True)  # three times as fast as Python
    shutil.copytree(shared, root, copy_function=_take, dirs_exist_ok=True)


def _take(source: str, target: str) -> None:
    """Copy a file; what nobody ever writes into is shared. Code and theme are not: a second name is seen in stamps."""
    if {"__pycache__", "objects"} & set(Path(source).parts):
        with suppress(OSError):  # another file system
            os.link(source, target)
            return
    shutil.copy2(source, target)


class Project:
    """Code and theme copied from this project, content of its own. forked: whether verbs may be forked from a process
    that has the libraries loaded; False where their time is measured. packed: whether folders and servers get
    compressed copies, as they do unless told otherwise: half of what a first publish costs. topic: of every article."""

    forked = True
    packed = False
    topic = "chu-de-mot"

    def __init__(self, root: Path, articles: int = 3) -> None:
        self.root = root
        _begin(root)
        (root / "content" / "articles").mkdir(parents=True)
        (root / "content" / "plan.toml").write_text(_PLAN, encoding="utf-8")
        for number in range(1, articles + 1):
            self.write(number)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)},
            **_GIT,
            "PYTHONPATH": str(root),
            "COLUMN_CWD": str(root),
            "COLUMN_CACHE": str(root / ".cache"),
            "PYTHONFAULTHANDLER": "1",
        }
        warm(root / ".cache", content=_drawn())
        self.commit()

    def write(self, number: int, text: str = "Nội dung.", more: str = "", slug: str = "") -> Path:
        """One article; its body is repeated until it is worth compressing."""
        title = f"Bài số {number}"
        path = self.root / "content" / "articles" / f"{slug or f'bai-so-{number}'}.md"
        body = "\n\n".join([f"{text} Đoạn {part} của bài viết số {number}." for part in range(30)])
        heads = {"title": title, "month": min(number, 9), "topic": self.topic, "more": more + "\n" if more else ""}
        path.write_text(_ARTICLE.format(**heads, body=body))
        return path

    def twin(self, root: Path) -> Project:
        """The same project as a colleague has it, with caches of its own."""
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns(".cache"), copy_function=_take)
        twin = Project.__new__(Project)
        twin.root = root
        own = {"PYTHONPATH": str(root), "COLUMN_CWD": str(root), "COLUMN_CACHE": str(root / ".cache")}
        twin.environment = {**self.environment, **own}
        warm(root / ".cache", content=_drawn())
        return twin

    def target(self, name: str, **values: object) -> None:
        """Add a table to targets.toml."""
        if values.get("kind") in {"folder", "ssh"}:
            values.setdefault("compress", self.packed)
        rows = [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in values.items())]
        with open(self.root / "targets.toml", "a") as file:
            file.write("\n".join(rows) + "\n")

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Begin a verb in a process that can be stopped and killed."""
        own = {**self.environment, **environment}
        return start_module("plugins.command", *arguments, cwd=self.root, env=own, together=True)

    def run(self, *arguments: str, code: int = 0, limit: float = 300, **environment: str) -> str:
        """Run a verb to its end; what it said."""
        done = run_module(
            "plugins.command",
            *arguments,
            cwd=self.root,
            env={**self.environment, **environment},
            timeout=limit,
            forked=self.forked,
            together=True,
        )
        assert done.returncode == code, done.stdout
        assert "Traceback" not in done.stdout, done.stdout
        return done.stdout

    def git(self, *arguments: str) -> str:
        """git in the project."""
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=self.environment).stdout

    def commit(self) -> str:
        """Everything, as a new commit; its name."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "state")
        return self.git("rev-parse", "HEAD").strip()


class Kept:
    """Folders as they are now, for tests that begin where several publishes have led: made once for a module, put back
    under the same names for each test."""

    def __init__(self, aside: Path, *folders: Path) -> None:
        aside.mkdir()
        self._copies = {folder: aside / str(number) for number, folder in enumerate(folders)}
        for folder, copy in self._copies.items():
            _copy(folder, copy)

    def put_back(self) -> None:
        """As they were, links between files of a folder with them."""
        for folder, copy in self._copies.items():
            shutil.rmtree(folder)
            _copy(copy, folder)


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def few_changed(said: str) -> bool:
    """Whether a report tells of one edited article: its page, the feeds that hold it, its part of the search."""
    told = re.search(r"thêm 0, đổi (\d+), xoá 0 tệp", said)
    return told is not None and 1 <= int(told[1]) <= 24


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'
