"""Verbs on a system that lacks what only POSIX or only Linux has (see poorer/): the same bytes, or one line that says
what can't be done. This holds imports and ways through the code; it is no run on Windows or macOS."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.helpers.building import ROOT, SEVERAL, run_build

SITE = Path(__file__).resolve().parent / "site" / "content"
POORER = Path(__file__).resolve().parent / "poorer"
_AT = "2026-11-23T07:30+07:00"


def environment(cache: Path) -> dict[str, str]:
    """That of a verb on the poorer system, which is asked for workers that it can't have."""
    own = {"PYTHONPATH": f"{POORER}{os.pathsep}{ROOT}", "PYTHONUTF8": "1", "COLUMN_CACHE": str(cache)}
    return {**os.environ, **SEVERAL, **own}


def run(cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A verb on the poorer system."""
    command = [sys.executable, "-m", "plugins.command", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(cache), capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_poorer_system_is_poorer(tmp_path: Path) -> None:
    asked = (
        "import os, signal, ctypes\n"
        "assert not any(hasattr(os, name) for name in ('fork', 'O_DIRECTORY', 'pread', 'geteuid'))\n"
        "assert not hasattr(signal, 'SIGVTALRM') and not hasattr(ctypes.CDLL(None), 'renameat2')\n"
        "for name in ('fcntl', 'resource', 'pwd'):\n"
        "    try:\n        __import__(name)\n        raise SystemExit(name)\n    except ImportError:\n        pass\n"
    )
    done = subprocess.run([sys.executable, "-c", asked], env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_build_makes_the_same_bytes(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SITE, content)
    for number in range(40):  # more than one process alone would read
        (content / "articles" / f"them-{number}.md").write_text(_article(number), encoding="utf-8")
    options = ("--at", _AT, "--site-url", "https://example.vn")
    run_build(content, tmp_path / "rich", tmp_path / "rich-cache", *options, environment=SEVERAL)
    for again in ("ghi", "ghi 0, xoá 0"):
        done = run(tmp_path / "cache", "build", "--content", str(content), "--output", str(tmp_path / "poor"), *options)
        assert done.returncode == 0, done.stdout + done.stderr
        assert again in done.stdout
    assert files(tmp_path / "poor") == files(tmp_path / "rich")
    path = content / "articles" / "them-3.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm một đoạn.\n", encoding="utf-8")
    run_build(content, tmp_path / "rich", tmp_path / "rich-cache", *options, environment=SEVERAL)
    done = run(tmp_path / "cache", "build", "--content", str(content), "--output", str(tmp_path / "poor"), *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert files(tmp_path / "poor") == files(tmp_path / "rich")


def _article(number: int) -> str:
    found = (re.search(r"^Category: (.+)$", path.read_text("utf-8"), re.MULTILINE) for path in SITE.rglob("*.md"))
    topic = next(match[1] for match in found if match)
    return f"Title: Bài {number}\nDate: 2026-01-05 08:00\nCategory: {topic}\nSummary: Sapo.\n\nNội dung số {number}.\n"


@pytest.mark.slow
def test_check_and_new_work(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SITE, content)
    done = run(tmp_path / "cache", "new", "Một bài mới", "--content", str(content))
    assert done.returncode == 0, done.stdout + done.stderr
    article = Path(done.stdout.splitlines()[0])
    assert b"\r" not in article.read_bytes()
    (content / "articles" / "hong.md").write_text("Title: \nDate: hôm qua\n\nx\n", encoding="utf-8")
    poor = run(tmp_path / "cache", "check", "--content", str(content), "--at", _AT, "--format", "json")
    command = [sys.executable, "-m", "plugins.command", "check", "--content", str(content), "--at", _AT]
    rich = subprocess.run(
        [*command, "--format", "json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(tmp_path / "rich")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (poor.returncode, poor.stdout, poor.stderr) == (1, rich.stdout, "")


def test_two_at_once_are_told_from_each_other_by_the_lock(tmp_path: Path) -> None:
    from plugins.system.file_lock import held

    asked: list[int] = []
    with held(tmp_path / "lock", 1, lambda: None):
        again = held(tmp_path / "lock", 0.2, lambda: asked.append(1))
        with pytest.raises(TimeoutError), again:
            pytest.fail("the lock was given twice")
    assert asked == [1]
    with held(tmp_path / "lock", 0, lambda: None):
        pass


@pytest.mark.slow
def test_serve_shows_what_was_saved(tmp_path: Path) -> None:
    content, log = tmp_path / "content", tmp_path / "log"
    shutil.copytree(SITE, content)
    command = [sys.executable, "-m", "plugins.command", "serve", "--port", "0", "--content", str(content)]
    with open(log, "wb") as file:
        process = subprocess.Popen(
            [*command, "--output", str(tmp_path / "output")],
            cwd=ROOT,
            env=environment(tmp_path / "cache"),
            stdout=file,
            stderr=file,
        )
    try:
        address = _wait(lambda: re.search(r"http://127\.0\.0\.1:\d+/", log.read_text("utf-8")), log)[0]
        (content / "articles" / "vua-luu.md").write_text(_article(77), encoding="utf-8")
        _wait(lambda: log.read_text("utf-8").count("Xong:") == 2, log)
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert any("Nội dung số 77." in data.decode("utf-8", "replace") for data in files(tmp_path / "output").values())


def _wait(found, log: Path):  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + 60
    while not (answer := found()):
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.1)
    return answer


@pytest.mark.parametrize("verb", ["publish", "rollback", "releases", "diff"])
def test_what_needs_more_says_so_in_one_line(tmp_path: Path, verb: str) -> None:
    done = run(tmp_path, verb, "may-chu")
    assert done.returncode == 1
    assert done.stderr.startswith("LỖI: lệnh này cần Linux hoặc macOS")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_scripts_keep_their_line_ends() -> None:
    asked = ["docs/toa-soan/kiem-tra.sh", ".ci/run", "tasks.py", "theme/templates/base.html", "content/plan.toml"]
    said = subprocess.run(
        ["git", "check-attr", "eol", "--", *asked], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert [line.rsplit(": ", 1)[1] for line in said.stdout.splitlines()] == ["lf"] * len(asked)
