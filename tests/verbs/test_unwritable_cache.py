"""Verbs that only read work where the cache can't be written; others say so in one line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.building import ROOT
from tests.site.faults import without_privileges

SITE = Path(__file__).resolve().parent.parent / "site" / "content"
_AT = "2026-11-23T07:30+07:00"


def run(cache: Path, temporary: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A verb with that cache, as somebody who may not write everywhere."""
    return subprocess.run(
        [sys.executable, "-m", "plugins.command", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(cache), "TMPDIR": str(temporary)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        preexec_fn=without_privileges if sys.platform == "linux" and os.geteuid() == 0 else None,
    )


def _inside_a_file(folder: Path, _content: Path) -> Path:
    (folder / "file").write_text("")
    return folder / "file" / "cache"


def _read_only_and_empty(folder: Path, _content: Path) -> Path:
    (folder / "cache").mkdir(mode=0o555)
    return folder / "cache"


def _read_only_and_filled(folder: Path, content: Path) -> Path:
    """Somebody else's: its lock may be opened, nothing may be written."""
    cache = folder / "cache"
    assert run(cache, folder, "check", "--content", str(content), "--at", _AT).returncode == 0
    for path in (cache, *cache.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return cache


def _only_the_store_is_read_only(folder: Path, content: Path) -> Path:
    cache = folder / "cache"
    assert run(cache, folder, "check", "--content", str(content), "--at", _AT).returncode == 0
    (store,) = (cache / "articles").iterdir()
    shutil.rmtree(store)
    store.mkdir(mode=0o555)
    return cache


@pytest.mark.slow
@pytest.mark.parametrize(
    "made", [_inside_a_file, _read_only_and_empty, _read_only_and_filled, _only_the_store_is_read_only]
)
def test_what_only_reads_works(tmp_path: Path, made: Callable[[Path, Path], Path]) -> None:
    content, temporary = tmp_path / "content", tmp_path / "tmp"
    shutil.copytree(SITE, content)
    temporary.mkdir()
    git = ["git", "-C", str(content), "-c", "user.name=t", "-c", "user.email=t@localhost"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        subprocess.run([*git, *arguments], check=True)
    article = next(path.stem for path in sorted((content / "articles").rglob("*.md")))
    cache = made(tmp_path, content)
    for verb, *more in (("check", "--at", _AT), ("coverage", "--at", _AT), ("corrections",), ("feed-preview", article)):
        done = run(cache, temporary, verb, *more, "--content", str(content))
        assert "Traceback" not in done.stderr
        assert (done.returncode, done.stderr) == (0, "") or (verb, done.stderr.count("\n")) == ("feed-preview", 1)
    left = sorted(path.name.rsplit("-", 1)[0] for path in temporary.iterdir())
    assert set(left) <= {"column-bao-cao", "column-feed-preview"}  # what was made to be looked at
    done = run(cache, temporary, "build", "--content", str(content), "--output", str(tmp_path / "output"))
    assert done.returncode == 1
    assert done.stderr.startswith("LỖI: ")
    assert done.stderr.count("\n") == 1
    for path in (cache, *cache.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


def test_no_room_for_temporary_files_either_is_one_line(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SITE, content)
    (tmp_path / "file").write_text("")
    none = tmp_path / "file" / "x"
    code = (
        "import tempfile, sys; none = sys.argv.pop(1); tempfile._candidate_tempdir_list = lambda: [none];"
        "from plugins import command; sys.exit(command.main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(none), "check", "--content", str(content)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMN_CACHE": str(none)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("LỖI: ")
    assert done.stderr.count("\n") == 1
